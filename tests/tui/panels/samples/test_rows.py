"""The rows of the data."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.data.dataset import Dataset
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for
from engine.network.places import Expected, Neuron, Weight
from engine.session.look import Look
from engine.session.rows import ConfusionCell, row_filters
from engine.session.session import Session
from engine.training.commands import SetInput, SetParameter, StepPhase
from engine.training.phases import phases
from engine.training.state import TrainingState, begin
from engine.training.update import update
from tests.tui.hostile import assert_harmless, palettes, setups
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.samples.columns import row_columns
from tui.panels.samples.rows import sample_lines
from tui.panels.samples.titles import samples_title


@given(setups(), st.integers(0, 14), st.integers(1, 150), st.integers(1, 15), palettes)
def test_the_rows_fill_their_panel(setup, first, width, height, palette):
    state = begin(setup)
    lines = sample_lines(state, first, Canvas(width, height, palette))
    assert len(lines) == height
    assert_harmless(lines, width)
    assert samples_title(state, Look(), width).startswith("Samples ")


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


@pytest.mark.parametrize("pixel", [0, 17, 63])
def test_the_pixel_of_a_selected_input_is_marked(pixel):
    look = Look(selected=Neuron(0, pixel))
    lines = [line.text[-16:] for line in sample_lines(begin(setup_for("digits")), 5, Canvas(45, 10, DARK), look)]
    row, column = divmod(pixel, 8)
    assert [(y, line.index("[]")) for y, line in enumerate(lines) if "[]" in line] == [(row, 2 * column)]


# Columns: names, numbers, and what is out of sight.


def headings(start, width, selected=None, **options):
    """The words of the heading."""
    state = begin(setup_for(start, Options(**options)) if isinstance(start, str) else start)
    return sample_lines(state, 0, Canvas(width, 4, DARK), Look(selected=selected))[0].text.split()


def named(*names, classes=("no", "yes"), rows=12):
    """A classification with these inputs: whole numbers, and every second one with decimals."""
    numbers = np.arange(rows * len(names), dtype=float).reshape(rows, -1) % 10 + np.arange(len(names)) % 2 / 4
    expected = np.eye(len(classes))[np.arange(rows) % len(classes)]
    dataset = Dataset("named", numbers, expected, names, classes, "classification", "a test")
    return Setup("named", dataset, (len(names), 2, len(classes)), ("sigmoid", "sigmoid"))


def test_each_name_is_cut_by_itself_and_two_that_are_cut_stay_different():
    assert headings("iris", 90) == ["#", "sep…len", "sep…wid", "pet…len", "pet…wid", "exp.", "got", "largest"]
    assert headings(named("a", "b", "temperature", "c"), 60)[1:5] == ["a", "b", "temper…", "c"]
    assert headings(named("測定値の最大", "測定値の最小"), 60)[1:3] == ["測定…大", "測定…小"]


def test_columns_out_of_sight_are_counted():
    thirty = named(*(f"x{number}" for number in range(1, 31)))
    assert headings(thirty, 40) == ["#", "x1", "x2", "+28", "›", "exp.", "got"]
    assert headings(thirty, 40, Neuron(0, 15)) == ["‹+14", "x15", "x16", "+14", "›", "exp.", "got"]
    assert headings(thirty, 40, Neuron(0, 3)) == ["‹", "+2", "x3", "x4", "+26", "›", "exp.", "got"]
    assert headings(thirty, 40, Neuron(0, 29)) == ["‹+28", "x29", "x30", "exp.", "got"]
    assert headings("digits", 40)[:2] == ["#", "exp."]  # the picture shows them all


@given(setups(), st.integers(24, 120), st.data())
def test_every_column_is_shown_or_counted(setup, width, data):
    state = begin(setup)
    total = len(state.dataset.input_columns)
    wanted = data.draw(st.integers(0, total - 1))
    columns = row_columns(state.dataset, width, wanted, 0, pictured=False)
    after = total - columns.first - columns.inputs
    assert after >= 0
    if state.dataset.task == "regression":  # an input that is selected takes the place of outputs
        assert columns.inputs
        assert columns.outputs
    else:
        assert after == 0 or columns.more > 0
    assert columns.inputs == 0 or columns.first <= wanted < columns.first + columns.inputs


@given(setups(), st.integers(24, 120), st.data())
def test_an_output_that_is_selected_is_in_view(setup, width, data):
    dataset = replace(setup.dataset, task="regression")
    output = data.draw(st.integers(0, dataset.output_count - 1))
    columns = row_columns(dataset, width, None, output, pictured=False)
    assert columns.first_output <= output < columns.first_output + columns.outputs <= dataset.output_count


@pytest.mark.parametrize(
    ("width", "selected", "columns"),
    [
        (44, None, ["#", "i1", "i2", "y1", "o1", "y2", "o2"]),
        (42, None, ["#", "i1", "i2", "y1", "o1", "y2", "o2"]),
        (35, None, ["#", "+2", "›", "y1", "o1", "y2", "o2"]),
        (29, None, ["#›", "y1", "o1", "y2", "o2"]),
        (29, Neuron(0, 1), ["#", "i1", "i2", "y1", "o1›"]),
        (29, Expected(1), ["#›", "y1", "o1", "y2", "o2"]),
        (18, Expected(1), ["#", "›", "y2", "o2"]),
    ],
)
def test_inputs_and_outputs_of_a_regression_are_both_seen_where_they_can_be(width, selected, columns):
    assert headings("walkthrough", width, selected) == columns


def test_inputs_become_narrow_before_one_of_the_first_is_left_out():
    assert headings("level2", 29) == ["#", "i1", "i2", "exp.", "got"]
    row = sample_lines(begin(setup_for("level2")), 0, Canvas(29, 2, DARK))[1].text.split()
    assert row[:4] == ["▸", "1", "2.781", "2.551"]


def test_long_classes_leave_the_inputs_their_room():
    state = begin(setup_for("iris"))
    columns = {width: row_columns(state.dataset, width, 0, 0, pictured=False) for width in (43, 52, 90)}
    assert [(columns[width].inputs, columns[width].label) for width in columns] == [(2, 6), (2, 7), (4, 10)]


@pytest.mark.parametrize(("start", "columns"), [("iris", ["se…le", "+3", "›"]), ("moons", ["x", "y"])])
def test_an_input_stands_beside_short_classes_in_a_narrow_panel(start, columns):
    assert headings(start, 29) == ["#", *columns, "exp.", "got"]


def test_two_long_classes_stay_different():
    setup = named("x", "y", classes=("very long name of one", "very long name of two"))
    lines = [line.text for line in sample_lines(begin(setup), 0, Canvas(50, 4, DARK))]
    assert "very …one" in lines[1]
    assert "very …two" in lines[2]


def test_whole_numbers_stand_as_whole_numbers():
    row = sample_lines(begin(named("a", "b")), 0, Canvas(60, 4, DARK))[2].text.split()
    assert row[:3] == ["2", "2", "3.250"]
    scaled = begin(setup_for("penguin-mass", Options(scaling="standard")))
    for number, line in enumerate(sample_lines(scaled, 0, Canvas(60, 6, DARK))[1:]):
        cells = line.text.replace("▸", " ").split()
        assert cells[3] == str(int(scaled.setup.dataset.inputs[number, 2]))  # the flippers, in millimetres
        assert cells[-2] == str(int(scaled.setup.dataset.expected[number, 0]))
        assert "." in cells[-1]


def test_a_number_that_is_no_longer_whole_has_its_decimals():
    state = update(begin(named("a", "b")), SetInput(0, 0, 2.5))
    assert sample_lines(state, 0, Canvas(60, 4, DARK))[1].text.replace("▸", " ").split()[1] == "2.500"


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
    lines = [line.text for line in sample_lines(state, 0, Canvas(60, state.dataset.rows + 1, DARK))]
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


@pytest.mark.parametrize("start", ["iris", "digits", "penguin-mass"])
@pytest.mark.parametrize("options", [Options(), Options(test_share=0.2)])
@pytest.mark.parametrize("width", [23, 38, 100])
def test_the_title_says_which_rows_are_listed_however_narrow_the_panel(start, options, width):
    state = begin(setup_for(start, options))
    cell = ConfusionCell("train", 0, 1) if state.dataset.task == "classification" else None
    looks = [*(Look(rows=rows) for rows in row_filters(state)), *([Look(cell=cell)] if cell else [])]
    titles = [samples_title(state, look, width) for look in looks]
    assert len({*titles}) == len(looks)
    assert max(map(cell_len, titles)) <= width
    for look, title in zip(looks, titles, strict=True):
        named = str(look.rows) if look.rows != "train" or options.test_share else "Samples"
        assert (named if look.cell is None else "got ") in title
