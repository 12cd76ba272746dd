"""The decision map: ten classes differ in sign and in colour, on dark and on light screens."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from rich.color import Color

from engine.analysis.landscape import decision_map
from engine.experiment.starts import setup_for
from engine.training.commands import StepEpoch
from engine.training.state import begin
from engine.training.update import update
from tui.drawing.canvas import Canvas
from tui.drawing.few_colours import DARK_PLAIN, LIGHT_PLAIN
from tui.drawing.palette import DARK, LIGHT, contrast
from tui.panels.chart.class_signs import class_signs
from tui.panels.chart.decision_map import ASCII_FIELDS, CURRENT, FIELDS, LABEL_WIDTH, map_lines
from tui.terminal.colours256 import _oklab, nearest

PALETTES = pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
# Matrices from linear RGB to what is seen without cones for long or for medium waves (Machado et al., 2009).
SIGHTS = {
    "all cones": (np.eye(3), 0.13),
    "protanopia": ([[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]], 0.1),
    "deuteranopia": ([[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]], 0.1),
}


@pytest.mark.parametrize(
    ("names", "signs"),
    [
        (("0", "1", "9"), "019"),
        (("setosa", "versicolor", "virginica"), "svi"),
        (("class_0", "class_1", "class_2"), "012"),
        (("a", "ab"), "ab"),
        (("x", "x", "x"), "x01"),
        (("界", "\x1b[31m", "◆"), "031"),
        (("only",), "o"),
        ((), ""),
    ],
)
def test_each_class_has_a_sign_of_its_own(names, signs):
    assert "".join(class_signs(names)) == signs


def test_more_classes_than_signs_share_a_dot():
    signs = class_signs(tuple(f"{number}" for number in range(100)))
    assert len(set(signs)) == 63
    assert signs[-1] == "·"


@PALETTES
@pytest.mark.parametrize("sight", SIGHTS)
def test_ten_colours_differ_for_the_colour_blind_too(palette, sight):
    seen_as, least = SIGHTS[sight]
    encoded = np.array([list(bytes.fromhex(colour[1:])) for colour in palette.classes]) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.array(seen_as).T, 0, 1)
    seen = 255 * np.where(seen <= 0.0031308, seen * 12.92, 1.055 * seen ** (1 / 2.4) - 0.055)
    assert len(palette.classes) == 10
    assert all(np.linalg.norm(one - other) > least for one, other in combinations(_oklab(seen), 2))


@PALETTES
def test_ten_colours_differ_on_a_terminal_of_256_colours(palette):
    assert len({nearest(Color.parse(colour)) for colour in palette.classes}) == 10
    assert all(contrast(colour, palette.background) > 2.75 for colour in palette.classes)


@PALETTES
@pytest.mark.parametrize(("width", "height"), [(46, 7), (57, 6), (73, 11)])
def test_the_legend_has_all_ten_classes_at_every_size(palette, width, height):
    legend = map_lines(begin(setup_for("digits")), (0, 1), Canvas(width, height, palette))[-1]
    signs = {segment.text: segment.style for segment in legend if segment.text in "0123456789"}
    assert "".join(signs) == "0123456789"
    assert [style.color.name for style in signs.values()] == list(palette.classes)
    assert {style.bgcolor.name for style in signs.values()} == {palette.background}, "reversed would say wrong"


@pytest.mark.parametrize(
    ("start", "width", "legend"),
    [
        ("penguins", 57, "A Adelie  C Chinstrap  G Gentoo"),
        ("penguins", 46, "A Ade…  C Chi…  G Gen…"),
        ("iris", 57, "s setosa  v versicolor  i virginica"),
        ("wine", 46, "1  2  3"),
    ],
)
def test_the_legend_shortens_names_to_fit(start, width, legend):
    assert f"  {legend}  " in map_lines(begin(setup_for(start)), (0, 1), Canvas(width, 8, DARK))[-1].text


@PALETTES
def test_a_row_is_drawn_as_the_sign_of_its_class_reversed_if_wrong(palette):
    state = begin(setup_for("penguins"))
    for _ in range(3):
        state = update(state, StepEpoch())
    width, height = 57, 9
    lines = [
        list(zip(*line_cells(line), strict=True)) for line in map_lines(state, (0, 1), Canvas(width, height, palette))
    ]
    mapped = decision_map(state.network, state.dataset, (0, 1), columns=width - LABEL_WIDTH - 1, rows=2 * (height - 1))
    signs, right, seen = class_signs(state.dataset.output_names), state.evaluation.right, set()
    rows: dict[tuple[int, int], list[int]] = {}
    for row, inputs in enumerate(state.dataset.inputs):
        y, x = mapped.cell(*inputs[:2])
        rows.setdefault((y // 2, x), []).append(row)
    for (y, x), here in rows.items():
        sign, style = lines[y][LABEL_WIDTH + 1 + x]
        if state.row in here:
            assert sign == CURRENT
        elif len(here) == 1:
            of_class, background = int(state.dataset.expected[here[0]].argmax()), style.bgcolor.name
            assert sign == signs[of_class]
            assert (background == palette.classes[of_class]) == (not right[here[0]])
            seen.add(bool(right[here[0]]))
    assert seen == {True, False}


def test_with_ascii_the_fields_are_coloured_blanks_or_without_colours_ascii():
    state = begin(setup_for("moons"))
    for palette, fields in ((replace(DARK, ascii=True), " "), (replace(DARK_PLAIN, ascii=True), ASCII_FIELDS)):
        lines = map_lines(state, (0, 1), Canvas(57, 9, palette))
        signs = {sign for line in lines[:-1] for sign in line.text[LABEL_WIDTH + 1 :]}
        assert signs - {CURRENT, *class_signs(state.dataset.classes)} <= set(fields)
        assert signs & set(fields)
    assert len(set(ASCII_FIELDS)) == len(FIELDS)


@pytest.mark.parametrize("palette", [DARK_PLAIN, LIGHT_PLAIN], ids=["dark", "light"])
def test_without_colours_the_fields_differ_by_their_characters(palette):
    state = begin(setup_for("moons"))
    for _ in range(8):
        state = update(state, StepEpoch())
    width, height = 57, 9
    lines = map_lines(state, (0, 1), Canvas(width, height, palette))
    mapped = decision_map(state.network, state.dataset, (0, 1), columns=width - LABEL_WIDTH - 1, rows=2 * (height - 1))
    seen = set()
    for row in range(height - 1):
        for character, answer in zip(lines[row].text[LABEL_WIDTH + 1 :], mapped.answers[2 * row], strict=True):
            if character in FIELDS:
                assert character == FIELDS[answer]
                seen.add(answer)
    assert seen == {0, 1}
    assert f"  {FIELDS[0]}u upper  {FIELDS[1]}l lower" in lines[-1].text


def line_cells(line):
    """Return the characters of a line and their styles."""
    pairs = [(letter, segment.style) for segment in line for letter in segment.text]
    return [letter for letter, _ in pairs], [style for _, style in pairs]
