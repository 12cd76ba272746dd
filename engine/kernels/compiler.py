"""Which kernel trains: NumPy, or Numba's compiled loop once it is ready.

Numba comes with the extra ``glassnet[fast]``. It is imported in a thread of its own when it is first needed, and
compiles there; until it is ready NumPy trains. The compiled code is cached on disk, beside ``compiled_loop.py`` or, if
that folder is read-only, in the user's cache.
"""

from __future__ import annotations

import importlib
import importlib.util
import tempfile
import threading
import time
from typing import Any, Literal, get_args

from engine.errors import InvalidValue
from engine.network.method import Method

Kernel = Literal["numpy", "numba"]
KERNELS = ("auto", *get_args(Kernel))
Compilation = Literal["not installed", "not begun", "compiling", "ready", "failed"]


class _Compiler:
    """Imports the loop in a thread, which compiles it or loads it from the cache.

    Attributes:
        loop: The compiled loop; None until it is ready.
        error: Why it failed; empty if it did not.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._began = 0.0
        self.loop: Any = None
        self.error = ""

    def begin(self) -> None:
        """Begin, unless it has begun."""
        with self._lock:
            if self._thread is None:
                self._began = time.monotonic()
                self._thread = threading.Thread(target=self._compile, name="compiler", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Wait until the loop is ready or has failed."""
        self.begin()
        if self._thread is not None:
            self._thread.join()

    @property
    def begun(self) -> bool:
        """Whether it has begun."""
        return self._thread is not None

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self._began

    def _compile(self) -> None:
        try:
            self.loop = _imported()
        except Exception as error:  # whatever it is: NumPy goes on training
            self.error = f"{type(error).__name__}: {error}"


def _imported() -> Any:
    try:
        return importlib.import_module("engine.kernels.compiled_loop").train_epochs
    except RuntimeError:  # Numba finds no writable cache folder: compile for this process only
        config: Any = importlib.import_module("numba.core.config")
        with tempfile.TemporaryDirectory(prefix="glassnet-") as config.CACHE_DIR:
            return importlib.import_module("engine.kernels.compiled_loop").train_epochs


_compiler = _Compiler()


def compilation() -> Compilation:
    """Tell how far the compiled loop is."""
    if _compiler.loop is not None:
        return "ready"
    if _compiler.error:
        return "failed"
    if _compiler.begun:
        return "compiling"
    return "not begun" if importlib.util.find_spec("numba") else "not installed"


def compiling_for() -> float | None:
    """Return for how many seconds the loop has been compiling; None if it is not compiling."""
    return _compiler.seconds if compilation() == "compiling" else None


def kernel_for(kind: str, wait: bool = True) -> Kernel:
    """Return the kernel to train with now.

    Args:
        kind: One of ``KERNELS``; ``auto`` is Numba where it is installed and ready.
        wait: Whether to wait for ``numba``; otherwise NumPy trains until it is ready.

    Raises:
        InvalidValue: There is no such kernel, or Numba is asked for and not available.
    """
    if kind not in KERNELS:
        raise InvalidValue(f"unknown kernel {kind[:40]!r}: use one of {', '.join(KERNELS)}")
    if kind == "numpy":
        return "numpy"
    now = compilation()
    if kind == "auto":
        if now == "not begun":
            _compiler.begin()
        return "numba" if now == "ready" else "numpy"
    check_installed()
    if wait:
        _compiler.wait()
    _compiler.begin()
    if compilation() == "failed":
        raise InvalidValue(f"the kernel numba cannot be had: {_compiler.error}")
    return "numba" if compilation() == "ready" else "numpy"


def check_installed() -> None:
    """Check that Numba is installed.

    Raises:
        InvalidValue: It is not.
    """
    if compilation() == "not installed":
        raise InvalidValue("the kernel numba needs Numba: pip install 'glassnet[fast]'")


def compiled_loop() -> Any:
    """Return ``compiled_loop.train_epochs``, waiting for it if necessary.

    Raises:
        InvalidValue: Numba is not available.
    """
    kernel_for("numba")
    return _compiler.loop


def compiles(method: Method, rows: int) -> bool:
    """Tell whether the compiled loop knows a method: plain gradient descent, one sample at a time.

    Args:
        method: How to train.
        rows: The number of rows in the data set.
    """
    return method.is_plain and method.rows_per_batch(rows) == 1
