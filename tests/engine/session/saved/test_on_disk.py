"""A log on disk: nothing that was added is lost, and a full disk is no end."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from engine.errors import DataError
from engine.session.saved import appending, atomic_file
from engine.session.saved.appending import AppendingFile
from tests.patience import wait_until

WRITER = """
import sys
from pathlib import Path
from engine.session.saved.appending import AppendingFile
file = AppendingFile(lambda gone: Path(sys.argv[1]))
number = 0
while True:
    file.add(f"line {number}")
    if number % 100 == 0:
        print(number, flush=True)
    number += 1
"""


def log_at(path: Path, troubled: Callable[[str], object] = lambda why: None) -> AppendingFile:
    return AppendingFile(lambda is_gone: path, troubled)


def content_of(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def test_lines_are_added_behind_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    for line in ("one", "two"):
        file = log_at(path)
        file.add(line)
        file.close()
    assert path.read_bytes() == b"one\ntwo\n"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("torn", [b"tor", b"t" * 200_000])
def test_a_torn_last_line_is_cut_off(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"one\n" + torn)
    file = log_at(path)
    file.add("two")
    file.close()
    assert path.read_bytes() == b"one\ntwo\n"


def test_a_line_is_written_at_once(tmp_path: Path) -> None:
    file = log_at(tmp_path / "a.log")
    file.add("one")
    wait_until(lambda: content_of(tmp_path / "a.log") == b"one\n")
    file.close()


def test_whoever_is_killed_loses_no_line_before_the_last(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    process = subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    wait_until(lambda: content_of(path).count(b"\n") > 100)
    process.kill()
    process.wait()
    process.stdout.close()
    whole = path.read_bytes().split(b"\n")[:-1]
    assert whole == [b"line %d" % number for number in range(len(whole))]


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full, said, write = [True], [], os.write
    monkeypatch.setattr(appending, "SECONDS_TO_RETRY", 0.01)

    def half(file: int, content: bytes) -> int:
        """Write a part of the lines, as on a disk on which there is little room, then nothing."""
        if full[0] and (said or len(content) < 9):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(file, content[: 9 if full[0] else None])

    monkeypatch.setattr(appending.os, "write", half)
    file = log_at(tmp_path / "a.log", said.append)
    file.add("three or more")
    wait_until(lambda: said != [])
    file.add("four")
    assert said == ["No space left on device"]
    assert content_of(tmp_path / "a.log") == b""
    full[0] = False
    wait_until(lambda: said == ["No space left on device", ""])
    file.close()
    assert content_of(tmp_path / "a.log") == b"three or more\nfour\n"


def test_a_full_disk_does_not_keep_the_program_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(appending.os, "write", full)
    file = log_at(tmp_path / "a.log")
    file.add("lost")
    file.close()
    assert content_of(tmp_path / "a.log") == b""


def test_another_file_is_written_between_the_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appending, "SECONDS_TO_RETRY", 0.01)
    seen, said, tries = [], [], [2]

    def task() -> None:
        seen.append(content_of(tmp_path / "a.log"))
        tries[0] -= 1
        if tries[0]:
            raise DataError("a.npz: cannot be written: full")

    file = log_at(tmp_path / "a.log", said.append)
    file.add("one")
    file.do(task)
    file.add("two")
    wait_until(lambda: content_of(tmp_path / "a.log") == b"one\ntwo\n")
    file.close()
    assert seen == [b"one\n", b"one\n"]
    assert said == ["a.npz: cannot be written: full", ""]


def test_what_cannot_be_opened_is_said_once_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appending, "SECONDS_TO_RETRY", 0.01)
    said, asked = [], []

    def place(is_gone: bool) -> Path:
        asked.append(is_gone)
        return tmp_path / "later" / "a.log"

    file = AppendingFile(place, said.append, b"zero\n")
    file.add("one")
    wait_until(lambda: len(asked) > 3)
    assert said == ["No such file or directory"]
    (tmp_path / "later").mkdir()
    wait_until(lambda: content_of(tmp_path / "later" / "a.log") == b"zero\none\n")
    file.close()
    assert said == ["No such file or directory", ""]
    assert not any(asked)


def test_lines_that_fit_stay_on_a_disk_that_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room, said, write = [11], [], os.write

    def little(file: int, content: memoryview) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = write(file, content[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr(appending.os, "write", little)
    file = log_at(tmp_path / "a.log", said.append)
    with file._changed:  # so that they are written together
        for line in ("one", "two", "three"):
            file.add(line)
    wait_until(lambda: said != [])
    assert content_of(tmp_path / "a.log") == b"one\ntwo\n"
    room[0] = 100
    file.close()
    assert content_of(tmp_path / "a.log") == b"one\ntwo\nthree\n"


def test_what_is_only_found_full_when_it_should_be_on_the_disk_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As some network homes do."""
    monkeypatch.setattr(appending, "SECONDS_TO_RETRY", 0.01)
    full, said, left, path = [True], [], [], tmp_path / "a.log"

    def sync(file: int) -> None:
        if full[0]:
            os.ftruncate(file, 4)
            left.append(content_of(path))
            raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    path.write_bytes(b"one\n")
    monkeypatch.setattr(appending, "sync", sync)
    file = log_at(path, said.append)
    file.add("two")
    wait_until(lambda: said == ["Disk quota exceeded"])
    file.add("three")
    tries = len(left) + 2
    wait_until(lambda: len(left) >= tries)
    assert {*left} == {b"one\n"}
    full[0] = False
    wait_until(lambda: said == ["Disk quota exceeded", ""])
    file.close()
    assert content_of(path) == b"one\ntwo\nthree\n"


