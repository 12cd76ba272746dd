"""A trained network as another program needs it: plain arrays, with the rows that it is judged by."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.data.scaling import ColumnScaling, Scaling
from engine.network.network import Network
from engine.quick_dataclass import dataclass
from engine.training.results import parts
from engine.training.state import TrainingState


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer after the inputs: a = f(W·a of the layer before + b). Immutable.

    Attributes:
        weights: W, shape (neurons, inputs).
        biases: b, shape (neurons,).
        activation: The name of f.
    """

    weights: FloatArray
    biases: FloatArray
    activation: str


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows in their own units, and the MSE that the network has on them. Immutable.

    Attributes:
        name: "train" or "test".
        inputs: Shape (rows, inputs).
        expected: Shape (rows, outputs).
        mse: The mean over rows and outputs of (a − y)², in the network's numbers.
    """

    name: str
    inputs: FloatArray
    expected: FloatArray
    mse: float


@dataclass(frozen=True, eq=False)
class Model:
    """A trained network with its scaling and its rows. Immutable.

    Attributes:
        layers: The layers after the inputs.
        input_names: The name of each input.
        output_names: The class or column that each output stands for; of two classes with one output, both.
        task: "classification" or "regression".
        inputs: How the network sees the inputs; None if it sees them as they are.
        outputs: How it sees the expected values; likewise.
        rows: The training rows and, if there are any, the test rows.
    """

    layers: tuple[Layer, ...]
    input_names: tuple[str, ...]
    output_names: tuple[str, ...]
    task: str
    inputs: ColumnScaling | None
    outputs: ColumnScaling | None
    rows: tuple[Rows, ...]

    @property
    def parameters(self) -> int:
        """How many weights and biases it has."""
        return sum(layer.weights.size + layer.biases.size for layer in self.layers)

    @property
    def has_one_output(self) -> bool:
        """Whether a single output tells two classes apart: it is nearer to 0 or to 1."""
        return self.task == "classification" and len(self.layers[-1].biases) == 1

    @property
    def arrays(self) -> Mapping[str, FloatArray]:
        """All its numbers by name: W1, b1, W2, b2 …, the scaling, and the rows in their own units."""
        found: dict[str, FloatArray] = {}
        for number, layer in enumerate(self.layers, start=1):
            found |= {f"W{number}": layer.weights, f"b{number}": layer.biases}
        for side, columns in (("input", self.inputs), ("output", self.outputs)):
            if columns is not None:
                found |= {f"{side}_offset": columns.offset, f"{side}_scale": columns.scale}
        for rows in self.rows:
            found |= {f"{rows.name}_inputs": rows.inputs, f"{rows.name}_expected": rows.expected}
        return found


def model_of(state: TrainingState) -> Model:
    """Return what a state has trained."""
    network, dataset, scaling = state.network, state.dataset, state.scaling
    return Model(
        tuple(_layers(network)),
        dataset.input_names,
        dataset.classes if dataset.task == "classification" else dataset.output_names,
        dataset.task,
        None if scaling is None else scaling.inputs,
        None if scaling is None else scaling.outputs,
        tuple(_rows(part, rows, evaluation.mse, scaling) for part, rows, evaluation in parts(state)),
    )


def _layers(network: Network) -> list[Layer]:
    """Return the layers. A neuron that is off answers 0, and so do weights of 0 that lead on from it."""
    layers = []
    for number, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        led_on = np.array(weights)
        led_on[:, list(network.off_in(number))] = 0.0
        layers.append(Layer(led_on, np.array(biases), network.activations[number]))
    return layers


def _rows(name: str, dataset: Dataset, mse: float, scaling: Scaling | None) -> Rows:
    if scaling is None:
        return Rows(name, dataset.inputs, dataset.expected, mse)
    expected = dataset.expected if scaling.outputs is None else scaling.outputs.original(dataset.expected)
    return Rows(name, scaling.inputs.original(dataset.inputs), expected, mse)
