"""Random networks drawn, for the tests of the network panel."""

import numpy as np
from hypothesis import strategies as st
from textual.geometry import Region

from engine.network.network import Network, parameter_count
from engine.network.places import Bias, Expected, Neuron, Place, Weight
from engine.network.propagation import backward, forward
from tui.panels.network.picture import Picture
from tui.panels.network.scene import Scene

SHAPES = st.lists(st.integers(1, 12), min_size=2, max_size=7).map(tuple)
EVERY_KIND = [None, Neuron(0, 0), Neuron(1, 1), Weight(1, 2, 1), Weight(2, 1, 2), Bias(1, 2), Bias(2, 0), Expected(1)]


def scene(sizes: tuple[int, ...], selected: Place | None = None, *, deltas: bool = False, seed: int = 0) -> Scene:
    """Return a random network and sample to draw."""
    generator = np.random.default_rng(seed)
    network = Network(sizes, ("sigmoid",) * (len(sizes) - 1), generator.normal(size=parameter_count(sizes)))
    trace = forward(network, generator.uniform(0, 3, sizes[0]))
    expected = np.eye(sizes[-1])[0]
    gradients = backward(network, trace, expected)
    return Scene(network, trace.activations, gradients.deltas if deltas else None, expected, selected)


def text(drawn: Picture) -> str:
    """Return all lines as text."""
    return "\n".join(strip.text for strip in drawn.lines)


def cells_on(drawn: Picture, background: str) -> str:
    """Return the text on this background colour."""
    return "".join(
        segment.text
        for strip in drawn.lines
        for segment in strip
        if segment.style and segment.style.bgcolor and segment.style.bgcolor.name == background
    )


def spot(drawn: Picture, place: Place) -> Region:
    """Return where a click selects this place."""
    return next(region for region, shown in reversed(drawn.spots) if shown == place)
