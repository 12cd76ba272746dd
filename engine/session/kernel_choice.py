"""Which kernel computes a session's runs."""

from __future__ import annotations

from engine.kernels.compiler import Kernel, check_installed, compiles, compiling_for, kernel_for
from engine.training.state import TrainingState

WORTH_COMPILING = 0.5
"""Seconds of running after which ``auto`` imports Numba: about what the import takes."""


def check_kernel(name: str) -> None:
    """Validate the choice of a kernel, one of ``KERNELS``.

    Raises:
        InvalidValue: It needs Numba, which is not installed.
    """
    if name == "numba":
        check_installed()


class KernelChoice:
    """The kernel that the learner chose, and what it means for the next run.

    Attributes:
        name: One of ``KERNELS``; ``auto`` is NumPy until a run is worth compiling for and the compiled loop is ready.
        waits: Whether a run waits until the compiled loop is ready; if not, NumPy computes until then.
    """

    def __init__(self) -> None:
        self.name, self.waits = "numpy", True
        self._seconds = 0.0

    @property
    def compiling_for(self) -> float | None:
        """For how many seconds the loop has been compiling; None if it is not, or is not wanted."""
        return None if self.name == "numpy" else compiling_for()

    def note_run(self, seconds: float) -> None:
        """Count the seconds of a run, for ``auto``."""
        self._seconds += seconds

    def kernel_for(self, state: TrainingState) -> Kernel:
        """Return what computes a run that starts now; if ``waits`` is set, wait for the compiled loop.

        Raises:
            InvalidValue: The kernel is not available.
        """
        if not compiles(state.method, state.dataset.rows):
            return "numpy"
        if self.name == "auto" and self._seconds < WORTH_COMPILING:
            return "numpy"
        return kernel_for(self.name, self.waits)
