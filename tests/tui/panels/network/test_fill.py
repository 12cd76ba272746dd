"""How an output fills its tile."""

import numpy as np
import pytest

from engine.network.network import Network
from engine.network.places import Neuron
from tests.tui.panels.network.test_scene_of_state import style_at
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK, LIGHT, Palette, contrast
from tui.panels.network.picture import picture
from tui.panels.network.scene import Scene


def fill(output: float, activation: str, palette: Palette = DARK) -> tuple[str, str]:
    """Return the colours behind and of an output."""
    network = Network((1, 1, 1), (activation, "linear"), np.zeros(4))
    shown = Scene(network, (np.zeros(1), np.array([output]), np.zeros(1)))
    drawn = picture(shown, Canvas(70, 18, palette))
    region = next(at for at, place in drawn.spots if place == Neuron(1, 0))
    look = style_at(drawn, region.right - 2, region.y)
    return look.bgcolor.name, look.color.name


@pytest.mark.parametrize("palette", [DARK, LIGHT])
@pytest.mark.parametrize("activation", ["tanh", "linear", "leaky-relu"])
def test_a_negative_output_looks_neither_like_zero_nor_like_a_positive_one(activation: str, palette: Palette) -> None:
    looks = [fill(output, activation, palette) for output in (-0.9, 0.0, 0.9)]
    assert len({behind for behind, _ in looks}) == 3
    behind, colour = looks[0]
    assert behind == palette.background
    assert contrast(colour, behind) >= 4.5


def test_an_output_without_a_limit_fills_its_tile_more_and_more() -> None:
    def contrasts(activation: str, *outputs: float) -> list[float]:
        return [contrast(fill(output, activation)[0], DARK.tile) for output in outputs]

    relu = contrasts("relu", 0.0, 1.0, 3.0, 30.0)
    assert relu == sorted(set(relu))
    assert contrasts("sigmoid", 1.0) == contrasts("relu", 1e9)
    assert fill(np.inf, "relu")[0] == fill(1e9, "relu")[0]
