"""A way to another step can be walked in parts, followed and left: it comes to the same, and changes nothing."""

import pytest

from engine.errors import InvalidValue
from engine.experiment.starts import setup_for
from engine.session import session as sessions
from engine.session import way as ways
from engine.session.session import Session
from engine.session.travel import Goto, Redo, Travel, Undo
from engine.training.commands import Run, SetMethod, StepEpoch
from tests.engine.strategies import fingerprint
from tests.engine.training.test_settings import level2_session


def long_session() -> Session:
    """Return a session of a run of 1,000 samples, two other steps and a run of 300, which is undone."""
    session = Session(setup_for("level2"))
    for command in (Run(1_000), SetMethod(session.state.method), StepEpoch(), Run(300)):
        session.apply(command)
    session.undo()
    return session


@pytest.mark.parametrize("to", [Undo(), Redo(), Goto(1), Goto(0), Goto(0, 777), Goto(2, 3), Goto(3, 299)], ids=str)
@pytest.mark.parametrize("seconds", [0.0, 1e9], ids=["small parts", "large parts"])
def test_a_way_that_another_thread_has_walked_leads_to_the_same(
    to: Travel, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "CHUNK_SECONDS", seconds)
    alone, followed, shares = long_session(), long_session(), list[float]()
    state = followed.way_to(to).walked(shares.append)
    assert shares == sorted(shares)
    assert not shares or (shares[0] > 0 and shares[-1] == 1)
    followed.travel(to, state)
    alone.travel(to)
    assert fingerprint(followed.state) == fingerprint(alone.state)
    assert (followed.step, followed.commands) == (alone.step, alone.commands)


def test_a_long_run_is_followed_and_can_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "CHUNK_SECONDS", 0.0)
    session, told = long_session(), list[float]()
    before = fingerprint(session.state)

    def leave(share: float) -> None:
        told.append(share)
        if len(told) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        session.way_to(Goto(0, 900)).walked(leave)
    assert len(told) == 3
    assert told[-1] < 0.1
    assert (fingerprint(session.state), session.step, session.last_step) == (before, 3, 4)


def test_the_work_of_a_way_is_that_of_what_is_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "SECONDS_TO_KEEP", 0.0)
    session = level2_session()
    for _ in range(4):
        session.run(250)
    at_the_beginning, after_one, in_between = (session.way_to(Goto(0, samples)) for samples in (10, 250, 260))
    assert at_the_beginning.commands == in_between.commands == (Run(10, session.kernel_used),)
    assert (after_one.commands, after_one.work) == ((), 0)
    assert at_the_beginning.work == in_between.work > 0


def test_a_way_is_quick_as_long_as_nobody_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    session = long_session()
    work = session.way_to(Goto(0, 500)).work
    for quick in (work, work - 1):
        monkeypatch.setattr(ways, "QUICK", quick)
        assert session.way_to(Goto(0, 500)).is_quick is (quick == work)
    assert session.way_to(Goto(0, 400)).is_quick
    assert not session.way_to(Goto(0, 600)).is_quick


@pytest.mark.parametrize(
    ("to", "says"),
    [
        (Goto(5), "steps go from 0 to 4"),
        (Goto(-1), "there is no step -1"),
        (Goto(4, 1), "no run or epoch follows step 4"),
        (Goto(3, 300), "step 4 trains 300 samples, not 300 and more"),
    ],
)
def test_there_is_no_way_to_where_nothing_is(to: Travel, says: str) -> None:
    for go in (Session.way_to, Session.travel):
        with pytest.raises(InvalidValue, match=says):
            go(long_session(), to)
