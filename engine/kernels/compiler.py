"""Which kernel trains: NumPy, or Numba's compiled loops once they are ready.

Numba comes with the extra ``glassnet[fast]``. A process of its own compiles the loops, once for all sessions of a user,
and leaves them in a cache on disk; until they are there NumPy trains. This process never compiles: it would hold up the
training, and the keys. It loads the loops from the cache, for which it has to import Numba.
"""

from __future__ import annotations

import atexit
import importlib
import importlib.util
import os
import sys
import tempfile
import threading
import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from engine.errors import InvalidValue
from engine.kernels.loop_cache import CHOSEN_FOLDER, LoopCache, NotCachedError, cache_folder

if TYPE_CHECKING:
    import subprocess

Kernel = Literal["numpy", "numba"]
KERNELS = ("auto", *get_args(Kernel))
Compilation = Literal["not installed", "not begun", "compiling", "loading", "ready", "failed"]
_POLL_SECONDS = 0.02
_LOOK_SECONDS = 0.5
"""Between two looks at what another session's process does."""
_CODE = (
    "import sys; sys.path[:] = sys.argv[3:]; from engine.kernels.compiling import main; sys.exit(main(*sys.argv[1:3]))"
)
NICENESS = 12
"""Leaves a training on the same processor more than nine tenths of it."""


class _Compiler:
    """Has the loops compiled by a process, and loads them.

    Attributes:
        loops: The compiled loops; None until they are ready.
        error: Why it failed; empty if it did not.
    """

    def __init__(self) -> None:
        self.loops: Any = None
        self.error = ""
        self._lock = threading.RLock()
        self._cache: LoopCache | None = None
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._began, self._niceness = 0.0, NICENESS
        self._elsewhere, self._looked = False, 0.0
        self._loading = False
        self._note = ""
        self._said = False

    @cached_property
    def is_installed(self) -> bool:
        """Whether Numba is installed, and SciPy, which has the BLAS that it calls."""
        return all(importlib.util.find_spec(name) is not None for name in ("numba", "scipy"))

    def advance(self, insist: bool, at_once: bool) -> None:
        """Go on as far as possible without waiting for the process that compiles.

        Args:
            insist: Whether to compile even if the loop cannot be kept.
            at_once: Whether nothing else is to be done meanwhile: the loop is loaded before returning, not in a thread,
                and if it was insisted on, it is compiled at full priority.
        """
        with self._lock:
            if self.loops is not None or self.error or self._loading:
                return
            if self._cache is None:
                self._niceness = 0 if insist and at_once else NICENESS
                self._begin(insist)
            if self._cache is None or self.error or not self._is_compiled():
                return
            self._loading = True
        if at_once:
            self._load(self._cache)
        else:
            threading.Thread(target=self._load, args=(self._cache,), name="loader", daemon=True).start()

    @property
    def state(self) -> Compilation:
        """How far the loop is."""
        if self.loops is not None:
            return "ready"
        if self.error:
            return "failed"
        if self._loading:
            return "loading"
        if self._child is not None or self._elsewhere:
            return "compiling"
        return "not begun" if self.is_installed else "not installed"

    @property
    def seconds(self) -> float:
        """Seconds since the process began."""
        return time.monotonic() - self._began

    def note_once(self) -> str:
        """Return what the learner should know about the loop, the first time; else ""."""
        note = "" if self._said else self._note
        self._said = self._said or bool(note)
        return note

    def _begin(self, insist: bool) -> None:
        """Choose the folder, and start the process if the loop is not there."""
        if self._note and not insist:
            return
        try:
            cache = LoopCache(cache_folder())
            if not cache.is_writable:
                self._note = f"{cache.folder} cannot be written, so Numba's loop "
                self._note += "is compiled anew each time" if insist else "cannot be kept, and NumPy trains"
                self._note += f"; {CHOSEN_FOLDER}=FOLDER names another folder"
                if not insist:
                    return
                self._temporary = tempfile.TemporaryDirectory(prefix="glassnet-")
                cache = LoopCache(Path(self._temporary.name))
        except (OSError, RuntimeError) as error:  # there is no home, no temporary folder, or no source
            self._fail(str(error))
            return
        self._cache = cache
        if not cache.is_ready:
            self._start(cache)

    def _start(self, cache: LoopCache) -> None:
        """Start the process that compiles, or leave it to that of another session.

        It keeps neither the terminal nor any file or folder of this process.
        """
        self._began = self._began or time.monotonic()
        self._elsewhere = cache.is_locked
        if self._elsewhere:
            self._looked = time.monotonic()
            return
        try:
            self._child = _started(cache, self._niceness)
        except OSError as error:
            self._fail(f"no process can be started: {error.strerror}")
            return
        if self._temporary is not None:  # which is removed when this process ends
            atexit.register(self._child.kill)

    def _is_compiled(self) -> bool:
        """Return whether the loop should be in the cache: the process has ended well, or there was no need for it."""
        assert self._cache is not None
        if self._elsewhere:
            self._look_elsewhere(self._cache)
            if self._elsewhere or self._child is not None or self.error:
                return False
        if self._child is None or (code := self._child.poll()) == 0:
            return True
        if code is not None:
            killed = f"the process that compiles was ended by signal {-code}" if code < 0 else ""
            self._fail(killed or self._cache.failure or f"the process that compiles ended with code {code}")
        return False

    def _look_elsewhere(self, cache: LoopCache) -> None:
        """Look whether another session's process has ended; if it has left nothing, start one."""
        if time.monotonic() - self._looked < _LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        if cache.is_ready:
            self._elsewhere = False
        else:
            self._start(cache)

    def _load(self, cache: LoopCache) -> None:
        try:
            self.loops = _loaded(cache)
        except NotCachedError:
            self._compile_again(cache)
        except Exception as error:  # whatever it is: NumPy goes on training
            self._fail(f"{type(error).__name__}: {error}")
        finally:
            self._loading = False

    def _compile_again(self, cache: LoopCache) -> None:
        """Have the loop compiled that was said to be in the cache: Numba takes it for out of date."""
        if self._child is not None:
            self._fail(f"Numba does not find again what it has compiled into {cache.folder}")
        else:
            cache.forget()
            self._start(cache)

    def _fail(self, reason: str) -> None:
        self.error = reason
        self._note = f"NumPy trains, as the faster loop cannot be had: {reason}"


