"""A session that is kept on disk goes on as it was left, whatever cut it off."""

import shutil
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DataError, EngineError, InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.network.places import Weight
from engine.session import session as session_module
from engine.session.openings import Openings
from engine.session.saved import living, saving
from engine.session.saved.folder import SessionsFolder, check_name
from engine.session.saved.log import mark_of, read_log
from engine.session.saved.openings_file import write_openings
from engine.session.saved.replay import live
from engine.session.saved.resume import LACKS_KERNEL, Resumed, read_saved
from engine.session.saved.saving import Saving
from engine.session.session import Session
from engine.session.travel import Goto
from engine.session.verbs.grammar import parse
from engine.training.commands import Load, SetParameter
from engine.training.state import Setup
from tests.engine.session.saved.test_log import act
from tests.engine.strategies import fingerprint, setups
from tests.patience import wait_until

MIXED = (
    *("set w5 0.5", "& set w5 0.6", "epoch", "phase", "phase", "undo", "optimizer adam", "run 400"),
    *("open iris --hidden 5 --seed 3", "epoch 2", "hidden 6", "undo", "sample 3"),
)


def kept(folder: Path, start: str | Setup = "level2") -> tuple[Session, Saving]:
    """Begin a session that is kept in a folder."""
    name = start if isinstance(start, str) else "drawn"
    load = Load(setup_for(start) if isinstance(start, str) else start, name, Options())
    session = Session(load.setup)
    return session, Saving(session, Openings((load,)), SessionsFolder(folder), {"kernel": "numpy"})


def say(session: Session, *lines: str) -> None:
    for line in lines:
        said = parse(line.removeprefix("& "), session.state)
        assert said is not None
        live(session, said, is_part=line.startswith("& "))


def wait_for(saving_it: Saving) -> None:
    """Wait until all that was done is written."""
    written = Event()
    assert saving_it._file is not None
    saving_it._file.do(written.set)
    written.wait()
    saving_it._file._beside.finish()


def resumed(folder: Path, name: str) -> Resumed:
    again = read_saved(SessionsFolder(folder), name).resumed()
    if again.earlier.lock is not None:
        again.earlier.lock.release()
    return again


def same(session: Session, other: Session) -> None:
    """Assert that two sessions are the same, at every step."""
    assert (session.step, session.last_step) == (other.step, other.last_step)
    here = session.step
    for step in (here, *range(session.last_step + 1)):
        assert fingerprint(other.travel(Goto(step))) == fingerprint(session.travel(Goto(step)))
    session.travel(Goto(here))
    other.travel(Goto(here))


def test_a_session_that_was_left_goes_on(tmp_path: Path) -> None:
    session, saving_it = kept(tmp_path)
    say(session, *MIXED)
    saving_it.leave()
    saved = read_saved(SessionsFolder(tmp_path), saving_it.name)
    assert saved.left == ()
    again = saved.resumed()
    same(session, again.session)
    assert again.notes == ()
    assert again.earlier.lock is not None
    again.earlier.lock.release()


@pytest.mark.parametrize("damage", ["missing", "truncated", "of another log"])
def test_without_what_memory_held_the_log_is_lived_again(tmp_path: Path, damage: str) -> None:
    session, saving_it = kept(tmp_path)
    say(session, *MIXED)
    saving_it.leave()
    states = SessionsFolder(tmp_path).beside(saving_it.name, ".npz")
    if damage == "missing":
        states.unlink()
    elif damage == "truncated":
        states.write_bytes(states.read_bytes()[:-100])
    else:
        other, saving_other = kept(tmp_path / "other")
        say(other, "epoch 5")
        saving_other.leave()
        shutil.copy(SessionsFolder(tmp_path / "other").beside(saving_other.name, ".npz"), states)
    same(session, resumed(tmp_path, saving_it.name).session)


def test_it_goes_on_in_the_same_files(tmp_path: Path) -> None:
    session, saving_it = kept(tmp_path)
    say(session, "epoch 3", "set w5 0.5")
    saving_it.leave()
    again = read_saved(SessionsFolder(tmp_path), saving_it.name).resumed()
    going = Saving(again.session, again.openings, SessionsFolder(tmp_path), {}, earlier=again.earlier)
    say(again.session, "undo", "epoch", "open xor")
    going.leave()
    assert going.name == saving_it.name
    assert SessionsFolder(tmp_path).names() == (saving_it.name,)
    same(again.session, resumed(tmp_path, going.name).session)


