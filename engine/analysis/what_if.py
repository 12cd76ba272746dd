"""What E would be if the sum of one neuron were another.

A new value for a weight or bias changes the sum of its neuron, and nothing before it. So only what follows that neuron
is computed again, for many values at once: for the nudges of a gradient check and for the loss along one weight.
"""

from __future__ import annotations

import numpy as np

from engine.arrays import FloatArray
from engine.network.activations import activation_named
from engine.network.network import Network
from engine.network.places import Neuron
from engine.network.propagation import Trace, activate, forward_rows
from engine.quick_dataclass import dataclass

_BLOCK = 2**19  # numbers computed at once: they fit a processor's cache


@dataclass(frozen=True, eq=False)
class Passes(Trace):
    """The forward passes of several rows.

    Attributes:
        sums: s of each layer after the inputs, shapes (rows, neurons).
        activations: a of each layer, the inputs first, shapes (rows, neurons).
        expected: y, shape (rows, outputs).
    """

    expected: FloatArray


def passes_of_sample(trace: Trace, expected: FloatArray) -> Passes:
    """Return the forward pass of one sample, to the last bit, as that of a single row; y has the shape (outputs,)."""
    sums, activations = (tuple(values[np.newaxis] for values in part) for part in (trace.sums, trace.activations))
    return Passes(sums, activations, np.asarray(expected)[np.newaxis])


def errors_if_sum_is(network: Network, passes: Passes, neuron: Neuron, sums: FloatArray) -> FloatArray:
    """Compute E with other values for the sum of one neuron.

    Args:
        network: The network.
        passes: The forward passes with the sums as they are.
        neuron: The neuron, after the inputs.
        sums: The values of s to try for each row, shape (rows, cases).

    Returns:
        E, shape (rows, cases).
    """
    rows, cases = sums.shape
    cases_at_once = max(1, _BLOCK // (rows * max(network.sizes[neuron.layer :])))
    errors = np.empty((rows, cases))
    with np.errstate(all="ignore"):
        for start in range(0, cases, cases_at_once):
            block = slice(start, start + cases_at_once)
            s, a = _outputs_if_sum_is(network, passes, neuron, sums[:, block])
            errors[:, block] = network.loss.errors(s, a, passes.expected[:, np.newaxis])
    return errors


def _outputs_if_sum_is(
    network: Network, passes: Passes, neuron: Neuron, sums: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Compute s and a of the output layer, shapes (rows, cases, outputs)."""
    layer, index = neuron.layer, neuron.index
    if layer == len(network.sizes) - 1:
        s = np.repeat(passes.sums[-1][:, np.newaxis], sums.shape[1], axis=1)
        s[..., index] = sums
        return s, activate(network, layer, s)
    moved = _answers(network, neuron, sums) - passes.activations[layer][:, [index]]
    # The next layer's sums move by the weights from this neuron; from there on every neuron moves.
    s = passes.sums[layer][:, np.newaxis] + moved[..., np.newaxis] * network.layers[layer][:, index]
    rest = forward_rows(network, activate(network, layer + 1, s), after=layer + 1)
    return (s, *rest.sums)[-1], rest.outputs


def _answers(network: Network, neuron: Neuron, sums: FloatArray) -> FloatArray:
    """Return what one neuron answers to any sums: 0 if it is switched off."""
    answers = np.zeros_like(sums)
    if neuron not in network.switches.off:
        activation_named(network.activations[neuron.layer - 1]).function(sums, answers)
    return answers
