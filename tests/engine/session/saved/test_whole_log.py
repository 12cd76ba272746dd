"""A saved session that is lived again from its very beginning comes to the same, within limits."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DataError
from engine.session.saved import living, log_limits
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.log import Entry
from engine.session.saved.whole_log import Relived, read_whole_log, relive
from engine.session.travel import Goto
from engine.training.state import Setup
from tests.engine.session.saved.test_log import act
from tests.engine.session.saved.test_saving import MIXED, kept, same, say
from tests.engine.strategies import setups


def log_of(folder: Path, *lines: str) -> Path:
    """Keep a session in which this was done; return its log."""
    session, saving = kept(folder)
    say(session, *lines)
    saving.leave()
    return SessionsFolder(folder).log(saving.name)


def changed(log: Path, old: str, new: str) -> Path:
    """Write another log beside it, with other lines."""
    other = log.with_name("other.log")
    text = log.read_text("utf-8")
    assert old in text
    other.write_text(text.replace(old, new), "utf-8")
    shutil.copy(log.with_name(f"{log.stem}.rows.npz"), other.with_name("other.rows.npz"))
    return other


def written(log: Path, *lines: str) -> Path:
    """Write another log beside it, with its first line and these."""
    _, rest = log.read_text("utf-8").split("\n", 1)
    return changed(log, rest, "".join(f"0.1 {line}\n" for line in lines))


def lived(log: Path, until: int | None = None) -> Relived:
    return relive(read_whole_log(log), until)


@settings(max_examples=40)
@given(setups(), st.data())
def test_any_session_comes_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, setup: Setup, choices: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("sessions")
    session, saving = kept(folder, setup)
    for _ in range(choices.draw(st.integers(1, 10))):
        act(session, choices)
    saving.leave()
    if not saving.name:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(living, "FIRST_CHUNK", choices.draw(st.integers(1, 40)))
        relived = lived(SessionsFolder(folder).log(saving.name))
    assert relived.again.differences == ()
    assert relived.was_reached
    same(session, relived.again.session)


def test_what_was_opened_is_there_without_its_files(tmp_path: Path) -> None:
    log = log_of(tmp_path, *MIXED)
    (tmp_path / f"{log.stem}.npz").unlink()
    relived = lived(log)
    assert relived.again.marks >= 1
    assert relived.again.differences == ()
    assert relived.again.session.state.setup.name == "iris"


def test_samples_that_were_undone_count_those_that_came_again_do_not(tmp_path: Path) -> None:
    assert lived(log_of(tmp_path, "run 50", "undo", "redo", "undo", "run 7", "goto 0", "sample")).samples == 58


@pytest.mark.parametrize("until", range(6))
def test_it_stops_at_a_step_with_all_that_belongs_to_it(tmp_path: Path, until: int) -> None:
    log = log_of(tmp_path, "set w5 0.5", "& set w5 0.6", "epoch", "undo", "epoch", "sample", "run 70", "set w1 3")
    session = lived(log).again.session
    stopped = lived(log, until)
    assert (stopped.again.session.step, stopped.was_reached) == (until, True)
    here = stopped.again.session.state.network.parameters
    assert here.tolist() == session.travel(Goto(until)).network.parameters.tolist()


def test_a_step_that_is_never_reached_is_told(tmp_path: Path) -> None:
    relived = lived(log_of(tmp_path, "epoch", "epoch"), until=3)
    assert (relived.again.session.step, relived.was_reached) == (2, False)


@pytest.mark.parametrize("line", ["run 3000", "RUN  3000 # all of it", "epoch 300"])
def test_a_long_run_is_done_in_parts_that_are_told(tmp_path: Path, line: str) -> None:
    told: list[int] = []

    def follow(samples: int, entry: Entry) -> None:
        assert entry.said == line
        told.append(samples)
        if samples > 1_000:
            raise KeyboardInterrupt

    whole = read_whole_log(written(log_of(tmp_path, "epoch"), line))
    assert whole.samples >= 3000
    with pytest.raises(KeyboardInterrupt):
        relive(whole, follow=follow)
    assert len(told) >= 3
    assert told == sorted(told)


def test_several_epochs_in_parts_are_one_step(tmp_path: Path) -> None:
    again = lived(written(log_of(tmp_path, "epoch"), "sample", "epoch 30", "undo", "redo")).again.session
    session, _ = kept(tmp_path / "at once")
    say(session, "sample", "epoch 30")
    same(session, again)


@pytest.mark.parametrize("part", [1, 3, 40])
def test_a_run_that_blew_up_stops_where_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    monkeypatch.setattr(living, "FIRST_CHUNK", part)
    log = log_of(tmp_path, "epoch", "run 20", "activation 2 linear", "rate 60", "run 500", "sample")
    relived = lived(log)
    assert relived.again.differences == ()
    assert relived.again.session.state.samples < 400


def test_without_numba_numpy_computes_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(living, "has_numba", lambda: False)
    relived = lived(changed(log_of(tmp_path, "run 300"), "run 300", "run 300 numba"))
    assert relived.lacks_kernel
    assert relived.again.session.state.samples == 300


@pytest.mark.parametrize(
    ("old", "new"), [('"rows": 10', '"rows": 11'), ('"rows": 10', '"rows": null'), ('"rows_sha256": "', '"x": "')]
)
def test_a_first_line_about_other_rows_is_refused(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(DataError, match=r"^other\.log: its first line is about other rows than those in other\.rows"):
        read_whole_log(changed(log_of(tmp_path, "epoch"), old, new))


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["run 1000000000"] * 1_000, "line 2: up to here there is too much to compute with 17 parameters"),
        (["run 9999999999999"], "line 2: up to here there is too much"),
        (["RUN  000000001000000000"] * 9, "line 2: up to here there is too much"),
        (["epoch 99999999"] * 9, "line 2: up to here there is too much"),
        (["epoch", *["goto 0+20000000"] * 9], "line 5: up to here there is too much"),
        (["layer+ 1 1000000000 relu"], "line 2: its network has 6,000,000,011 parameters"),
        (["hidden 3000,3000"], "line 2: its network has 9,018,002 parameters"),
        (["layer+ 1 1 relu"] * 1_500, "line 999: 1,001 layers are more than 1,000"),
        (["phase"] * 1_100, "has 1,101 lines, more than 1,000"),
    ],
)
def test_what_is_large_is_refused_before_it_is_lived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], why: str
) -> None:
    monkeypatch.setattr(log_limits, "MOST_LINES", 1_000 if lines[0] == "phase" else 2_000)
    log = written(log_of(tmp_path, "epoch"), *lines)
    with pytest.raises(DataError, match=re.escape(why)) as refused:
        read_whole_log(log)
    assert str(refused.value).endswith("; if that is what you want, add --large")
    read_whole_log(log, large=True)


def test_what_the_lines_alone_do_not_show_is_refused_when_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = written(log_of(tmp_path, "epoch"), "hidden 400,400", "hidden 2", "undo", "run 100", "run 100")
    monkeypatch.setattr(log_limits, "MOST_WORK", 30_000_000)
    whole = read_whole_log(log)
    with pytest.raises(DataError, match=r"^other\.log, line 6: up to here there is too much to compute with 162,402"):
        relive(whole)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("run 0", "line 2, column 5: the number of samples is a whole number from 1"),
        ("undo", "line 2: nothing to undo"),
        ("& run 5", "line 2: there is no step before"),
        ("layer+ x 3 relu", "line 2, column 8: the layer before it is a whole number"),
        ("open /etc/passwd", "line 2, column 6: the rows of '/etc/passwd' are not among those that were saved"),
        ("set w1 " + "(" * 5_000, "line 2, column 8"),
        ("jump 3", 'line 2, column 1: "jump" is no verb'),
    ],
)
def test_a_line_that_cannot_be_done_is_named(tmp_path: Path, line: str, why: str) -> None:
    relived = lived(written(log_of(tmp_path, "epoch"), line, "epoch"))
    assert relived.again.problem.startswith(why)
    assert relived.again.session.last_step == 0