def test_a_second_window_has_a_copy(tmp_path: Path) -> None:
    session, saving_it = kept(tmp_path)
    say(session, "epoch 3")
    session.end_run()
    wait_for(saving_it)
    second = read_saved(SessionsFolder(tmp_path), saving_it.name).resumed()
    assert second.notes == ("this is a copy: the session is open in another window",)
    copying = Saving(second.session, second.openings, SessionsFolder(tmp_path), {}, earlier=second.earlier)
    say(second.session, "set w5 0.5")
    say(session, "set w5 0.6")
    copying.leave()
    saving_it.leave()
    assert copying.name != saving_it.name
    same(second.session, resumed(tmp_path, copying.name).session)
    same(session, resumed(tmp_path, saving_it.name).session)


def test_nothing_is_kept_of_a_session_in_which_nothing_was_done(tmp_path: Path) -> None:
    _, saving_it = kept(tmp_path / "state")
    saving_it.leave()
    assert not (tmp_path / "state").exists()


def test_where_nothing_can_be_written_the_session_goes_on(tmp_path: Path) -> None:
    said: list[str] = []
    place = tmp_path / "a file"
    place.write_text("in the way")
    load = Load(setup_for("level2"), "level2", Options())
    session = Session(load.setup)
    saving_it = Saving(session, Openings((load,)), SessionsFolder(place), {}, said.append)
    say(session, "epoch", "epoch")
    saving_it.leave()
    assert session.step == 2
    assert len(said) == 1
    assert said[0]


@settings(max_examples=60)
@given(setups(), st.data())
def test_any_session_goes_on(tmp_path_factory: pytest.TempPathFactory, setup: Setup, choices: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("sessions")
    session, saving_it = kept(folder, setup)
    for _ in range(choices.draw(st.integers(1, 10))):
        act(session, choices)
    saving_it.leave()
    if saving_it.name:
        same(session, resumed(folder, saving_it.name).session)


@pytest.mark.parametrize("share", [0.1, 0.35, 0.5, 0.75, 0.99])
def test_a_log_that_was_cut_off_anywhere_opens(tmp_path: Path, share: float) -> None:
    session, saving_it = kept(tmp_path)
    say(session, *MIXED)
    saving_it.leave()
    folder = SessionsFolder(tmp_path)
    log = folder.log(saving_it.name)
    whole = log.read_bytes()
    first = whole.index(b"\n") + 1
    log.write_bytes(whole[: first + int((len(whole) - first) * share)])
    again = resumed(tmp_path, saving_it.name)
    lines = again.earlier.lines
    assert whole.startswith(lines)
    assert lines.endswith(b"\n")


def test_a_bad_line_is_said_and_what_is_good_before_it_goes_on_as_a_copy(tmp_path: Path) -> None:
    session, saving_it = kept(tmp_path)
    say(session, "epoch", "epoch", "epoch")
    saving_it.leave()
    log = SessionsFolder(tmp_path).log(saving_it.name)
    lines = log.read_bytes().split(b"\n")
    lines[2] = b"garbage"
    log.write_bytes(b"\n".join(lines))
    again = resumed(tmp_path, saving_it.name)
    assert again.session.last_step == 1
    assert again.notes == ('the log is good up to here only: line 3 is no line of a log: "garbage"',)
    assert again.earlier.lock is None


def ran_without_states(folder: Path) -> tuple[Session, str]:
    """Keep a run on disk, without what memory held; return the session and its name."""
    session, saving_it = kept(folder)
    say(session, "run 300")
    session.end_run()
    saving_it.leave()
    SessionsFolder(folder).beside(saving_it.name, ".npz").unlink()
    return session, saving_it.name


def test_other_numbers_than_were_written_are_said(tmp_path: Path) -> None:
    _, name = ran_without_states(tmp_path)
    log = SessionsFolder(tmp_path).log(name)
    log.write_bytes(log.read_bytes().replace(b"run 300", b"run 301"))
    [note] = resumed(tmp_path, name).notes
    assert note.startswith(
        "computed again, other numbers come out than were saved, from line 3 of the log on: the MSE is 0."
    )


def test_another_processor_is_told_apart(tmp_path: Path) -> None:
    session, name = ran_without_states(tmp_path)
    log = SessionsFolder(tmp_path).log(name)
    mse = repr(session.state.evaluation.mse)
    log.write_bytes(log.read_bytes().replace(mse.encode(), repr(float(mse) * (1 + 1e-12)).encode()))
    assert resumed(tmp_path, name).notes == (
        "computed again, the last digits differ from those that were saved, from line 3 of the log on: another "
        "computer rounds differently",
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"0.2 set w99 1", "line 5, column 5: no w99 in a 2-4-2 network: weights are w1 to w16"),
        (b"0.2 open iris", "line 5, column 6: the rows of 'iris' are not among those that were saved"),
        (b"0.2 & run 10", "line 5: a run joins a run of the same kernel, and the step before is none"),
        (b"0.2 goto 9", "line 5: there is no step 9: steps go from 0 to 3"),
    ],
)
def test_a_line_that_cannot_be_done_is_said_and_what_is_good_before_it_goes_on_as_a_copy(
    tmp_path: Path, line: bytes, why: str
) -> None:
    session, saving_it = kept(tmp_path)
    say(session, "epoch", "open xor", "epoch", "epoch", "open moons")
    saving_it.leave()
    folder = SessionsFolder(tmp_path)
    log = folder.log(saving_it.name)
    lines = log.read_bytes().split(b"\n")
    damaged = b"\n".join([*lines[:4], line, *lines[4:]])
    log.write_bytes(damaged)
    again = resumed(tmp_path, saving_it.name)
    assert again.notes == (f"the log is good up to here only: {why}",)
    assert again.earlier.lines == b"".join(each + b"\n" for each in lines[:4])
    assert again.earlier.lock is None
    assert (again.session.last_step, len(again.openings.loads)) == (3, 2)
    copying = Saving(again.session, again.openings, folder, {}, earlier=again.earlier)
    say(again.session, "epoch", "open moons", "epoch")
    copying.leave()
    assert log.read_bytes() == damaged
    copy = resumed(tmp_path, copying.name)
    assert copy.notes == ()
    same(again.session, copy.session)


