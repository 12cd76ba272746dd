"""The status bar: the most important items are there at every width."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.experiment.starts import Options, setup_for
from engine.session.session import Session
from engine.training.commands import (
    StepPhase,
)
from engine.training.phases import phases
from engine.training.state import TrainingState, begin
from engine.training.update import update
from tests.tui.hostile import assert_harmless, hostile_setup, palettes, setups, widths
from tui.drawing.palette import DARK
from tui.panels.bars.activity_text import reason_lines
from tui.panels.bars.status import status_line
from tui.running.activity import Activity

activities = st.builds(
    Activity,
    running=st.booleans(),
    pace=st.sampled_from([None, 1, 10_000]),
    rate=st.floats(0, 1e7),
    stopped=st.sampled_from(["", "stopped"]),
    tempo=st.sampled_from([0.0, 1.0]),
)


@given(setups(), activities, widths, palettes)
def test_the_top_line_is_as_wide_as_the_screen(setup, activity, width, palette):
    assert_harmless([status_line(begin(setup), activity, width, palette)], width)


@given(setups(), st.integers(60, 200), st.sampled_from([Activity(), Activity(True, 100, 96.4), Activity(stopped="x")]))
@example(hostile_setup("界" * 30), 60, Activity())
@example(hostile_setup("界" * 30), 85, Activity())
@example(hostile_setup("界" * 30), 91, Activity())
def test_no_name_is_so_long_that_important_items_are_lost(setup, width, activity):
    line = status_line(begin(setup), activity, width, DARK).text
    state = "▶" if activity.running else "■ stopped" if activity.stopped else "‖ paused"
    for piece in ("epoch 0", "sample 0/", state, "α 0.5"):
        assert piece in line


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("start", ["level2", "digits", "penguin-mass", "breast-cancer", "moons:20000"])
@pytest.mark.parametrize(
    ("activity", "says"),
    [
        (Activity(), "‖ paused"),
        (Activity(True, None, 1_234_567.0, "numba"), "1,234,567/s"),
        (Activity(True, 10_000, 9_876.0), "9,876/s"),
        (Activity(True, None, 43_000.0, "numpy", 0.25), "⠹ compiling"),
        (Activity(stopped="the error is infinite"), "■ stopped"),
        (Activity(tempo=2.0), "▶ playing"),
    ],
    ids=["paused", "running", "held", "compiling", "stopped", "playing"],
)
def test_important_items_are_always_there(start, activity, says, width):
    setup = setup_for(start, Options(learning_rate=0.01))
    rows = setup.dataset.rows
    state = begin(setup)
    state = replace(state, cursor=replace(state.cursor, epoch=123, position=rows - 1))
    walked = replace(state, phase=2)
    in_walk = "▶ playing" if activity.tempo else "◆ forward 1/"
    for shown, told in ((state, says), *([(walked, in_walk)] if not activity.running else [])):
        line = status_line(shown, activity, width, DARK).text
        for piece in (setup.name[:5], "α 0.01", "epoch 123", f"{rows - 1:,}/{rows:,}", told):
            assert piece in line


@given(st.text(max_size=400), st.integers(1, 150), palettes)
def test_the_reason_for_a_stop_takes_few_lines(why, width, palette):
    lines = reason_lines(Activity(stopped=why), width, palette)
    assert_harmless(lines, width)
    assert len(lines) <= 3
    assert bool(lines) == bool(why)


def test_the_reason_for_a_stop_is_complete_on_the_smallest_screen():
    why = "the MSE came down to 0.0904767 in epoch 16: the target was 0.1"
    lines = [line.text.rstrip() for line in reason_lines(Activity(stopped=why, by_rule=True), 60, DARK)]
    assert lines == [
        " the MSE came down to 0.0904767 in epoch 16: the target was",
        " 0.1 · space goes on, u undoes it",
    ]


def test_a_wider_top_line_has_more_items(level2):
    lines = {width: status_line(level2, Activity(), width, DARK).text for width in (160, 120, 80, 60)}
    told = {width: [text.strip() for text in line.split("  ") if text.strip()] for width, line in lines.items()}
    everything = [
        "glassnet", "level2 · 10 rows", "2-3-2 σ", "seed 0", "SGD α 0.5", "epoch 0", "sample 0/10", "E = ½ Σ (a − y)²",
        "‖ paused · full speed",
    ]  # fmt: skip
    assert told[160] == everything
    assert told[120] == [*everything[:7], everything[8]]
    assert told[80] == [everything[1], *everything[4:7], everything[8]]
    assert told[60] == ["level2", *everything[4:7], "‖ paused"]


def test_the_activity_is_at_the_right_and_never_cut(level2):
    for width in (60, 80, 120):
        for activity, ends in (
            (Activity(), ("paused", "full speed")),
            (Activity(True, None, 1_234_567.0), ("1,234,567/s",)),
            (Activity(True, 100, 96.4), ("▶ 96/s", "96/s (set 100)")),
            (Activity(stopped="stopped"), ("■ stopped",)),
            (Activity(stopped="stopped", by_rule=True), ("■ stopped",)),
        ):
            assert status_line(level2, activity, width, DARK).text.rstrip().endswith(ends)


def test_the_kernel_is_named_and_so_is_compiling(level2):
    for width, text in ((120, "▶ running 43,000/s  ⠹ compiling"), (80, "⠹ compiling"), (60, "⠹ compiling")):
        compiling = Activity(True, None, 43_000.0, "numpy", 0.25)
        assert status_line(level2, compiling, width, DARK).text.rstrip().endswith(text)
    line = status_line(level2, Activity(True, None, 43_000.0, "numba"), 120, DARK).text
    assert line.rstrip().endswith("▶ running 43,000/s · numba")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 140])
@pytest.mark.parametrize("start", ["level2", "iris", "digits", "penguin-mass"])
def test_walking_through_phases_changes_no_other_item(start, width):
    state = begin(setup_for(start))
    lefts = set()
    for _ in range(len(phases(state.network.sizes)) - 1):
        line = status_line(state, Activity(), width, DARK).text
        lefts.add(re.split("[‖◆]", line)[0].rstrip())
        state = update(state, StepPhase())
    assert len(lefts) == 1


def test_a_row_out_of_turn_is_named_even_on_narrow_screens(level2):
    assert "row 5 out of turn" in status_line(level2, Activity(), 120, DARK, row=4).text
    for width in (60, 80):
        line = status_line(level2, Activity(), width, DARK, row=4).text
        assert "row 5" in line
        assert line.startswith(" level2 ")
    walked = update(level2, StepPhase(row=4))
    assert "row 5 out of turn" in status_line(walked, Activity(), 120, DARK).text
    assert "row" not in status_line(level2, Activity(), 120, DARK, row=0).text.replace("rows", "")


@pytest.mark.parametrize(("width", "says"), [(60, "row 5"), (80, "row 5"), (120, "row 5, walking row 1")])
def test_a_sample_half_walked_is_named_while_another_row_is_looked_at(level2, width, says):
    walked = update(update(level2, StepPhase()), StepPhase())
    line = status_line(walked, Activity(), width, DARK, row=4).text
    assert says in line
    assert "◆ forward 1/5" in line, "the walk stays where it is"


def test_test_rows_are_counted():
    state = begin(setup_for("iris", Options(test_share=0.2)))
    assert "iris · 120 + 30 test rows" in status_line(state, Activity(), 120, DARK).text


@pytest.fixture(scope="module")
def level2() -> TrainingState:
    return Session(setup_for("level2")).state
