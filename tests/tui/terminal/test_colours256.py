"""Colours for terminals that have 256 of them."""

import pytest
from rich.color import Color, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as TextualColour

from tui.drawing.palette import DARK, LIGHT
from tui.terminal.colours256 import Nearest256, nearest


@pytest.mark.parametrize(
    ("colour", "number"), [("#000000", 16), ("#ffffff", 231), ("#ff0000", 196), ("#87afff", 111), ("#080808", 232)]
)
def test_a_colour_of_the_256_is_itself(colour: str, number: int) -> None:
    assert nearest(Color.parse(colour)).number == number


@pytest.mark.parametrize("palette", [DARK, LIGHT])
def test_orange_stays_warm_and_blue_stays_cold(palette) -> None:
    red, _, blue = nearest(Color.parse(palette.positive)).get_truecolor()
    assert red > blue
    red, _, blue = nearest(Color.parse(palette.negative)).get_truecolor()
    assert red < blue


def test_dark_backgrounds_stay_grey() -> None:
    for colour in (DARK.background, DARK.bar, DARK.tile):
        red, green, blue = nearest(Color.parse(colour)).get_truecolor()
        assert max(red, green, blue) - min(red, green, blue) < 20


def test_a_line_keeps_its_text_and_its_other_styles() -> None:
    line = [
        Segment("a", Style(color="#ff9a4d", bgcolor="#10131a", bold=True)),
        Segment("b"),
        Segment("c", Style(dim=True)),
    ]
    filtered = Nearest256().apply(line, TextualColour(0, 0, 0))
    assert [segment.text for segment in filtered] == ["a", "b", "c"]
    assert filtered[0].style.bold
    assert filtered[0].style.color.type is filtered[0].style.bgcolor.type is ColorType.EIGHT_BIT
    assert filtered[2].style == Style(dim=True)
