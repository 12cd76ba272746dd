"""The compiled training loop: whether it can be had, whether it is ready, and how it is used.

Numba comes with the extra ``glassnet[fast]``. It is imported and compiles in a thread of its own, once it is asked for;
what it compiles it keeps on disk, beside this file or, where that cannot be written, in the user's cache. Until it is
ready NumPy trains.
"""

from __future__ import annotations

import importlib
import importlib.util
import tempfile
import threading
import time
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.errors import InvalidValue
from engine.network.network import Network

Kernel = Literal["numpy", "numba"]
KERNELS = ("auto", "numpy", "numba")
KINDS = ("sigmoid", "tanh", "relu", "leaky-relu", "linear", "softmax")
"""In the order of the numbers that ``compiled_loop.py`` gives them."""

Compilation = Literal["not installed", "not begun", "compiling", "ready", "failed"]


class _Compiler:
    """Imports the loop, which compiles it or fetches it from the cache, in a thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._began = 0.0
        self.loop: Any = None
        self.error = ""

    def begin(self) -> None:
        """Begin, if it has not begun yet."""
        with self._lock:
            if self._thread is None:
                self._began = time.monotonic()
                self._thread = threading.Thread(target=self._compile, name="compiler", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Wait until it is ready or has failed."""
        self.begin()
        if self._thread is not None:
            self._thread.join()

    @property
    def begun(self) -> bool:
        """Whether it has begun."""
        return self._thread is not None

    @property
    def seconds(self) -> float:
        """How long ago it began."""
        return time.monotonic() - self._began

    def _compile(self) -> None:
        try:
            self.loop = _imported()
        except Exception as error:  # whatever is wrong with it: NumPy goes on training
            self.error = f"{type(error).__name__}: {error}"


def _imported() -> Any:
    try:
        return importlib.import_module("engine.kernels.compiled_loop").train_epochs
    except RuntimeError:  # Numba finds no folder to keep it in: for this time, then
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
    """Return for how many seconds the loop has been compiling; none if it is not."""
    return _compiler.seconds if compilation() == "compiling" else None


def kernel_for(kind: str, wait: bool = True) -> Kernel:
    """Return the kernel to train with now.

    Args:
        kind: ``numpy``; ``numba``; or ``auto``, which is Numba, where it is installed, once it is ready.
        wait: whether ``numba`` is waited for, or NumPy trains until it is ready.

    Raises:
        InvalidValue: there is no such kernel, or Numba is wanted and cannot be had.
    """
    if kind not in KERNELS:
        raise InvalidValue(f"unknown kernel {kind[:40]!r}: use one of {', '.join(KERNELS)}")
    if kind == "numpy":
        return "numpy"
    there = compilation()
    if kind == "auto":
        if there == "not begun":
            _compiler.begin()
        return "numba" if there == "ready" else "numpy"
    check_installed()
    if wait:
        _compiler.wait()
    _compiler.begin()
    if compilation() == "failed":
        raise InvalidValue(f"the kernel numba cannot be had: {_compiler.error}")
    return "numba" if compilation() == "ready" else "numpy"


def check_installed() -> None:
    """Refuse what needs Numba.

    Raises:
        InvalidValue: it is not installed.
    """
    if compilation() == "not installed":
        raise InvalidValue("the kernel numba needs Numba: pip install 'glassnet[fast]'")


class CompiledDescent:
    """Steps w ← w − α · ∂E/∂w, one a sample, with the compiled loop."""

    def __init__(self, network: Network, parameters: FloatArray, learning_rate: float) -> None:
        """Prepare the descent; waits for the loop if need be.

        Args:
            network: its shape, activations and loss.
            parameters: to be brought up to date by ``train``.
            learning_rate: α.

        Raises:
            InvalidValue: Numba cannot be had.
        """
        kernel_for("numba")
        self._parameters, self._learning_rate = parameters, learning_rate
        self._sizes = np.array(network.sizes, dtype=np.int64)
        self._kinds = np.array([KINDS.index(name) for name in network.activations], dtype=np.int64)
        self._loss = ("half-squared", "mse", "cross-entropy").index(network.loss_name)
        if network.loss_name == "cross-entropy" and network.activations[-1] == "softmax":
            self._loss += 1

    def train(self, inputs: FloatArray, expected: FloatArray, rows: Sequence[int] | NDArray[np.intp]) -> bool:
        """Train these rows; if a number was not finite, return False and leave the parameters as they were."""
        order = np.asarray(rows, dtype=np.int64)[np.newaxis]
        return self.train_epochs(inputs, expected, order, np.zeros(1, dtype=np.bool_)) is not None

    def train_epochs(
        self,
        inputs: FloatArray,
        expected: FloatArray,
        orders: NDArray[np.intp],
        keep: NDArray[np.bool_],
    ) -> FloatArray | None:
        """Train whole epochs.

        Args:
            inputs: shape (rows of the data set, inputs).
            expected: shape (rows of the data set, outputs).
            orders: which rows, in which order, in each epoch, shape (epochs, rows).
            keep: for each epoch whether its parameters are wanted, shape (epochs,).

        Returns:
            The parameters after the epochs that were to be kept, shape (kept, parameters); none, and the parameters as
            they were, if a number was not finite.
        """
        before = self._parameters.copy()
        kept = np.empty((int(keep.sum()), len(before)))
        done = _compiler.loop(
            self._parameters,
            self._sizes,
            self._kinds,
            self._loss,
            inputs,
            expected,
            np.ascontiguousarray(orders, dtype=np.int64),
            self._learning_rate,
            keep,
            kept,
        )
        if done == orders.size and np.isfinite(self._parameters).all():
            return kept
        self._parameters[:] = before
        return None