def _started(cache: LoopCache, niceness: int) -> subprocess.Popen[bytes]:
    """Start the process that compiles into a cache, with the modules that this one would import."""
    import subprocess  # takes longer to import than a short training

    paths = [str(Path(entry).absolute()) for entry in sys.path]
    low = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) if niceness else 0  # Windows has classes instead
    return subprocess.Popen(
        [sys.executable or "", "-c", _CODE, str(cache.folder), str(niceness), *paths],
        env={**os.environ, CHOSEN_FOLDER: str(cache.of_numba)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=cache.folder,
        start_new_session=True,
        creationflags=low,
    )


def _loaded(cache: LoopCache) -> Any:
    """Import Numba and load the loops.

    Raises:
        NotCachedError: It would have to be compiled.
    """
    config: Any = importlib.import_module("numba.core.config")
    before, config.CACHE_DIR = config.CACHE_DIR, str(cache.of_numba)
    try:
        module = importlib.import_module("engine.kernels.loops.loading")
    finally:
        config.CACHE_DIR = before
    return module.load_loops()


_compiler = _Compiler()


def compilation() -> Compilation:
    """Tell how far the compiled loop is."""
    return _compiler.state


def awaited_for() -> float | None:
    """Have the loop made while nothing else is done.

    Returns:
        For how many seconds it has been compiling; None once it is there.

    Raises:
        InvalidValue: Numba is not available.
    """
    _go_on("numba", wait=True)
    return compiling_for()


def compiling_for() -> float | None:
    """Return for how many seconds the loop has been compiling; None if it is not compiling."""
    return _compiler.seconds if compilation() == "compiling" else None


def note_once() -> str:
    """Return in one line why the loop cannot be had or kept, the first time; else ""."""
    return _compiler.note_once()


def kernel_for(kind: str, wait: bool = True) -> Kernel:
    """Return the kernel to train with now.

    Args:
        kind: One of ``KERNELS``; ``auto`` is Numba where it is installed and ready.
        wait: Whether to wait for ``numba``, and while the loop is loaded; otherwise NumPy trains until it is ready.

    Raises:
        InvalidValue: There is no such kernel, or Numba is asked for and not available.
    """
    if kind not in KERNELS:
        raise InvalidValue(f"unknown kernel {kind[:40]!r}: use one of {', '.join(KERNELS)}")
    if kind == "numpy" or (kind == "auto" and not _compiler.is_installed):
        return "numpy"
    _go_on(kind, wait)
    while kind == "numba" and wait and _compiler.loops is None:
        time.sleep(_POLL_SECONDS)
        _go_on(kind, wait)
    return "numpy" if _compiler.loops is None else "numba"


def _go_on(kind: str, wait: bool) -> None:
    check_installed()
    _compiler.advance(insist=kind == "numba", at_once=wait)
    if kind == "numba" and _compiler.error:
        raise InvalidValue(f"the kernel numba cannot be had: {_compiler.error}")


def check_installed() -> None:
    """Check that Numba and SciPy are installed.

    Raises:
        InvalidValue: It is not.
    """
    if not _compiler.is_installed:
        raise InvalidValue("the kernel numba needs Numba and SciPy: pip install 'glassnet[fast]'")


def compiled_loops() -> Any:
    """Return the ``Loops`` of ``loops/loading.py``, waiting for them if necessary.

    Raises:
        InvalidValue: Numba is not available.
    """
    kernel_for("numba")
    return _compiler.loops