def test_a_carriage_return_ends_no_line_of_a_log(tmp_path: Path) -> None:
    _, name = ran_without_states(tmp_path)
    log = SessionsFolder(tmp_path).log(name)
    lines = log.read_bytes().split(b"\n")
    good = [*lines[:2], b"0.1 ! set w1 1\r2", lines[2]]
    log.write_bytes(b"\n".join([*good, b"0.2 set w99 1", b""]))
    assert resumed(tmp_path, name).earlier.lines == b"".join(each + b"\n" for each in good)


def test_a_run_that_is_lived_again_keeps_states_of_its_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "SECONDS_TO_KEEP", 0.0)
    session, saving_it = kept(tmp_path)
    for _ in range(5):
        session.run(500)
    session.end_run()
    saving_it.leave()
    SessionsFolder(tmp_path).beside(saving_it.name, ".npz").unlink()
    again = resumed(tmp_path, saving_it.name).session
    assert len(session.kept.milestones) == 5
    assert len(again.kept.milestones) >= 3
    assert again.commands == session.commands
    for samples in (700, 1_234, 2_499):
        place = session.place_of_samples(samples)
        assert fingerprint(again.travel(place)) == fingerprint(session.travel(place))


def test_without_numba_a_session_goes_on_with_numpy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(living, "has_numba", lambda: False)
    session, saving_it = kept(tmp_path)
    say(session, "run 300")
    session.end_run()
    saving_it.leave()
    folder = SessionsFolder(tmp_path)
    folder.beside(saving_it.name, ".npz").unlink()
    log = folder.log(saving_it.name)
    log.write_bytes(log.read_bytes().replace(b"run 300", b"run 300 numba"))
    again = resumed(tmp_path, saving_it.name)
    assert again.notes == (LACKS_KERNEL,)
    same(session, again.session)


def test_a_run_is_kept_while_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST_SECONDS_TO_KEEP", 0.0)
    session, saving_it = kept(tmp_path)
    for _ in range(5):
        session.run(100)
    wait_for(saving_it)
    copy = read_saved(SessionsFolder(tmp_path), saving_it.name)
    assert copy.left == ()
    assert copy.session.state.samples == 500
    assert copy.session.last_step == 1
    session.run(100)
    session.end_run()
    saving_it.leave()
    same(session, resumed(tmp_path, saving_it.name).session)


# The folder.


@pytest.mark.parametrize("name", ["", "..", "../a", "a/b", ".a", "a\x1b", "ä", "a" * 81, "a b", "a\n"])
def test_a_name_is_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidValue, match="cannot name a session"):
        check_name(name)
    with pytest.raises(EngineError):
        read_saved(SessionsFolder(tmp_path), name)


def test_a_session_that_is_not_there_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: No such file"):
        read_saved(SessionsFolder(tmp_path), "level2-1")
    assert list(tmp_path.iterdir()) == []


