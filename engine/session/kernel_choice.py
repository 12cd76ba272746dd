"""Which kernel computes a session's runs."""

from __future__ import annotations

from engine.kernels import compiler
from engine.kernels.compiler import Kernel, check_installed, compilation, compiling_for, kernel_for, note_once

WORTH_COMPILING = 0.5
"""Seconds of running until ``auto`` has the loop compiled or uses it; a shorter run is NumPy's to the last bit."""
WORTH_LOADING = 2.0
"""Seconds that NumPy must still have to run: loading takes half a second to one."""


def check_kernel(name: str) -> None:
    """Validate the choice of a kernel, one of ``KERNELS``.

    Raises:
        InvalidValue: It needs Numba, which is not installed.
    """
    if name == "numba":
        check_installed()


def awaited_for(name: str) -> float | None:
    """Have the compiled loops made if a training waits for them, so that it has them from the beginning.

    Returns:
        For how many seconds it has been compiling; None if it is not waited for, or not any more.

    Raises:
        InvalidValue: It cannot be had.
    """
    return compiler.awaited_for() if name == "numba" else None


class KernelChoice:
    """The kernel that the learner chose, and what it means for the next run.

    Attributes:
        name: One of ``KERNELS``; ``auto`` is NumPy until a run is worth compiling for and the compiled loop is ready.
        waits: Whether a run waits until the compiled loop is ready; if not, NumPy computes until then.
        seconds_left: How long NumPy would still run; None if nobody knows.
    """

    def __init__(self) -> None:
        self.name, self.waits = "numpy", True
        self.seconds_left: float | None = None
        self._seconds = 0.0

    @property
    def compiling_for(self) -> float | None:
        """For how many seconds the loop has been compiling; None if it is not, or is not wanted."""
        return None if self.name == "numpy" else compiling_for()

    def note_once(self) -> str:
        """Return in one line why the compiled loop cannot be had or kept, the first time; else ""."""
        return "" if self.name == "numpy" else note_once()

    def note_run(self, seconds: float) -> None:
        """Count the seconds of a run, for ``auto``."""
        self._seconds += seconds

    def kernel_for(self) -> Kernel:
        """Return what computes a run that starts now; if ``waits`` is set, wait for the compiled loop.

        Raises:
            InvalidValue: The kernel is not available.
        """
        if self.name == "auto" and not self._is_worth_it():
            return "numpy"
        return kernel_for(self.name, self.waits)

    def _is_worth_it(self) -> bool:
        if self._seconds < WORTH_COMPILING:
            return False
        return compilation() == "ready" or self.seconds_left is None or self.seconds_left >= WORTH_LOADING
