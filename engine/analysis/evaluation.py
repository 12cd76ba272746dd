"""Evaluation of a network on all rows of a data set: outputs, errors, right answers, saturated layers."""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, frozen
from engine.data.dataset import Dataset
from engine.network.activations import activation_named
from engine.network.losses import mean_squared_error, mean_squared_errors
from engine.network.many_rows import output_layer, output_layers
from engine.network.network import Network
from engine.network.places import layer_name
from engine.network.propagation import forward_rows
from engine.quick_dataclass import dataclass

WITHOUT_SLOPE = {"relu": ("dead", "output")} | dict.fromkeys(("sigmoid", "tanh", "softmax"), ("saturated", "slope"))
"""What neurons are called whose f'(s) is 0 for every row, and what is 0 then; other activations have a slope always."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The outputs for every row and their errors. Immutable.

    Attributes:
        outputs: Shape (rows, outputs), read-only.
        mse: The mean over rows and outputs of (a − y)².
        error: The mean over rows of E, the loss that training minimises.
        right: For classification, whether the class that each row got is the expected one, shape (rows,); None for
            regression.
    """

    outputs: FloatArray
    mse: float
    error: float
    right: NDArray[np.bool_] | None


def evaluate(network: Network, dataset: Dataset) -> Evaluation:
    """Evaluate the network on all rows."""
    sums, outputs = output_layer(network, dataset.inputs)
    with np.errstate(all="ignore"):
        mse = mean_squared_error(outputs, dataset.expected)
        error = float(network.loss.errors(sums, outputs, dataset.expected).mean())
    right = None
    if dataset.task == "classification":
        right = dataset.classes_of(outputs) == dataset.target_classes
        right &= np.isfinite(outputs).all(axis=1)  # with a NaN there is no answer
        right.flags.writeable = False
    return Evaluation(frozen(outputs), mse, error, right)


def rows_error(network: Network, dataset: Dataset) -> float:
    """Compute the MSE over all rows, to the last bit as ``Evaluation.mse``."""
    return float(rows_errors(network, network.parameters[np.newaxis], dataset)[0])


def rows_errors(network: Network, parameters: FloatArray, dataset: Dataset) -> FloatArray:
    """Compute the MSE over all rows with each of several sets of parameters, in about the time of one if small.

    Args:
        network: Its shape and activations are used.
        parameters: Shape (sets, parameters).
        dataset: The rows.

    Returns:
        Shape (sets,).
    """
    with np.errstate(all="ignore"):
        return mean_squared_errors(output_layers(network, parameters, dataset.inputs)[1], dataset.expected)


def saturated_layer(network: Network, dataset: Dataset) -> int | None:
    """Find the last layer that passes no error back: f'(s) is 0 in all its neurons that are on, for every row.

    Returns:
        Its number, where the inputs are 0; None if every layer passes something back.
    """
    trace, saturated = forward_rows(network, dataset.inputs), None
    for layer, (a, name) in enumerate(zip(trace.activations[1:], network.activations, strict=True), start=1):
        slope = np.empty_like(a)
        with np.errstate(all="ignore"):
            activation_named(name).derivative(a, slope)
        slope = np.delete(slope, network.off_in(layer), axis=1)
        passes_back = slope.any() or not slope.size or (network.loss.of_sums and layer == len(network.layers))
        saturated = saturated if passes_back else layer
    return saturated


def saturation(network: Network, dataset: Dataset) -> str:
    """Say which saturated or dead layer keeps weights from changing; empty if there is none."""
    layer = saturated_layer(network, dataset)
    if layer is None:
        return ""
    name = layer_name(network.sizes, layer)
    kind, what = WITHOUT_SLOPE[network.activations[layer - 1]]
    stays = "nothing" if layer == len(network.layers) else "no weight up to it"
    return f"the {name} is {kind}: every {what} in it is 0, so {stays} can change any more"
