"""What was handed on may be made to do harm: it is refused in one line, or read as far as it is good."""

import base64
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import DataError
from engine.experiment.starts import setup_of
from engine.session.handed_on import known_rows, long_ways
from engine.session.handed_on.glass_file import read_glass, write_glass
from engine.session.handed_on.glass_text import read_text
from engine.session.openings import Openings
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.log import first_line
from engine.session.saved.resume import Saved
from engine.session.session import Session
from engine.session.steps import Step
from engine.session.timeline import Kept
from engine.training.commands import Load, Run, SetHidden
from tests.engine.session.handed_on.test_glass_file import changed, handed_on, of_file, without
from tests.engine.session.saved.examples import REGRESSION
from tests.engine.session.saved.test_saving import MIXED, kept, same, say

DEEP = "[" * 50_000


def refused(read: Callable[[], object]) -> str:
    """Assert that something is refused; return the message, one printable line."""
    with pytest.raises(DataError) as caught:
        read()
    assert str(caught.value).isprintable()
    return str(caught.value)


def text_of_lines(*lines: str) -> str:
    packed = zlib.compress("".join(f"{line}\n" for line in lines).encode(), 9)
    return "glassnet:1:" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name, member in members.items():
            written.writestr(name.replace("_", "."), member)
    return stream.getvalue()


def log(*lines: str, **beginning: object) -> bytes:
    first = {"start": "level2", "options": [], "rows": 10} | beginning
    return "".join(f"{line}\n" for line in (first_line(first), *lines)).encode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty; it holds the lines, the states and the rows of a session"),
        (b"glassnet 1 {}\n", "is cut off, or no ZIP file"),
        (archive(session_log=log())[:-30], "is cut off, or no ZIP file"),
        (archive(a_txt=b"1"), "is no session that was handed on: it has no session.log"),
        (archive(session_log=b"\0" * 200_000_000), "unpacks to more than 128 MB"),
        (archive(session_log=b"{}"), "this is no session of glassnet: the first line is not that of a log"),
        (archive(session_log=b"glassnet 2 {}\n"), "the session has format 2; update glassnet, which reads format 1"),
        (archive(session_log=f"glassnet 1 {{{DEEP}\n".encode()), "the first line of the session is damaged"),
        (archive(session_log=log() + b"0.1 undo\n" * 1_000_000), "has 1,000,001 lines, more than 200,000; if that"),
        (archive(session_log=log(start=7)), "its first line does not say what it begins with"),
        (archive(session_log=log(options=[["--seed"]])), "its first line does not say what it begins with"),
        (archive(session_log=log(options=["--layers", "2,1000000000,2"])), "line 1: 2-1000000000-2 has 5,000,000,002"),
        (
            archive(session_log=log(start="/etc/passwd")),
            'line 1: it opens "/etc/passwd", and what was handed on opens no',
        ),
        (archive(session_log=log(start="rows\x1b[31m.csv")), 'line 1: it opens "rows\\x1b[31m.csv", and what was'),
        (archive(session_log=log("0.1 open /etc/passwd")), 'line 2: it opens "/etc/passwd", and what was handed on'),
        (archive(session_log=log("0.1 & OPEN ../a.csv")), 'line 2: it opens "../a.csv", and what was handed on opens'),
        (
            archive(session_log=log(*(f"0.1 open xor #{n}" for n in range(190_000)))),
            "up to line 101 it opens 101 different",
        ),
        (archive(session_log=log()), "its first line is about other rows than those in it"),
        (archive(session_log=log(), rows_npz=b"PK"), "rows.npz: is cut off, or no ZIP file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "a file",  # whose bytes have the time in them
)
def test_a_file_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "a.glass"
    path.write_bytes(content)
    assert refused(lambda: read_glass(path)).removeprefix("a.glass").lstrip(":, ").startswith(why)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["", "run 1000000000000"], "line 2: up to here there is too much to compute with 17 parameters; if that is"),
        (
            ["", "layer+ 1 1000000000 relu"],
            "line 2: its network has 6,000,000,011 parameters; if that is what you want",
        ),
        (["", *["layer+ 1 1 relu"] * 1_001], "line 999: 1,001 layers are more than 1,000; if that is"),
        (["", *["layer+ 1 1 relu"] * 900, *["undo", "redo"] * 50_000], "line 4,"),
        (["level2 --hidden 3000,3000"], "its network has 9,018,002 parameters; if that is what you want"),
        (["/etc/passwd"], 'line 1: it opens "/etc/passwd", and what was handed on opens no files'),
        (["", 'open "C:\\\\a.csv"'], 'line 2: it opens "C:\\a.csv", and what was handed on opens no files'),
        (["", "open iris --target a"], "line 2: only a CSV file takes reading options; iris is not one"),
        (["", "open iris --layers 4,2"], "line 2: iris has 4 inputs and 3 outputs"),
        (["", "a\x00b"], ""),
        (['"'], "line 1, column 1: the text that begins here has no closing"),
        (["", *(f"open moons:100000,seed={seed}" for seed in range(150))], "up to line 14 it opens 5,200,"),
        (["", *(f"open xor --seed {seed}" for seed in range(200))], "up to line 101 it opens 101 different data"),
        (["", *["undo"] * 200_001], "has 200,002 lines, more than 200,000; if that is what you want, add --large"),
    ],
)
def test_a_text_is_refused(lines: list[str], why: str) -> None:
    if lines == ["", "a\x00b"]:  # such a line is not done, as any other that says nothing
        assert "cannot be printed" in read_text(text_of_lines(*lines)).resumed().notes[0]
        return
    assert refused(lambda: read_text(text_of_lines(*lines))).removeprefix("the text").lstrip(":, ").startswith(why)


