"""What happened where a training came to a number that is not finite."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.arrays import FloatArray
from engine.errors import EngineError
from engine.formulas.notation import number_text
from engine.network.many_rows import batch_gradient
from engine.network.network import Network, layer_matrices
from engine.network.optimizers import Memory
from engine.network.places import layer_name, neuron_name
from engine.network.propagation import backward, forward, stepped
from engine.training.state import TrainingState


class Divergence(EngineError):
    """The training came to an infinite or undefined number and stopped before it.

    Attributes:
        state: the last state in which every weight, sum and δ was finite.
        samples: how many samples were trained to get there.
    """

    def __init__(self, message: str, state: TrainingState, samples: int) -> None:
        super().__init__(message)
        self.state = state
        self.samples = samples


SQUARABLE = "1e154"
"""About the largest number whose square is still finite."""


def _checked_update(
    state: TrainingState, network: Network, memory: Memory, rows: list[int], singly: bool
) -> tuple[Network, Memory, int, str]:
    """Do one update, looking at every number.

    Args:
        state: the data, the optimiser and its settings.
        network: what to train; if a number is not finite, it is returned as it is.
        memory: what the optimiser remembers.
        rows: the batch.
        singly: whether samples are trained one at a time.

    Returns:
        The network and the memory after it; which of the rows came to a number that is not finite, and what that was,
        nothing if all are.
    """
    inputs, expected = state.dataset.inputs[rows], state.dataset.expected[rows]
    gradient = network.parameters
    for number in range(len(rows)):
        trace = forward(network, inputs[number])
        gradients = backward(network, trace, expected[number])
        where = _too_large(network, trace.sums) or _not_finite(network, "the δ", gradients.deltas, -1)
        if where:
            return network, memory, number, where
        gradient = gradients.parameters
    if not singly:
        gradient = batch_gradient(network, inputs, expected)
    parameters, moments = stepped(network, gradient, state.method, memory)
    where = _not_finite_in(network, f"what {state.method.optimizer} remembers for a weight or bias", *moments)
    if where := _not_finite_in(network, "a new weight or bias", parameters) or where:
        return network, memory, len(rows) - 1, where
    return network.with_parameters(parameters), Memory(memory.updates + 1, moments), len(rows) - 1, ""


def _not_finite_in(network: Network, what: str, *vectors: FloatArray) -> str:
    """Say whose weight or bias it is that is not finite in a vector like the parameters; nothing if all are."""
    for vector in vectors:
        with np.errstate(all="ignore"):
            matrices = layer_matrices(vector, network.sizes)
            worst = [matrix[np.arange(len(matrix)), np.isfinite(matrix).argmin(axis=1)] for matrix in matrices]
        if where := _not_finite(network, what, worst):
            return where
    return ""


def _not_finite(network: Network, what: str, by_layer: Sequence[FloatArray], direction: int = 1) -> str:
    """Say where the first number that is not finite is, the layers taken forwards (1) or backwards (−1)."""
    for layer in range(1, len(by_layer) + 1)[::direction]:
        values = by_layer[layer - 1]
        if not np.isfinite(values).all():
            return _became(network, what, layer, values, int(np.isfinite(values).argmin()))
    return ""


def _too_large(network: Network, sums: Sequence[FloatArray]) -> str:
    """Say where the first sum is that cannot be squared: not a number, infinite, or on the way to it."""
    for layer, values in enumerate(sums, start=1):
        with np.errstate(all="ignore"):
            fit = np.isfinite(values * values)
        if not fit.all():
            return _became(network, "the sum", layer, values, int(fit.argmin()))
    return ""


def _stopped(state: TrainingState, row: int, where: str) -> str:
    """Say at which count of epochs and samples training stopped, at which row, and why."""
    return (
        f"stopped at epoch {state.epoch:,}, sample {state.position:,}/{state.dataset.rows:,}, row {row + 1:,}: {where}"
    )


def _became(network: Network, what: str, layer: int, values: FloatArray, index: int) -> str:
    value = values[index]
    kind = "not a number" if np.isnan(value) else "infinite" if np.isinf(value) else ""
    kind = kind or f"{number_text(value, 4)}, over the limit that can still be squared ({SQUARABLE})"
    name = neuron_name(network.sizes, layer, index)
    return f"{what} of {name} ({layer_name(network.sizes, layer)}) became {kind}"
