"""The results view: every class and output, at every size."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.strip import Strip

from engine.experiment.starts import Options, setup_for
from engine.session.look import Look
from engine.training.commands import StepEpoch
from engine.training.state import TrainingState, begin
from engine.training.update import update
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.chart.drawer import ChartDrawer
from tui.panels.chart.results import results_below


def trained(start: str, **options: object) -> TrainingState:
    return update(begin(setup_for(start, Options(**options))), StepEpoch())


STATES = {
    (start, share): trained(start, **({"test_share": share} if share else {}))
    for start in ("iris", "digits", "penguin-mass")
    for share in (0.0, 0.2)
}


def drawn(state: TrainingState, width: int, height: int, first: int) -> list[Strip]:
    look = Look(view="results", first_result=first)
    return ChartDrawer().draw(state, look, Canvas(width, height, DARK))


def lines(state: TrainingState, width: int, height: int, first: int = 0) -> list[str]:
    return [strip.text for strip in drawn(state, width, height, first)]


@given(st.sampled_from(list(STATES)), st.integers(1, 120), st.integers(1, 30))
def test_results_fill_the_panel_and_scroll_to_every_line(which, width, height):
    state = STATES[which]
    below = results_below(state, height, 0)
    for first in range(below + 1):
        strips = drawn(state, width, height, first)
        assert [strip.cell_length for strip in strips] == [width] * height
        assert results_below(state, height, first) == below - first
    if state.dataset.task == "classification" and width > 20 and height > 1:
        shown = [line for first in range(below + 1) for line in lines(state, width, height, first)]
        seen = {line[:15].split()[0] for line in shown if line[:15].strip()}
        assert {name[:10] for name in state.dataset.output_names} <= {word[:10] for word in seen}


@pytest.mark.parametrize("share", [0.0, 0.2])
@pytest.mark.parametrize("width", [46, 58, 72])
def test_all_ten_digits_have_a_column(share, width):
    heading = next(line for line in lines(STATES["digits", share], width, 14) if line.split()[:2] == ["0", "1"])
    assert heading.split()[:10] == list("0123456789")
    assert ("recall" in heading) == (width > 46)


def test_scrolling_stops_at_the_last_line():
    digits = STATES["digits", 0.0]
    assert lines(digits, 46, 7, 99) == lines(digits, 46, 7, results_below(digits, 7, 0))


def test_names_are_shortened_only_if_they_must():
    wide, narrow = (lines(STATES["iris", 0.0], width, 9) for width in (72, 30))
    assert wide[2].split() == ["setosa", "versicolor", "virginica", "prec.", "recall"]
    assert "…" in narrow[2]


def test_names_that_would_look_the_same_have_signs_as_headings():
    state = begin(setup_for("iris"))
    names = ("Pseudocarcharias kamoharai", "Pseudotriakis microdon", "Pseudomonas aeruginosa")
    state = replace(state, dataset=replace(state.dataset, output_names=names))
    heading, *rows = lines(state, 46, 9)[2:6]
    assert heading.split() == ["c", "t", "m", "prec.", "recall"]
    assert [row.split()[:2] for row in rows] == [["Pseudocarch…", "c"], ["Pseudotriak…", "t"], ["Pseudomonas…", "m"]]
    assert lines(STATES["iris", 0.0], 46, 9)[2].split()[:3] == ["seto…", "vers…", "virg…"]


def test_the_directions_of_the_confusion_matrix_are_named():
    assert lines(STATES["iris", 0.0], 72, 9)[1].strip() == "expected ↓, got →"
    assert lines(STATES["iris", 0.2], 72, 9)[2].strip() == "test rows: expected ↓, got →"


def test_errors_of_a_regression_are_in_the_units_of_the_data():
    state = STATES["penguin-mass", 0.0]
    own = state.scaling.own_outputs
    off = np.abs(own(state.evaluation.outputs) - own(state.dataset.expected))
    summary, heading, row, *_ = lines(state, 72, 9)
    assert heading.split() == ["RMSE", "mean", "abs", "largest"]
    assert row.startswith(" body mass g ")
    assert [float(word) for word in row.split()[3:]] == pytest.approx(
        [np.sqrt(np.square(off).mean()), off.mean(), off.max()], rel=1e-4
    )
    assert f"MSE {state.evaluation.mse:.5f} of the scaled outputs" in summary
    both = lines(STATES["penguin-mass", 0.2], 46, 9)
    assert [line.split()[0] for line in both[:2] + both[3:5]] == ["train", "test", "train", "test"]


def test_several_outputs_have_an_r2_each():
    heading, *rows = lines(trained("walkthrough"), 60, 9)[1:4]
    assert heading.split()[-1] == "R²"
    assert [row.split()[0] for row in rows] == list(begin(setup_for("walkthrough")).dataset.output_names)
