"""Where Numba keeps the compiled loops, so that they are compiled once: a folder in the user's cache.

Each version of the loops has a folder of its own in it, as Numba does not notice when a module changes that another one
uses. Beside these stand three small files: a mark for each version that is there, the reason why the last compilation
failed, and a lock that lets one process of a user compile at a time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_HERE = Path(__file__).parent
_NETWORK = _HERE.parent / "network"
CHOSEN_FOLDER = "NUMBA_CACHE_DIR"
"""The variable in which Numba's users name another folder."""


class NotCachedError(Exception):
    """The cache has no loop for these versions and this processor."""


def cache_folder() -> Path:
    """Return the folder that ``NUMBA_CACHE_DIR`` names, or else glassnet's in the user's cache."""
    if chosen := os.environ.get(CHOSEN_FOLDER):
        return Path(chosen).absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or "~/AppData/Local").expanduser() / "glassnet" / "Cache"
    if sys.platform == "darwin":
        return Path("~/Library/Caches/glassnet").expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser().absolute() / "glassnet"


class LoopCache:
    """The compiled loops in one folder.

    Attributes:
        folder: The folder, which may not be there yet.
        of_numba: The folder in it for what Numba keeps of this version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        name = f"loop-{_version()}"
        self.of_numba = folder / name
        self._mark, self._reason, self._lock = folder / f"{name}.ready", folder / f"{name}.failed", folder / "lock"

    @property
    def is_ready(self) -> bool:
        """Whether the loop was compiled by these versions. Numba alone knows whether it fits the processor too."""
        return self._mark.exists()

    @property
    def failure(self) -> str:
        """Why the last compilation failed; "" if that is not known."""
        try:
            return self._reason.read_text("utf-8")
        except (OSError, ValueError):
            return ""

    @property
    def is_writable(self) -> bool:
        """Whether the loop can be kept. Numba does not even read from a folder that it cannot write."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=self.folder).close()
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Wait until no other process compiles, and keep others from it; the lock of a killed process is free."""
        with self._lock.open("ab") as lock:
            if sys.platform != "win32":
                with contextlib.suppress(OSError):  # a file system without locks: two may compile, which does no harm
                    fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @property
    def is_locked(self) -> bool:
        """Whether a process compiles now."""
        if sys.platform == "win32":
            return False
        try:
            with self._lock.open("ab") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # a file system without locks
            return False
        return False

    def note_ready(self) -> None:
        """Note that the loop was compiled by these versions."""
        self._mark.touch()

    def note_failure(self, reason: str) -> None:
        """Note why the loop could not be compiled."""
        self._reason.write_text(reason, "utf-8")

    def forget(self) -> None:
        """Forget what was noted: the loop is to be compiled again."""
        for file in (self._mark, self._reason):
            with contextlib.suppress(OSError):
                file.unlink()


def _version() -> str:
    """Return a digest of what the compiled loops depend on: their sources and where these are, Python, Numba."""
    parts = [str(_HERE), platform.machine(), sys.version, *(_version_of(name) for name in ("numba", "llvmlite"))]
    constants = _NETWORK / "activations.py", _NETWORK / "optimizers.py"  # which are part of what is compiled
    files = *sorted((_HERE / "loops").glob("*.py")), *constants
    sources = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256("\n".join(parts).encode() + sources).hexdigest()[:16]


def _version_of(package: str) -> str:
    from importlib import metadata  # takes longer to import than a short training

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
