"""Neurons that training cannot move, or cannot move apart: dead, saturated and identical ones."""

from __future__ import annotations

import numpy as np

from engine.analysis.evaluation import WITHOUT_SLOPE
from engine.data.dataset import Dataset
from engine.network.activations import activation_named
from engine.network.many_rows import rows_at_once
from engine.network.network import Network
from engine.network.places import Neuron, neuron_name
from engine.network.propagation import forward_rows
from engine.wording import count

FEW = 3
"""Most identical neurons that are named."""


def is_flat(network: Network, dataset: Dataset, neuron: Neuron) -> bool:
    """Tell whether a neuron passes no error back: f'(s) is exactly 0 for every row.

    A neuron of relu then puts out 0 for every row: it is dead. One of sigmoid or tanh puts out exactly 0, 1 or −1: it
    is saturated. Its δ is 0 for every row, so no gradient reaches the weights before it. In an output layer whose loss
    gives δ at once, as cross-entropy does, none is flat; nor is an input.

    The sums are those of many rows at once: they can differ from those of one row in the last bits.
    """
    layer, before = neuron.layer, network.layers[: neuron.layer - 1]
    if layer == 0 or (network.loss.of_sums and layer == len(network.layers)):
        return False
    activation, W_b = activation_named(network.activations[layer - 1]), network.layers[layer - 1][neuron.index]
    block = rows_at_once(network.sizes)
    for start in range(0, dataset.rows, block):
        a = dataset.inputs[start : start + block]
        if before:
            a = forward_rows(network, a, layers=before).outputs
        with np.errstate(all="ignore"):
            s = a @ W_b[:-1] + W_b[-1]
            output, slope = np.empty_like(s), np.empty_like(s)
            activation.function(s, output)
            activation.derivative(output, slope)
        if slope.any():  # as in most networks, in the first block
            return False
    return True


def identical_to(network: Network, neuron: Neuron) -> tuple[int, ...]:
    """Find the other neurons of a hidden layer that have exactly the weights and the bias of one.

    The weights that lead on from them are the same too, so that all of them have the same output, the same δ and the
    same gradients for any row, but for the last bits: training changes them alike, if the optimiser remembers the same
    about them, as it does from the start on. Outputs have expected values of their own, and inputs have no weights:
    they are never identical. With a frozen weight or bias anywhere, none is called so: that can move them apart.

    Returns:
        Their indices in the layer, ascending.
    """
    layer, index = neuron.layer, neuron.index
    if not 0 < layer < len(network.layers) or network.switches.frozen:
        return ()
    before, after = network.layers[layer - 1], network.layers[layer].T
    same = np.flatnonzero((before[:, 0] == before[index, 0]) & (before[:, -1] == before[index, -1]))
    if len(same) > 1:
        same = same[(before[same] == before[index]).all(axis=1) & (after[same] == after[index]).all(axis=1)]
    off = network.off_in(layer)
    return tuple(int(other) for other in same if other != index and other not in off)


def stuck_text(network: Network, dataset: Dataset, neuron: Neuron) -> str:
    """Say that a neuron is off, dead, saturated or identical to others, and what that means; "" if it is none."""
    sizes, layer = network.sizes, neuron.layer
    name = neuron_name(sizes, layer, neuron.index)
    if neuron in network.switches.off:
        return f"{name} is off: it answers 0, and training leaves its weights alone"
    if is_flat(network, dataset, neuron):
        kind, what = WITHOUT_SLOPE[network.activations[layer - 1]]
        return f"{name} is {kind}: its {what} is 0 for every row, so it cannot learn"
    others = identical_to(network, neuron)
    if not others:
        return ""
    names = [neuron_name(sizes, layer, other) for other in others]
    if len(names) > FEW:
        return f"{name} is identical to {count(len(names), 'other')}: training changes them all alike"
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{name} is identical to {listed}: training changes them alike"
