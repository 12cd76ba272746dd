"""One process writes a session: whose lock holds, whose is taken over, and what is never touched."""

import errno
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from engine.session.saved import lock
from engine.session.saved.lock import lock as take

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


def test_a_lock_that_another_machine_left_is_not_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    path.write_text("elsewhere 1\n")
    assert take(path) is None
    assert lock.other_host(path) == "elsewhere"
    assert path.read_text() == "elsewhere 1\n"
    mine = take(path, any_host=True)  # to remove what nobody needs any more
    assert mine is not None
    mine.release()
    assert not path.exists()


def test_the_number_of_a_process_that_is_gone_can_be_that_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    path.write_text(f"{socket.gethostname()} {os.getppid()}\n")
    mine = take(path)
    assert mine is not None
    assert path.read_text() == f"{socket.gethostname()} {os.getpid()}\n"
    mine.release()


@pytest.mark.parametrize("reason", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
@pytest.mark.parametrize("has_links", [True, False])
def test_where_there_are_no_locks_the_file_is_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int, has_links: bool
) -> None:
    def refuse(*args: object) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(lock.fcntl, "flock", refuse)
    if not has_links:
        monkeypatch.setattr(lock.os, "link", refuse)
    path = tmp_path / "a.lock"
    mine = take(path)
    assert mine is not None
    assert take(path) is None
    assert [*tmp_path.iterdir()] == [path]
    assert mine.is_at(path)
    mine.release()
    assert [*tmp_path.iterdir()] == []
    process = subprocess.run(["sh", "-c", "echo $$"], capture_output=True, text=True, check=True)
    path.write_text(f"{socket.gethostname()} {process.stdout}")  # it is gone
    mine = take(path)
    assert mine is not None
    mine.release()


def test_a_full_disk_leaves_no_lock_that_nobody_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(lock.os, "pwrite", full)
    monkeypatch.setattr(lock.os, "write", full)
    path = tmp_path / "a.lock"
    mine = take(path)  # the kernel's lock needs no room
    assert mine is not None
    mine.release()
    monkeypatch.setattr(lock, "fcntl", None)
    with pytest.raises(OSError, match="No space left"):
        take(path)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("kind", ["link", "hard link", "FIFO", "directory", "long file"])
def test_a_file_that_is_no_lock_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    mine, path = tmp_path / "mine", tmp_path / "a.lock"
    mine.write_text("my homework")
    if kind == "link":
        path.symlink_to(mine)
    elif kind == "hard link":
        path.hardlink_to(mine)
    elif kind == "FIFO":
        os.mkfifo(path)
    elif kind == "directory":
        path.mkdir()
    else:
        path.write_text("x" * 1_000)
    with suppress(OSError):
        take(path)
    assert mine.read_text() == "my homework"
    if kind == "long file":
        assert path.read_text() == "x" * 1_000
    monkeypatch.setattr(lock, "fcntl", None)
    assert take(path) is None


def test_a_lock_that_is_another_process_s_by_now_is_not_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    mine = take(path)
    assert mine is not None
    path.unlink()  # as when the whole folder is removed
    other = take(path)
    assert other is not None
    assert not mine.is_at(path)
    mine.release()
    assert path.exists()
    other.release()