def test_a_file_system_that_cannot_say_what_is_on_the_disk_is_none_that_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: int) -> None:
        raise OSError(errno.EINVAL, "invalid")

    said: list[str] = []
    monkeypatch.setattr(atomic_file.os, "fdatasync", refuse)
    file = log_at(tmp_path / "a.log", said.append)
    file.add("one")
    file.do(lambda: atomic_file.replace_file(tmp_path / "b", lambda stream: None))
    file.close()
    assert said == []
    assert (tmp_path / "b").exists()


@pytest.mark.parametrize("by", ["removing", "moving", "another file"])
def test_a_file_that_was_removed_is_written_again(tmp_path: Path, by: str) -> None:
    folder, asked = tmp_path / "state", []

    def place(is_gone: bool) -> Path:
        asked.append(is_gone)
        folder.mkdir(exist_ok=True)
        return folder / f"{len(asked)}.log"

    file = AppendingFile(place)
    file.add("one")
    wait_until(lambda: content_of(folder / "1.log") == b"one\n")
    if by == "removing":
        shutil.rmtree(folder)
    elif by == "moving":
        folder.rename(tmp_path / "elsewhere")
    else:
        (folder / "1.log").unlink()
        (folder / "1.log").write_text("mine")
    file.add("two")
    file.close()
    assert content_of(folder / "2.log") == b"one\ntwo\n"
    assert asked == [False, True]
    assert content_of(folder / "1.log") == (b"mine" if by == "another file" else b"")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "a.log").symlink_to(tmp_path / "mine")
    said: list[str] = []
    file = log_at(tmp_path / "a.log", said.append)
    file.add("one")
    file.close()
    assert (len(said), content_of(tmp_path / "mine")) == (1, b"mine")


def test_lines_do_not_wait_for_a_file_that_can_be_done_without(tmp_path: Path) -> None:
    said: list[str] = []

    def fails() -> None:
        raise DataError("a.npz: holds too much")

    file = log_at(tmp_path / "a.log", said.append)
    file.add("one")
    file.do(fails, holds_lines=False)
    file.add("two")
    wait_until(lambda: content_of(tmp_path / "a.log") == b"one\ntwo\n")
    file.close()
    assert said == []


def test_only_the_newest_of_such_files_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appending, "SECONDS_TO_RETRY", 0.01)
    full, seen = [True], []

    def needed() -> None:
        if full[0]:
            raise OSError(errno.ENOSPC, "full")

    file = log_at(tmp_path / "a.log")
    file.do(needed)
    for number in range(1_000):
        file.do(lambda number=number: seen.append(number), holds_lines=False)
    assert len(file._waiting) == 2
    full[0] = False
    file.close()
    assert seen == [999]


def test_lines_do_not_wait_while_such_a_file_is_written(tmp_path: Path) -> None:
    going_on, seen = Event(), []
    file = log_at(tmp_path / "a.log")
    file.do(lambda: (seen.append("begun"), going_on.wait()), holds_lines=False)
    wait_until(lambda: seen == ["begun"])
    file.add("one")
    wait_until(lambda: content_of(tmp_path / "a.log") == b"one\n")
    for number in range(3):
        file.do(lambda number=number: seen.append(number), holds_lines=False)
    file.add("two")
    wait_until(lambda: content_of(tmp_path / "a.log") == b"one\ntwo\n")
    going_on.set()
    file.close()
    assert seen == ["begun", 2]


def test_nothing_follows_what_was_too_much_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appending, "MOST_WAITING", 20)
    monkeypatch.setattr(appending, "SECONDS_TO_RETRY", 0.01)
    full, said, write = [True], [], os.write

    def little(file: int, content: memoryview) -> int:
        if full[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(file, content)

    monkeypatch.setattr(appending.os, "write", little)
    file = log_at(tmp_path / "a.log", said.append)
    file.add("0")
    wait_until(lambda: said != [])
    for number in range(1, 100):
        file.add(f"{number}")
    full[0] = False
    wait_until(lambda: content_of(tmp_path / "a.log") != b"")
    file.add("more")
    file.close()
    assert content_of(tmp_path / "a.log") == b"".join(b"%d\n" % number for number in range(10))
    assert said == ["No space left on device"]  # and never that all is well again
