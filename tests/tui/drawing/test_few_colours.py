"""Palettes of few colours: each ramp keeps its hue, signs differ, and nothing is left to the nearest colour."""

import colorsys
from dataclasses import fields
from itertools import pairwise

import pytest
from rich.color import Color, ColorSystem, ColorType

from tui.drawing.few_colours import (
    DARK_16,
    DARK_256,
    DARK_PLAIN,
    LIGHT_16,
    LIGHT_256,
    LIGHT_PLAIN,
    colours_of,
    palette_for,
)
from tui.drawing.palette import DARK, LEVELS, LIGHT, contrast, readable, shade
from tui.drawing.ramps import RAMPS, numbered
from tui.terminal.colours256 import nearest

OF_256 = pytest.mark.parametrize("palette", [DARK_256, LIGHT_256], ids=["dark", "light"])
OF_16 = pytest.mark.parametrize("palette", [DARK_16, LIGHT_16], ids=["dark", "light"])
FEW = pytest.mark.parametrize("palette", [DARK_256, LIGHT_256, DARK_16, LIGHT_16])
YELLOWS, BLUES = {3, 11}, {4, 6, 12, 14}
"""The numbers of the 16 colours for positive and for negative."""


def colours(palette):
    """Return every colour of a palette."""
    own = [
        getattr(palette, field.name) for field in fields(palette) if field.name not in ("classes", "colours", "ascii")
    ]
    return [*own, *palette.classes]


def pairs(palette):
    """Return every two colours between which the panels take shades."""
    ends = (palette.positive, palette.negative, palette.muted, palette.tile, *palette.classes)
    return [
        *((palette.background, end) for end in ends),
        (palette.tile, palette.tile_full),
        (palette.tile, palette.tile_text),
    ]


def shades(low, high, least=1.0):
    """Return the shades of a ramp, each once, in order."""
    return list(dict.fromkeys(shade(low, high, step / LEVELS, least) for step in range(LEVELS + 1)))


def hue(colour):
    """Return hue in degrees, and saturation."""
    hue, _, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in bytes.fromhex(colour[1:])))
    return 360 * hue, saturation


def number(colour):
    """Return which of the 16 colours is sent to the terminal."""
    sent = Color.parse(colour).downgrade(ColorSystem.STANDARD)
    assert sent.type is ColorType.STANDARD
    return sent.number


@FEW
def test_every_shade_was_chosen_by_hand(palette):
    assert set(pairs(palette)) <= set(RAMPS)


@OF_256
def test_every_colour_is_one_of_the_256(palette):
    known = {numbered(index) for index in range(16, 256)}
    used = {*colours(palette), *(colour for pair in pairs(palette) for colour in RAMPS[pair])}
    assert used <= known
    assert all(nearest(Color.parse(colour)).get_truecolor().hex == colour for colour in used)


@OF_256
@pytest.mark.parametrize("least", [1.0, 3.0, 4.5])
def test_a_ramp_of_256_keeps_one_hue_and_grows(palette, least):
    for end, (lowest, highest) in ((palette.positive, (20, 45)), (palette.negative, (195, 245))):
        ramp = shades(palette.background, end, least)
        assert all(lowest <= hue(colour)[0] <= highest and hue(colour)[1] > 0.5 for colour in ramp)
        grown = [contrast(palette.background, colour) for colour in ramp]
        assert all(one < other for one, other in pairwise(grown))
        assert grown[0] >= min(least, grown[-1])
    for colour in shades(palette.tile, palette.tile_full):
        assert colour == palette.tile or 195 <= hue(colour)[0] <= 245


@OF_16
@pytest.mark.parametrize("least", [1.0, 3.0, 4.5])
def test_signs_of_16_colours_are_yellow_and_blue(palette, least):
    assert {number(colour) for colour in shades(palette.background, palette.positive, least)} <= YELLOWS
    assert {number(colour) for colour in shades(palette.background, palette.negative, least)} <= BLUES


@FEW
def test_text_can_be_read(palette):
    for colour in (palette.text, palette.muted, palette.key, palette.good, palette.bad):
        assert contrast(colour, palette.background) > 2.9
    for fill in shades(palette.tile, palette.tile_full):
        assert contrast(palette.tile_text, fill) > 4.5
    assert contrast(palette.selected_text, palette.selected) > 4.5


@FEW
def test_ten_classes_and_their_fields_differ(palette):
    assert len(set(palette.classes)) == 10
    assert palette.classes[:2] == (palette.negative, palette.positive)
    fields = [shade(palette.background, colour, 0.6) for colour in palette.classes]
    assert len(set(fields)) == 10
    for field, colour in zip(fields, palette.classes, strict=True):
        assert contrast(readable(colour, field, palette, 3.0), field) >= 2.8


@pytest.mark.parametrize("palette", [DARK_PLAIN, LIGHT_PLAIN])
def test_without_colours_positive_is_stronger_than_negative(palette):
    positive, negative = (contrast(colour, palette.background) for colour in (palette.positive, palette.negative))
    assert positive > 2 * negative > 6


@pytest.mark.parametrize(
    ("system", "no_color", "expected"),
    [
        ("truecolor", False, DARK),
        ("256", False, DARK_256),
        ("standard", False, DARK_16),
        ("windows", False, DARK_16),
        (None, False, DARK),
        ("256", True, DARK_PLAIN),
    ],
)
def test_the_palette_is_that_of_the_terminal(system, no_color, expected):
    assert palette_for(True, colours_of(system, no_color)) is expected
    assert palette_for(False, "all") is LIGHT