def test_data_that_are_opened_with_other_options_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    known = known_rows.known_setup
    monkeypatch.setattr(known_rows, "known_setup", lambda start: (made.append(start), known(start))[1])
    text = text_of_lines("iris", *(f"open iris --seed {seed}" for seed in range(9)), *["open xor"] * 3)
    again = read_text(text).resumed().session
    assert (made, again.last_step) == (["iris", "xor"], 12)
    made.clear()
    too_much = text_of_lines("", *(f"open moons:100000,seed={seed}" for seed in range(150)))
    assert refused(lambda: read_text(too_much)).endswith("; if that is what you want, add --large")
    assert len(made) == 14


def test_a_text_that_unpacks_to_much_is_refused() -> None:
    assert refused(lambda: read_text(text_of_lines("\0" * 1_400_000))).startswith("the text, line 1, ")
    assert "20,000 are more than" in refused(lambda: read_text("glassnet:1:" + "a" * 20_000)).replace("characters ", "")


def test_a_line_that_cannot_be_done_ends_what_is_good() -> None:
    again = read_text(text_of_lines("", "epoch", "set w5 nan", "epoch")).resumed()
    assert again.session.state.epoch == 1
    assert again.notes[0].startswith("the log is good up to here only: line 3, column 8: ")


@pytest.mark.parametrize("wrong", ["hash", "mse", "samples"])
def test_another_result_is_said_with_its_line(wrong: str) -> None:
    mark = {"samples": "= 1 20 0.5 0123456789abcdef", "mse": "= 1 10 0.5 0123456789abcdef"}
    state = read_text(text_of_lines("", "epoch")).resumed().session.state
    same_mse = f"= 1 10 {state.evaluation.mse!r} 0123456789abcdef"
    (note,) = read_text(text_of_lines("", "epoch", mark.get(wrong, same_mse), "undo")).resumed().notes
    assert "from line 3 of the log on" in note


def with_steps(folder: Path, change: Callable[[Kept], Kept]) -> tuple[Session, Saved]:
    """Hand on a session whose timeline was changed; return both."""
    session, saving = kept(folder)
    say(session, "epoch", "run 40", "set w5 0.5", "epoch")
    saving.leave()
    lines = SessionsFolder(folder).log(saving.name).read_bytes()
    write_glass(folder / "a.glass", lines, change(session.kept), session.step, saving.openings)
    return session, read_glass(folder / "a.glass")


def huge(whole: Kept, keeps: bool) -> Kept:
    """Return a timeline that claims a huge run, and perhaps has the state after it."""
    samples, steps = 2**45, list(whole.steps)
    steps[2] = replace(steps[2], command=Run(samples))
    for number in range(2, len(steps)):
        summary = replace(steps[number].summary, samples=steps[number].summary.samples - 40 + samples)
        steps[number] = replace(steps[number], summary=summary, work=steps[number].work + samples)
    keyframes = tuple((at, state) for at, state in whole.keyframes if keeps or at in (0, 1, len(steps) - 1))

    def later(at: int, state: object) -> object:
        cursor = state.cursor  # type: ignore[attr-defined]
        return replace(state, cursor=replace(cursor, samples=cursor.samples - 40 + samples))  # type: ignore[type-var]

    return replace(
        whole,
        steps=tuple(steps),
        keyframes=tuple((at, later(at, state) if at >= 2 else state) for at, state in keyframes),  # type: ignore[misc]
    )


