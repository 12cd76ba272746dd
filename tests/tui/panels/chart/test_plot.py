"""Charts of curves: the exact size, and every point in its place."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.strip import Strip

from tests.tui.panels.chart.awkward import awkward
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.chart.chart import Chart, Curve
from tui.panels.chart.plot import Plotter

BLUE, ORANGE = "#5a9bff", "#ff9e64"
PLOTTER = Plotter()


def curve(y, x=None, colour=BLUE, look="line", sign="●") -> Curve:
    y = np.array(y, dtype=float)
    return Curve("c", np.arange(len(y), dtype=float) if x is None else np.array(x, dtype=float), y, colour, look, sign)


def draw(*curves: Curve, width: int = 70, height: int = 14, **options) -> list[Strip]:
    return PLOTTER.lines(Chart(curves, **options), Canvas(width, height, DARK))


def braille(strips: list[Strip], colour: str | None = None) -> set[tuple[int, int]]:
    """Return the (column, row) of every character that draws a curve, of this colour if given."""
    found, wanted = set(), None if colour is None else colour.lower()
    for row, strip in enumerate(strips):
        column = 0
        for segment in strip:
            for character in segment.text:
                drawn = "\u2800" < character <= "\u28ff" or character in "●○◉·"
                if drawn and wanted in (None, segment.style.color.get_truecolor().hex):
                    found.add((column, row))
                column += 1
    return found


def written(axis: str) -> list[str]:
    """Return the words and numbers in the line of the x axis."""
    return [text for text in re.split("[└ ─]+", axis) if text]


def lines(strips: list[Strip]) -> list[str]:
    return [strip.text for strip in strips]


@settings(max_examples=250)
@given(
    points=st.lists(st.tuples(awkward, awkward), max_size=40),
    more=st.lists(awkward, max_size=300),
    marks=st.lists(awkward, max_size=3),
    width=st.integers(1, 130),
    height=st.integers(1, 40),
    flags=st.tuples(st.booleans(), st.booleans()),
    looks=st.tuples(*[st.sampled_from(["line", "dashed", "dots"])] * 2),
    label=st.sampled_from(["", "epoch", "标签"]),
)
def test_a_chart_has_the_exact_size_whatever_its_numbers(points, more, marks, width, height, flags, looks, label):
    log, from_zero = flags
    chart = Chart(
        (
            curve([y for _, y in points], [x for x, _ in points], look=looks[0]),
            curve(more, colour=ORANGE, look=looks[1]),
        ),
        log=log,
        x_label=label,
        marks=tuple(marks),
        empty="nothing yet 标签",
        y_from_zero=from_zero,
    )
    strips = PLOTTER.lines(chart, Canvas(width, height, DARK))
    assert [strip.cell_length for strip in strips] == [width] * height
    for strip in strips:
        assert sum(segment.cell_length for segment in strip) == width
        assert "\x1b" not in strip.text
        assert all(segment.style is None or segment.style.bgcolor is None for segment in strip)


def test_drawing_prints_nothing(capfd):
    for log in (False, True):
        draw(curve([np.nan, 1e300, 0.0, -1.0, np.inf]), curve([]), log=log, x_label="epoch", marks=(1.0, np.nan))
    assert capfd.readouterr() == ("", "")


def test_a_falling_curve_falls_and_has_axes():
    strips = draw(curve(np.exp(-np.arange(23) / 5)), x_label="epoch")
    cells = sorted(braille(strips))
    rows = [row for _, row in cells]
    assert rows[0] <= 2
    assert rows == sorted(rows)
    assert rows[-1] == 12, "the loss ends near 0, right above the axis"
    axis = lines(strips)[-1]
    assert axis.startswith("epoch└0 ──")
    assert written(axis) == ["epoch", "0", "5", "10", "15", "20"]


def test_a_curve_along_the_axis_does_not_hide_it():
    strips = draw(curve([0.4, *[0.0004] * 40]), x_label="epoch")
    along = {column for column, row in braille(strips) if row == 12}
    axis = strips[-1].text
    assert len(along) > 40
    assert all(axis[column] == "─" for column in along if axis[column] not in " 0123456789")
    assert axis.count("─") > 40


def test_the_axis_does_not_look_like_a_minus_sign():
    axis = draw(curve([1, 2, 3, 4], [-3.2, -1, 1, 3.1]), width=60).pop().text
    assert written(axis) == ["-2", "0", "2"]
    assert not re.search(r"─[-\d]|[\d]─", axis)


def test_a_line_has_no_holes():
    columns = {column for column, _ in braille(draw(curve(np.linspace(5, 1, 7))))}
    assert columns == set(range(min(columns), max(columns) + 1))
    assert len(columns) > 60


@pytest.mark.parametrize("missing", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_leave_a_gap(missing):
    y = np.ones(21)
    y[8:13] = missing
    columns = {column for column, _ in braille(draw(curve(y)))}
    holes = set(range(min(columns), max(columns) + 1)) - columns
    assert 12 <= len(holes) <= 20
    assert max(holes) - min(holes) == len(holes) - 1


def test_one_spike_in_a_million_points_is_seen():
    y = np.full(1_000_000, 0.1)
    y[613_000] = 5.0
    assert min(row for _, row in braille(draw(curve(y)))) <= 2


def test_two_curves_keep_their_colours_and_the_last_is_on_top():
    strips = draw(curve(np.full(10, 1.0)), curve(np.full(10, 3.0), colour=ORANGE), y_from_zero=True)
    assert {row for _, row in braille(strips, ORANGE)} == {0}
    assert {row for _, row in braille(strips, BLUE)} == {8}
    same = draw(curve([1.0, 2.0]), curve([1.0, 2.0], colour=ORANGE))
    assert not braille(same, BLUE)
    assert braille(same, ORANGE)


def test_a_log_chart_leaves_out_zero_and_below():
    alone = draw(curve([1.0, 0.1], [0, 1]), curve([], colour=ORANGE), log=True)
    joined = draw(curve([1.0, 0.1], [0, 1]), curve([0.0, -3.0], [0, 1], colour=ORANGE), log=True)
    assert lines(alone) == lines(joined)
    assert draw(curve([0.0, -1.0]), log=True, empty="none")[6].text.strip() == "none"


def test_the_message_of_an_empty_chart_is_complete():
    said = "select a weight or a bias to see the error along it"
    for width in (70, 24, 12):
        told = [strip.text for strip in draw(empty=said, width=width, height=9)]
        assert " ".join(" ".join(told).split()) == said
        assert {len(line) for line in told} == {width}


def test_a_log_chart_is_straight_where_the_loss_is_exponential():
    cells = braille(draw(curve(10.0 ** -np.linspace(0, 5, 60)), log=True))
    expected = {(column, 2 + round((column - 5) / 65 * 10)) for column, _ in cells}
    assert all(
        any(abs(row - wanted) <= 1 for wanted in (r for c, r in expected if c == column)) for column, row in cells
    )


def test_one_point_is_seen():
    strips = draw(curve([0.25], [1.0]), x_label="epoch")
    assert len(braille(strips)) == 1
    assert "●" in "".join(lines(strips))
    assert written(lines(strips)[-1]) == ["epoch", "1", "2"]


def test_a_dashed_line_has_gaps_even_where_it_is_steep():
    whole, dashed = braille(draw(curve([9.0, 1.0]))), braille(draw(curve([9.0, 1.0], look="dashed")))
    assert dashed <= whole
    assert 0.5 < len(dashed) / len(whole) < 0.9
    steep = {row for _, row in braille(draw(curve([9.0, 0.0, 0.0], [0, 1, 40], look="dashed")))}
    assert len(steep) >= 9


def test_two_lone_points_on_a_cell_have_a_sign_of_their_own():
    now, following = curve([1.0], [1.0]), curve([1.0], [1.0], ORANGE, sign="○")
    assert "◉" in "".join(lines(draw(curve([0.0, 2.0], [0, 2]), following, now)))
    apart = "".join(lines(draw(curve([0.0, 2.0], [0, 2]), following, curve([2.0], [2.0]))))
    assert "○" in apart
    assert "●" in apart


def test_dots_are_not_connected():
    assert len(braille(draw(curve([1.0, 3.0, 2.0], look="dots")))) == 3


def test_marks_stand_behind_the_curve_at_their_epoch():
    plain, marked = draw(curve(np.ones(11))), draw(curve(np.ones(11)), marks=(5.0, 99.0, np.nan))
    assert braille(plain) == braille(marked)
    columns = {line.index("┊") for line in lines(marked)[3:11]}
    assert len(columns) == 1
    assert 33 <= columns.pop() <= 39
    marks = [s for strip in marked for s in strip if s.text == "┊" and s.style.color.get_truecolor().hex == DARK.muted]
    assert len(marks) >= 10


def test_the_message_of_an_empty_chart_is_centred():
    text = lines(draw(curve([np.nan]), width=30, height=5, empty="no epoch yet"))
    assert text == [" " * 30] * 2 + ["no epoch yet".center(30)] + [" " * 30] * 2


def test_a_chart_too_small_for_axes_is_all_curve():
    strips = draw(curve([3.0, 2.0, 1.0]), width=20, height=2, x_label="epoch")
    assert {column for column, _ in braille(strips)} == set(range(20))
    assert "│" not in "".join(lines(strips))


def test_the_first_chart_needs_no_plotext():
    code = (
        "import sys; from engine.experiment.starts import setup_for; from engine.training.state import begin\n"
        "from tui.drawing.canvas import Canvas; from tui.drawing.palette import DARK\n"
        "from tui.panels.chart.drawer import ChartDrawer; from engine.session.look import Look\n"
        "drawn = ChartDrawer().draw(begin(setup_for()), Look(), Canvas(40, 10, DARK))\n"
        "sys.exit(sum('●' in strip.text for strip in drawn) != 1 or 'plotext' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_each_thread_can_have_a_plotter():
    def many(seed: int) -> list[list[str]]:
        plotter, chart = Plotter(), Chart((curve(np.random.default_rng(seed).random(300)),), x_label="epoch")
        return [lines(plotter.lines(chart, Canvas(70, 14, DARK))) for _ in range(5)]

    with ThreadPoolExecutor(4) as pool:
        for seed, drawn in enumerate(pool.map(many, range(4))):
            assert drawn == many(seed)


def test_a_figure_keeps_nothing_of_its_last_chart():
    first = lines(draw(curve([1.0, 2.0, 4.0]), x_label="epoch"))
    draw(curve([5.0, 1.0]), curve([1.0, 9.0], colour=ORANGE), width=9, height=2, marks=(1.0,), log=True)
    assert lines(draw(curve([1.0, 2.0, 4.0]), x_label="epoch")) == first


@pytest.mark.parametrize("value", [0.0, 0.1, 0.2, 0.3, 0.4])
def test_a_value_equal_to_a_tick_is_on_the_row_of_the_tick(value):
    strips = draw(curve([0.4, value, value, value]), width=60, height=11)
    labels = {line[:10].split("┤")[0].strip(): row for row, line in enumerate(lines(strips)[:-1])}
    assert {row for column, row in braille(strips) if column > 30} == {labels[f"{value:.1f}" if value else "0"]}
    assert "└" in strips[labels["0"] + 1].text, "0 is right above the axis"


def test_with_ascii_curves_are_stars_and_dashed_ones_dots() -> None:
    palette = replace(DARK, ascii=True)
    solid, dashed = curve([1, 3, 2, 4]), curve([4, 1, 2, 1], colour=ORANGE, look="dashed")
    drawn = lines(PLOTTER.lines(Chart((solid, dashed)), Canvas(50, 12, palette)))
    assert {"*", "."} <= set("".join(drawn))
    assert not braille(PLOTTER.lines(Chart((solid, dashed)), Canvas(50, 12, palette)))
