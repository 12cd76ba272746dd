"""The error with the sum of one neuron moved, and nothing else.

Another value for a weight or a bias moves the sum of its neuron; what comes before stays as it is. So only what follows
is computed again, for many values at once: what a nudge does, and what a loss looks like along one weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.arrays import FloatArray
from engine.network.activations import activation_named
from engine.network.network import Network
from engine.network.propagation import Trace

_BLOCK = 2**19  # numbers computed at once: as many as a processor's cache holds


@dataclass(frozen=True, eq=False)
class Passes:
    """The forward passes of several samples.

    Attributes:
        sums: s of each layer after the inputs, shapes (rows, neurons).
        activations: a of each layer, the inputs first, shapes (rows, neurons).
        expected: y, shape (rows, outputs).
    """

    sums: tuple[FloatArray, ...]
    activations: tuple[FloatArray, ...]
    expected: FloatArray

    @property
    def outputs(self) -> FloatArray:
        """The activations of the last layer, shape (rows, outputs)."""
        return self.activations[-1]


def sample_passes(trace: Trace, expected: FloatArray) -> Passes:
    """Take one sample's forward pass, to the last bit, as those of one row; y has the shape (outputs,)."""
    sums, activations = (tuple(values[np.newaxis] for values in part) for part in (trace.sums, trace.activations))
    return Passes(sums, activations, np.asarray(expected)[np.newaxis])


def errors_with_sums(network: Network, passes: Passes, layer: int, target: int, sums: FloatArray) -> FloatArray:
    """Compute E with other values for the sum of one neuron; only what follows it is computed again.

    Args:
        network: the network.
        passes: the forward passes with the sums as they are.
        layer: the neuron's layer.
        target: the neuron's place in it.
        sums: s of that neuron, for each row the cases to try, shape (rows, cases).

    Returns:
        E, shape (rows, cases).
    """
    rows, cases = sums.shape
    at_once = max(1, _BLOCK // (rows * max(network.sizes[layer:])))
    errors = np.empty((rows, cases))
    with np.errstate(all="ignore"):
        for start in range(0, cases, at_once):
            block = slice(start, start + at_once)
            s, a = _outputs_with_sums(network, passes, layer, target, sums[:, block])
            errors[:, block] = network.loss.errors(s, a, passes.expected[:, np.newaxis])
    return errors


def _outputs_with_sums(
    network: Network, passes: Passes, layer: int, target: int, sums: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Compute s and a of the output layer, shapes (rows, cases, outputs): see ``errors_with_sums``."""
    if layer == len(network.sizes) - 1:
        s = np.repeat(passes.sums[-1][:, np.newaxis], sums.shape[1], axis=1)
        s[..., target] = sums
        return s, activated(network, layer, s)
    moved = activated(network, layer, sums) - passes.activations[layer][:, [target]]
    # The next layer's sums move by this one's weights; from there on every neuron moves.
    s = passes.sums[layer][:, np.newaxis] + moved[..., np.newaxis] * network.layers[layer][:, target]
    a = activated(network, layer + 1, s)
    for following in range(layer + 1, len(network.layers)):
        matrix = network.layers[following]
        s = a @ matrix[:, :-1].T + matrix[:, -1]
        a = activated(network, following + 1, s)
    return s, a


def activated(network: Network, layer: int, sums: FloatArray) -> FloatArray:
    """Return the activations a = f(s) of a layer, for sums of any shape."""
    a = np.empty_like(sums)
    activation_named(network.activations[layer - 1]).function(sums, a)
    return a
