"""How well a network does on all rows of a data set."""

from dataclasses import dataclass

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


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The outputs for every row and what they amount to. Immutable.

    Attributes:
        outputs: shape (rows, outputs), read-only.
        mse: the mean over rows and outputs of (a − y)².
        error: the mean over rows of E, the network's loss: what is descended.
        right: for classification, for each row whether the largest output is the expected one, shape (rows,); for
            regression none.
    """

    outputs: FloatArray
    mse: float
    error: float
    right: NDArray[np.bool_] | None


def evaluate(network: Network, dataset: Dataset) -> Evaluation:
    """Run all rows through the network and judge the outputs."""
    sums, outputs = output_layer(network, dataset.inputs)
    with np.errstate(all="ignore"):
        mse = mean_squared_error(outputs, dataset.expected)
        error = float(network.loss.errors(sums, outputs, dataset.expected).mean())
    right = None
    if dataset.task == "classification":
        right = outputs.argmax(axis=1) == dataset.target_classes
        right &= np.isfinite(outputs).all(axis=1)  # the largest of numbers that are none is no answer
        right.flags.writeable = False
    return Evaluation(frozen(outputs), mse, error, right)


def rows_error(network: Network, dataset: Dataset) -> float:
    """Compute the MSE over all rows, as ``Evaluation.mse``."""
    return float(rows_errors(network, network.parameters[np.newaxis], dataset)[0])


def rows_errors(network: Network, parameters: FloatArray, dataset: Dataset) -> FloatArray:
    """Compute the MSE over all rows with each of several sets of parameters: of a small network many cost as one.

    Args:
        network: its shape and activations.
        parameters: shape (sets, parameters).
        dataset: the rows.

    Returns:
        Shape (sets,).
    """
    with np.errstate(all="ignore"):
        return mean_squared_errors(output_layers(network, parameters, dataset.inputs)[1], dataset.expected)


def saturated_layer(network: Network, dataset: Dataset) -> int | None:
    """Find the layer, the last if there are several, that lets no error back: its slopes are 0 for every row.

    Returns:
        Its number, counted from the inputs as 0; none if every layer lets something through.
    """
    trace, saturated = forward_rows(network, dataset.inputs), None
    for layer, (a, name) in enumerate(zip(trace.activations[1:], network.activations, strict=True), start=1):
        slope = np.empty_like(a)
        with np.errstate(all="ignore"):
            activation_named(name).derivative(a, slope)
        passes_back = slope.any() or (network.loss.of_sums and layer == len(network.layers))
        saturated = saturated if passes_back else layer
    return saturated


def saturation(network: Network, dataset: Dataset) -> str:
    """Say which layer lets no error back, so that training changes nothing any more; "" if none does."""
    layer = saturated_layer(network, dataset)
    if layer is None:
        return ""
    name = layer_name(network.sizes, layer)
    return f"the {name} is saturated: every slope in it is 0, so nothing can change any more"