def test_new_names_say_the_start_and_the_time(tmp_path: Path) -> None:
    folder, now = SessionsFolder(tmp_path), datetime(2026, 3, 4, 15, 6, 7)
    assert next(folder.new_names("level2", now)) == "level2-20260304-150607"
    assert next(folder.new_names("/home/a/my data\x1b.csv", now)) == "my-data-20260304-150607"
    assert next(folder.new_names("…", now)) == "session-20260304-150607"
    folder.log("level2-20260304-150607").touch()
    assert next(folder.new_names("level2", now)) == "level2-20260304-150607-2"


def test_two_windows_that_begin_at_once_have_a_name_each(tmp_path: Path) -> None:
    (first, saving_first), (second, saving_second) = kept(tmp_path), kept(tmp_path)
    for session in (first, second):
        say(session, "epoch")
    assert saving_first.name != saving_second.name
    say(second, "epoch")
    saving_first.leave()
    saving_second.leave()
    same(first, resumed(tmp_path, saving_first.name).session)
    same(second, resumed(tmp_path, saving_second.name).session)


def test_a_glance_says_how_far_a_session_is(tmp_path: Path) -> None:
    session, saving_it = kept(tmp_path)
    session.apply(SetParameter(Weight(1, 0, 0), 0.5))
    say(session, "epoch 4")
    session.end_run()
    saving_it.leave()
    (tmp_path / "noise.log").write_text("nonsense\n")
    (tmp_path / "link.log").symlink_to("/etc/passwd")
    glances = {glance.name: glance for glance in SessionsFolder(tmp_path).glances()}
    assert glances.keys() == {saving_it.name, "noise"}
    glance = glances[saving_it.name]
    assert (glance.start, glance.samples, glance.epochs, glance.was_left) == ("level2", 40, 4, True)
    assert glance.mse == session.state.evaluation.mse
    assert "this is no session" in glances["noise"].problem


@pytest.mark.parametrize("place", ["a folder", "no folder", "a folder that cannot be made"])
def test_the_log_is_at_hand_wherever_it_is_kept(tmp_path: Path, place: str) -> None:
    (tmp_path / "in the way").write_text("a file")
    folder = None if place == "no folder" else tmp_path / ("sessions" if place == "a folder" else "in the way")
    load = Load(setup_for("level2"), "level2", Options())
    session, troubles = Session(load.setup), list[str]()
    about = {"kernel": "numpy"}
    saving_it = Saving(session, Openings((load,)), folder and SessionsFolder(folder), about, troubles.append)
    assert read_log(saving_it.so_far(), "it").entries == ()
    say(session, *MIXED)
    log = saving_it.so_far()
    assert saving_it.so_far() == log  # saying it does not change it
    if place == "a folder that cannot be made":
        wait_until(lambda: troubles != [])  # a thread of its own finds that out
    assert bool(saving_it.name) == (place == "a folder")
    assert read_log(log, "it").entries[-1].said == mark_of(session.step, session.state)
    (handed := SessionsFolder(tmp_path / "handed")).make()
    handed.log("it").write_bytes(log)
    write_openings(handed.beside("it", ".rows.npz"), saving_it.openings)
    same(session, resumed(handed.path, "it").session)
    saving_it.leave()
    assert bool(troubles) == (place == "a folder that cannot be made")
    if place == "a folder":
        written = SessionsFolder(tmp_path / "sessions").log(saving_it.name).read_bytes()
        assert written.startswith(log)
        assert written[len(log) :].endswith(b" # left\n")


def test_a_session_is_held_to_its_first_line_and_to_what_anybody_waits_for(tmp_path: Path) -> None:
    session, saving_it = kept(tmp_path)
    say(session, "epoch 3")
    saving_it.leave()
    folder, log = SessionsFolder(tmp_path), SessionsFolder(tmp_path).log(saving_it.name)
    good = log.read_bytes()
    for content, why in (
        (good.replace(b'"rows": 10', b'"rows": 11'), r"its first line is about other rows than those in level2"),
        (good + b"9.0 undo\n" * 1_000_001, r"has 1,000,00\d lines, more than 1,000,000; if that is what you want"),
        (good + b"9.0 sample\n" * 200_001, r"has 200,001 lines, more than 200,000; if that is what you want, add"),
        (good + b"9.0 run 999999999999\n", r"line 5: up to here there is too much to compute with 17 parameters"),
    ):
        log.write_bytes(content)
        with pytest.raises(DataError, match=why):
            read_saved(folder, saving_it.name)
    log.write_bytes(good)
    same(session, resumed(tmp_path, saving_it.name).session)
