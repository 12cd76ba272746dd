"""What was looked at stands in the log, and is looked at again when the session goes on."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import Options, setup_for
from engine.network.places import Weight
from engine.session.look import PANELS, VIEWS, FocusPanel, Look, LookAction, LookAtRow, Select, ShowView, StateChanged
from engine.session.looking import look_after
from engine.session.openings import Openings
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.log import LEFT, Entry, read_log
from engine.session.saved.looks import look_lines, looks_in, usual_look_lines
from engine.session.saved.resume import read_saved
from engine.session.saved.saving import Saving
from engine.session.session import Session
from engine.training.commands import Load, SetParameter, StepEpoch, StepPhase
from engine.training.state import TrainingState

STATE = Session(setup_for("level2")).state


def looked(actions: tuple[LookAction, ...], state: TrainingState = STATE) -> Look:
    look = look_after(Look(), StateChanged(None), state)
    for action in actions:
        look = look_after(look, action, state)
    return look


def entries(*said: str) -> list[Entry]:
    return [Entry(number, 0.0, line) for number, line in enumerate(said, start=2)]


looking = st.tuples(
    st.none() | st.integers(0, 9), st.sampled_from(VIEWS), st.sampled_from(PANELS), st.integers(0, 1), st.integers(0, 2)
).map(
    lambda drawn: (
        LookAtRow(drawn[0]), ShowView(drawn[1]), Select(Weight(1, drawn[3], drawn[4])), FocusPanel(drawn[2])
    )
)  # fmt: skip


@given(looking, looking)
def test_what_was_looked_at_last_comes_back(first: tuple[LookAction, ...], last: tuple[LookAction, ...]) -> None:
    said = (*look_lines(looked(first), STATE), "epoch", *look_lines(looked(last), STATE), LEFT)
    again = looked(tuple(looks_in(entries(*said), STATE)))
    before = looked(last)
    assert (again.row, again.view, again.panel) == (before.row, before.view, before.panel)
    assert (again.selected, again.topic) == (before.selected, before.topic)


@pytest.mark.parametrize(
    "said", ["select w99", "row 11", "row 0", "panel x", "view", "select", "row 1 2", 'select "w5" x']
)
def test_what_is_not_there_any_more_is_passed_over(said: str) -> None:
    assert list(looks_in(entries(said, "panel chart"), STATE)) == [FocusPanel("chart")]


def test_a_sample_half_walked_says_itself_what_is_selected() -> None:
    session = Session(setup_for("level2"))
    session.apply(StepPhase())
    assert list(looks_in(entries("select w5", "view log"), session.state)) == [ShowView("log")]


def test_a_refused_line_is_none() -> None:
    assert list(looks_in([Entry(2, 0.0, "view log", refused=True)], STATE)) == []


def said_in(saving: Saving) -> list[str]:
    """Return the lines of a log, without marks."""
    log = read_log(saving.so_far(), "it")
    return [entry.said for entry in log.entries if isinstance(entry.said, str)]


def test_only_what_has_changed_is_written(tmp_path: Path) -> None:
    load, folder = Load(setup_for("level2"), "level2", Options()), SessionsFolder(tmp_path)
    session, looks = Session(load.setup), [usual_look_lines(STATE)]
    saving = Saving(session, Openings((load,)), folder, {}, looks=lambda: looks[-1])
    looks.append(("row 3", "view log", "panel chart"))
    assert said_in(saving) == []  # nothing was done
    looks.append(looks[0])
    session.apply(StepEpoch())
    assert said_in(saving) == ["epoch"]
    looks.append(("row 3", "view log", "panel chart"))
    assert said_in(saving) == said_in(saving) == ["epoch", "row 3", "view log", "panel chart"]
    saving.leave()
    again = read_saved(folder, saving.name).resumed()
    assert again.looks == (LookAtRow(2), ShowView("log"), FocusPanel("chart"))
    going = Saving(again.session, again.openings, folder, {}, earlier=again.earlier, looks=lambda: looks[0])
    again.session.apply(SetParameter(Weight(1, 0, 0), 0.5))
    going.leave()
    last = read_saved(folder, saving.name).resumed()
    last.earlier.unlocked()
    assert last.looks[:2] == (LookAtRow(None), ShowView("linear"))
    assert last.session.step == 2