def other_layers(whole: Kept) -> Kept:
    """Return a timeline with a step that leads to other layers than its command."""
    steps = list(whole.steps)
    steps[3] = Step(SetHidden((9,)), steps[3].sizes, steps[3].summary, steps[3].work)
    return replace(whole, steps=tuple(steps))


@pytest.mark.parametrize(
    "change", [lambda whole: huge(whole, keeps=True), lambda whole: huge(whole, keeps=False), other_layers]
)
def test_a_timeline_that_nobody_could_go_through_is_not_used(tmp_path: Path, change: Callable[[Kept], Kept]) -> None:
    session, saved = with_steps(tmp_path, change)
    assert saved.done == 0
    same(session, saved.resumed().session)


def test_a_timeline_as_it_was_is_used(tmp_path: Path) -> None:
    session, saved = with_steps(tmp_path, lambda whole: whole)
    assert saved.left == ()
    same(session, saved.resumed().session)


def test_how_far_a_step_is_from_what_is_kept_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_ways, "MOST_INTO", 40 * 2_017 + 25 * 2_017)
    assert with_steps(tmp_path / "a", lambda whole: whole)[1].done > 0
    monkeypatch.setattr(long_ways, "MOST_INTO", 40 * 2_017 + 24 * 2_017)
    assert with_steps(tmp_path / "b", lambda whole: whole)[1].done == 0


def test_a_timeline_of_another_log_or_of_other_rows_is_not_used(tmp_path: Path) -> None:
    session, saving = kept(tmp_path / "one")
    say(session, *MIXED)
    path = handed_on(tmp_path / "one", session, saving)
    other, saving_other = kept(tmp_path / "two", "xor")
    say(other, "epoch 5")
    with zipfile.ZipFile(handed_on(tmp_path / "two", other, saving_other)) as written:
        states = written.read("state.npz")
    for state in (states, states[:-9], b"PK", b""):
        saved = read_glass(changed(path, {"state.npz": state}))
        assert saved.done == 0
        same(session, saved.resumed().session)


def test_rows_of_another_session_are_refused(tmp_path: Path) -> None:
    session, saving = kept(tmp_path)
    say(session, *MIXED)
    path = handed_on(tmp_path, session, saving)
    (tmp_path / "own").mkdir()
    _, own = of_file(tmp_path / "own", "epoch")
    with zipfile.ZipFile(own) as written:
        rows = written.read("rows.npz")
    assert refused(lambda: read_glass(changed(path, {"rows.npz": rows}))) == (
        'other.glass, line 10: it opens "iris", whose rows are not in rows.npz'
    )
    assert refused(lambda: read_glass(changed(own, {"session.log": log("0.1 epoch")}))) == (
        "other.glass: its first line is about other rows than those in it"
    )


def test_a_line_opens_only_rows_that_came_along(tmp_path: Path) -> None:
    _, path = of_file(tmp_path, "epoch")
    with zipfile.ZipFile(path) as written:
        lines = written.read("session.log") + b'0.1 open "/etc/passwd"\n'
    assert refused(lambda: read_glass(changed(path, {"session.log": lines}))) == (
        'other.glass, line 5: it opens "/etc/passwd", whose rows are not in rows.npz'
    )


def test_rows_of_ones_own_without_these_are_refused(tmp_path: Path) -> None:
    _, path = of_file(tmp_path, "epoch")
    assert refused(lambda: read_glass(without(path, "rows.npz"))).startswith(
        'other.glass, line 1: it opens "flowers.csv", and what was handed on opens no files: only presets'
    )


def test_names_with_signs_of_the_terminal_come_along_as_they_are(tmp_path: Path) -> None:
    setup = setup_of(replace(REGRESSION, filled=None))
    session, load = Session(setup), Load(setup, "\x1b[31m[red].csv")
    beginning = {"start": load.start, "options": [], "rows": 3, "rows_sha256": load.digest}
    write_glass(tmp_path / "a.glass", log(**beginning), session.kept, 0, Openings((load,)))
    again = read_glass(tmp_path / "a.glass").resumed()
    same(session, again.session)
    assert again.session.state.dataset.name == REGRESSION.name


def test_what_is_large_is_opened_by_whoever_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_rows, "MOST_NUMBERS", 100)
    text = text_of_lines("iris", *["open xor"] * 3, "run 9")
    assert "iris" in json.dumps(read_text(text, large=True).log.beginning)
    assert refused(lambda: read_text(text)).endswith("; if that is what you want, add --large")
