"""A session that is written as a log is lived again from it, to the last bit."""

import contextlib
import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DataError, InvalidValue
from engine.experiment.starts import setup_for
from engine.network.places import Weight
from engine.session.saved.log import (
    Entry,
    Log,
    Mark,
    entry_line,
    first_line,
    mark_of,
    parameters_hash,
    read_log,
)
from engine.session.saved.recorder import LINES_TO_A_MARK, Recorder
from engine.session.saved.replay import replay
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import Load, Run, SetHidden, SetMethod, SetParameter, StepEpoch
from engine.training.divergence import Divergence
from engine.training.state import Setup
from tests.engine.session.acting import rate_of
from tests.engine.strategies import KINDS, apply_to, fingerprint, recipes, setups

SPOKEN = tuple(kind for kind in KINDS if kind is not Load)


ACTS = ("do", "do", "fold", "fold", "run", "run", "pause", "undo", "redo", "goto", "into")


class Clock:
    """Tells the seconds that it is told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def recorded(session: Session, clock: Clock | None = None) -> list[str]:
    """Have what a session does written; return the lines, to which others are added."""
    lines = [first_line({"start": "drawn"})]
    session.listener = Recorder(lines.append, clock or Clock())
    return lines


def read(lines: list[str]) -> Log:
    return read_log(("\n".join(lines) + "\n").encode(), "a.log")


def lived_again(setup: Setup, lines: list[str]) -> Session:
    log = read(lines)
    assert (log.problem, log.torn) == ("", False)
    again = replay(Session(setup), log.entries)
    assert again.differences == ()
    return again.session


def test_a_choice_that_is_taken_back_within_a_step_is_lived_again() -> None:
    session = Session(setup_for("level2"))
    lines = recorded(session)
    for size in (2, 1, 2, 5, 2, 3, 4):
        session.apply(SetHidden((size,)), fold=True)
    assert session.commands == (SetHidden((4,)),)
    assert fingerprint(lived_again(setup_for("level2"), lines).state) == fingerprint(session.state)


def act(session: Session, choices: st.DataObject) -> None:
    """Do anything that a learner can do."""
    kind = choices.draw(st.sampled_from(ACTS))
    if kind in ("do", "fold"):
        apply_to(session, choices.draw(recipes(SPOKEN)), fold=kind == "fold")
    elif kind == "run":
        with contextlib.suppress(Divergence):
            session.run(choices.draw(st.integers(1, 20)))
    elif kind == "pause":
        session.end_run()
    elif kind == "undo" and session.step:
        session.undo()
    elif kind == "redo" and session.step < session.last_step:
        session.redo()
    elif kind == "goto":
        session.travel(Goto(choices.draw(st.integers(0, session.last_step))))
    elif kind == "into":
        samples = choices.draw(st.integers(0, max(1, session.state.samples)))
        with contextlib.suppress(InvalidValue):
            session.travel(session.place_of_samples(samples))


@settings(max_examples=200)
@given(setups(), st.data())
def test_any_session_is_lived_again(setup: Setup, choices: st.DataObject) -> None:
    session = Session(setup)
    lines = recorded(session)
    for _ in range(choices.draw(st.integers(1, 14))):
        act(session, choices)
    session.end_run()
    again = lived_again(setup, lines)
    assert (again.step, again.last_step) == (session.step, session.last_step)
    assert fingerprint(again.state) == fingerprint(session.state)
    assert again.commands == session.commands
    for step in range(session.last_step + 1):
        assert fingerprint(again.travel(Goto(step))) == fingerprint(session.travel(Goto(step)))


def test_less_than_two_seconds_of_a_run_wait_for_their_line() -> None:
    session, clock = Session(setup_for("level2")), Clock()
    lines = recorded(session, clock)
    for _ in range(90):
        session.run(7)
        clock.seconds += 0.05
    session.end_run()
    said = [line for line in lines[1:] if " = " not in line]
    assert [re.sub(r"^\S+ ", "", line) for line in said] == ["run 224", "& run 224", "& run 182"]
    assert session.last_step == 1
    assert lived_again(setup_for("level2"), lines).state.samples == 630


def test_a_mark_stands_behind_every_few_lines() -> None:
    session = Session(setup_for("level2"))
    lines = recorded(session)
    for number in range(LINES_TO_A_MARK):
        session.apply(SetParameter(Weight(1, 0, 0), float(number)))
    assert lines[-1] == entry_line(0.0, mark_of(session.step, session.state))
    assert sum(" = " in line for line in lines) == 1


def test_edits_that_were_one_step_are_one_again_and_others_are_not() -> None:
    session = Session(setup_for("level2"))
    lines = recorded(session)
    for value in (0.1, 0.2, 0.3):
        session.apply(SetParameter(Weight(1, 0, 0), value), fold=True)
    session.apply(SetParameter(Weight(1, 0, 0), 0.4))
    assert [line.split(" ", 1)[1] for line in lines[1:]] == ["set w1 0.1", "& set w1 0.2", "& set w1 0.3", "set w1 0.4"]
    assert lived_again(setup_for("level2"), lines).last_step == 2


def test_a_blow_up_is_lived_again_up_to_the_last_good_sample() -> None:
    setup = setup_for("level2")
    session = Session(setup)
    lines = recorded(session)
    session.apply(SetMethod(rate_of(1e300).method))
    with pytest.raises(Divergence):
        session.run(4000)
    session.end_run()
    assert fingerprint(lived_again(setup, lines).state) == fingerprint(session.state)


def test_what_was_refused_is_written_and_not_done() -> None:
    session = Session(setup_for("level2"))
    lines = recorded(session)
    with pytest.raises(Exception, match="finite"):
        session.apply(SetParameter(Weight(1, 0, 0), float("inf")))
    assert lines[1:] == ["0.0 ! set w1 inf"]
    assert lived_again(setup_for("level2"), lines).last_step == 0


def test_another_number_is_found() -> None:
    setup = setup_for("level2")
    session = Session(setup)
    lines = recorded(session)
    session.run(300)
    session.end_run()
    lines[1] = lines[1].replace("run 300", "run 301")
    [difference] = replay(Session(setup), read(lines).entries).differences
    assert (difference.line, difference.wanted.samples, difference.got.samples) == (3, 300, 301)


def test_a_line_that_cannot_be_done_is_named() -> None:
    lines = [first_line({}), "0.0 epoch", "0.1 set w99 1"]
    again = replay(Session(setup_for("level2")), read(lines).entries)
    assert again.problem.startswith("line 3, column 5: no w99 in a 2-3-2 network")
    assert (again.lines, again.session.state.epoch) == (2, 1)
    again = replay(Session(setup_for("level2")), read([first_line({}), "0.0 & set w1 1", "0.1 epoch"]).entries)
    assert again.problem.startswith("line 2: there is no step before this one")
    assert (again.lines, again.session.last_step) == (1, 0)


# Damaged files.


def test_a_torn_last_line_is_left_out() -> None:
    content = f"{first_line({})}\n0.1 epoch\n0.2 epo".encode()
    log = read_log(content, "a.log")
    assert ([entry.said for entry in log.entries], log.torn, log.problem) == (["epoch"], True, "")


def test_what_is_good_before_a_bad_line_is_kept() -> None:
    content = f"{first_line({})}\n0.1 epoch\nnonsense\x1b[2J\n0.3 epoch\n".encode()
    log = read_log(content, "a.log")
    assert [entry.said for entry in log.entries] == ["epoch"]
    assert log.problem == 'line 3 is no line of a log: "nonsense\\x1b[2J"'


BAD_BEGINNINGS = {
    b"": "this is no session of glassnet",
    b"\n": "this is no session of glassnet",
    b"a,b,c\n1,2,3\n": "this is no session of glassnet",
    b"glassnet 1 {}": "this is no session of glassnet",
    b"glassnet 2 {}\n": "the session has format 2; update glassnet, which reads format 1",
    b"glassnet 999999999 {}\n": "the session has format 999999999",
    b"glassnet 1 {]\n": "the first line of the session is damaged",
    b"glassnet 1 {glassnet 1 {" + b'"a":[' * 19_000 + b"\n": "the first line of the session is damaged",
    b"glassnet 1 " + b"[" * 99_000 + b"\n": "this is no session of glassnet",
    b'glassnet 1 {"a":' + b"[" * 90_000 + b"\n": "the first line of the session is damaged",
    b"\x80\xff\n": "this is no session of glassnet",
}


@pytest.mark.parametrize("content", BAD_BEGINNINGS, ids=lambda content: repr(content[:20]))
def test_a_file_that_is_no_session_is_refused(content: bytes) -> None:
    with pytest.raises(DataError, match=BAD_BEGINNINGS[content]) as caught:
        read_log(content, "a\x1b.log")
    assert str(caught.value).isprintable()


def test_the_beginning_comes_back() -> None:
    beginning = {"start": 'my "file"\u202e.csv', "options": ["--hidden", "8"], "kernel": None}
    line = first_line(beginning)
    assert line.isprintable()
    assert read([line]).beginning == beginning
    assert json.loads(line.split(" ", 2)[2]) == beginning


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    log = read_log(first_line({}).encode() + b"\n" + content, "a.log")
    assert log.problem.isprintable()


@given(st.floats(0, 1e6), st.floats(), st.integers(0, 10**9))
def test_entries_come_back(seconds: float, mse: float, number: int) -> None:
    mark = Mark(number, number, mse, parameters_hash(np.arange(3.0)))
    [entry] = read([first_line({}), entry_line(seconds, mark)]).entries
    assert repr(entry.said) == repr(mark)
    [entry] = read([first_line({}), entry_line(seconds, "epoch", refused=True)]).entries
    assert (entry.said, entry.refused) == ("epoch", True)
    assert entry == Entry(2, entry.seconds, "epoch", True)


def test_steps_that_are_one_epoch_and_one_run_stay_apart() -> None:
    session = Session(setup_for("level2"))
    lines = recorded(session)
    session.apply(StepEpoch())
    session.run(10)
    session.apply(Run(10))
    session.end_run()
    assert [type(command) for command in lived_again(setup_for("level2"), lines).commands] == [StepEpoch, Run, Run]
