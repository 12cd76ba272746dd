"""The rows of the data."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.experiment.starts import Options, setup_for
from engine.network.places import Weight
from engine.session.session import Session
from engine.training.commands import SetParameter, StepPhase
from engine.training.phases import phases
from engine.training.state import TrainingState, begin
from engine.training.update import update
from tests.tui.hostile import assert_harmless, palettes, setups
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.samples.rows import sample_lines, samples_title


@given(setups(), st.integers(0, 14), st.integers(1, 150), st.integers(1, 15), palettes)
def test_the_rows_fill_their_panel(setup, first, width, height, palette):
    state = begin(setup)
    lines = sample_lines(state, first, Canvas(width, height, palette))
    assert len(lines) == height
    assert_harmless(lines, width)
    assert samples_title(state, width).startswith("Samples  ")


@given(setups(), st.integers(60, 120))
def test_the_columns_of_the_rows_are_aligned(setup, width):
    classes = replace(setup, dataset=replace(setup.dataset, task="classification"), activations=("sigmoid",) * 2)
    lines = sample_lines(begin(classes), 0, Canvas(width, 4, DARK))
    heading, *rows = [line.text for line in lines if line.text.strip()]
    end = cell_len(heading[: heading.rindex("largest") + len("largest")])
    for row in rows:
        assert cell_len(row.rstrip()[:-2]) == end  # the mark, right or wrong, stands behind the last column
        assert row.rstrip()[-1] in "✓✗"


def test_the_current_row_is_marked_and_every_row_is_judged(level2):
    rows = [line.text for line in sample_lines(level2.seen_at(3), 0, Canvas(44, 11, DARK))[1:]]
    assert [row.startswith("▸") for row in rows] == [number == 3 for number in range(10)]
    assert level2.evaluation.right is not None
    assert ["✓" in row for row in rows] == level2.evaluation.right.tolist()


def test_scaled_rows_are_shown_in_their_original_units():
    state = begin(setup_for("penguin-mass"))
    own = state.setup.dataset
    rows = sample_lines(state, 0, Canvas(60, 4, DARK))[1:]
    for number, line in enumerate(rows):
        assert [float(cell) for cell in line.text.replace("▸", " ").split()[1:-1]] == pytest.approx(
            [*own.inputs[number], *own.expected[number]], rel=1e-4
        )


def test_several_outputs_stand_beside_their_expected_values():
    state = begin(setup_for("walkthrough"))
    heading, row = (line.text.split() for line in sample_lines(state, 0, Canvas(60, 2, DARK)))
    assert heading == ["#", "i1", "i2", "y1", "o1", "y2", "o2"]
    assert row == ["▸", "1", "2.780", "2.550", "0.100", "0.754", "0.900", "0.839"]
    assert sample_lines(state, 0, Canvas(29, 2, DARK))[1].text.split() == ["▸", "1", "0.100", "0.754", "0.900", "0.839"]


@pytest.mark.parametrize("width", [17, 24, 29, 44])
def test_right_and_wrong_are_marked_however_narrow_the_panel(width):
    state = begin(setup_for("iris"))
    for line in sample_lines(state, 0, Canvas(width, 5, DARK))[1:]:
        assert line.text.rstrip()[-1] in "✓✗"


@pytest.mark.parametrize(("width", "height", "cells"), [(45, 10, 16), (29, 7, 8), (58, 5, 8), (20, 7, 0)])
def test_digits_are_shown_as_pictures(width, height, cells):
    state = begin(setup_for("digits")).seen_at(7)
    lines = sample_lines(state, 5, Canvas(width, height, DARK))
    assert [line.cell_length for line in lines] == [width] * height
    backgrounds = [[(segment.text, segment.style) for segment in line] for line in lines[1:3]]  # no current row
    painted = [sum(len(text) for text, look in pieces if look and look.bgcolor) for pieces in backgrounds]
    assert painted == [cells] * 2
    if cells:
        other = sample_lines(state.seen_at(8), 5, Canvas(width, height, DARK))
        assert [line for line in other if "▀" in line.text or cells == 16] != lines


def test_an_output_that_is_not_finite_is_wrong():
    state = begin(setup_for("level2", Options(activations=("relu", "relu"))))
    state = update(state, SetParameter(Weight(1, 0, 0), 1e308))
    rows = [line.text for line in sample_lines(state, 0, Canvas(44, 11, DARK))[1:]]
    assert sum("✓" in row for row in rows) == int(state.evaluation.right.sum())


@pytest.fixture(scope="module")
def level2() -> TrainingState:
    return Session(setup_for("level2")).state


def headings_and_row(state):
    """Return the headings, and the line of the current row."""
    lines = [line.text for line in sample_lines(state, 0, Canvas(44, state.dataset.rows + 1, DARK))]
    return lines[0].split(), next(line for line in lines if line.startswith("▸"))


def test_only_softmax_has_a_confidence():
    assert headings_and_row(begin(setup_for("iris")))[0][-1] == "largest"
    softmax = Options(activations=("sigmoid", "softmax"), loss="cross-entropy")
    assert headings_and_row(begin(setup_for("iris", softmax)))[0][-1] == "conf"


@pytest.mark.parametrize("start", ["level2", "walkthrough"])
def test_a_row_walked_through_has_no_answer_before_its_outputs_are_computed(start):
    state = begin(setup_for(start))
    for number, phase in enumerate(phases(state.network.sizes), start=1):
        state = update(state, StepPhase())
        dots = [cell for cell in headings_and_row(state)[1].split() if cell == "·"]
        assert bool(dots) == (number < 5), phase
        assert set("✓✗").isdisjoint(headings_and_row(state)[1]) == (number < 5 or start == "walkthrough")
