"""A log on disk: nothing that was added is lost, one process writes, and a full disk is no end."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import DataError
from engine.session.saved import appending, lock
from engine.session.saved.appending import AppendingFile
from engine.session.saved.lock import lock as take
from tests.patience import Patience

HOLDER = """
import sys, time
from pathlib import Path
from engine.session.saved import lock
if sys.argv[2] == "made":
    lock.fcntl = None
held = lock.lock(Path(sys.argv[1]))
print("held" if held else "refused", flush=True)
time.sleep(600)
"""
WRITER = """
import sys
from pathlib import Path
from engine.session.saved.appending import AppendingFile
file = AppendingFile(Path(sys.argv[1]))
number = 0
while True:
    file.add(f"line {number}")
    if number % 100 == 0:
        print(number, flush=True)
    number += 1
"""


def wait_until(holds: Callable[[], bool]) -> None:
    patience = Patience()
    while not holds():
        assert not patience.is_over
        time.sleep(0.005)


def test_lines_are_added_behind_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    for line in ("one", "two"):
        file = AppendingFile(path)
        file.add(line)
        file.close()
    assert path.read_bytes() == b"one\ntwo\n"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("torn", [b"tor", b"t" * 200_000])
def test_a_torn_last_line_is_cut_off(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"one\n" + torn)
    file = AppendingFile(path)
    file.add("two")
    file.close()
    assert path.read_bytes() == b"one\ntwo\n"


def test_a_line_is_written_at_once(tmp_path: Path) -> None:
    file = AppendingFile(tmp_path / "a.log")
    file.add("one")
    wait_until(lambda: file.path.read_bytes() == b"one\n")
    file.close()


def test_whoever_is_killed_loses_no_line_before_the_last(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    process = subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    wait_until(lambda: path.read_bytes().count(b"\n") > 100)
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
        if full[0] and len(content) < 9:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(file, content[: 9 if full[0] else None])

    monkeypatch.setattr(appending.os, "write", half)
    file = AppendingFile(tmp_path / "a.log", said.append)
    file.add("three or more")
    wait_until(lambda: said != [])
    file.add("four")
    assert said == ["No space left on device"]
    assert file.path.read_bytes() == b""
    full[0] = False
    wait_until(lambda: said == ["No space left on device", ""])
    file.close()
    assert file.path.read_bytes() == b"three or more\nfour\n"


def test_a_full_disk_does_not_keep_the_program_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(appending.os, "write", full)
    file = AppendingFile(tmp_path / "a.log")
    file.add("lost")
    file.close()
    assert file.path.read_bytes() == b""


def test_another_file_is_written_between_the_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appending, "SECONDS_TO_RETRY", 0.01)
    seen, said, tries = [], [], [2]

    def task() -> None:
        seen.append(file.path.read_bytes())
        tries[0] -= 1
        if tries[0]:
            raise DataError("a.npz: cannot be written: full")

    file = AppendingFile(tmp_path / "a.log", said.append)
    file.add("one")
    file.do(task)
    file.add("two")
    wait_until(lambda: file.path.read_bytes() == b"one\ntwo\n")
    file.close()
    assert seen == [b"one\n", b"one\n"]
    assert said == ["a.npz: cannot be written: full", ""]


def test_where_nothing_can_be_written_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        AppendingFile(tmp_path / "missing" / "a.log")


@pytest.mark.parametrize("kind", ["kernel", "made"])
def test_one_process_has_the_lock(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if kind == "made":
        monkeypatch.setattr(lock, "fcntl", None)
    path = tmp_path / "a.lock"
    process = subprocess.Popen([sys.executable, "-c", HOLDER, path, kind], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    assert take(path) is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    mine = take(path)
    assert mine is not None
    assert path.read_text("utf-8").split()[1] == str(os.getpid())
    mine.release()
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"nonsense", b"elsewhere 1", b"\xff\xff 99999999999999999999", b"a b c"])
def test_a_lock_that_nobody_here_made_is_left_alone(
    tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "fcntl", None)
    path = tmp_path / "a.lock"
    path.write_bytes(content)
    assert take(path) is None
    assert path.read_bytes() == content
