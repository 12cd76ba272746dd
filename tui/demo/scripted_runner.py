"""A run in a script's time: without a thread, so many samples a second that the script has let pass."""

from __future__ import annotations

from engine.training.state import TrainingState
from engine.training.stop_check import StopCheck
from tui.running.runner import Runner

NO_PACE = "a run at full speed comes as far as the machine is fast: set a pace with press - first, or say run N"
ALL = 10**12
"""More samples than a run has: as many as are due are trained at once, so that it always ends after the same one."""
MOST_SAMPLES, MOST_WORK = 20_000, 10**7
"""Of a run that no time bounds, trained at once: samples, and samples times parameters. NumPy takes about a second."""
ROUNDING = 1e-6
"""Of a sample: a time in seconds is not exact."""


def most_at_once(state: TrainingState) -> int:
    """Return how many samples of a long run to train before the loop gets a turn; the same on every machine."""
    return max(1, min(MOST_SAMPLES, MOST_WORK // state.network.parameters.size))


class ScriptedRunner(Runner):
    """Trains when it is told that time has passed.

    Attributes:
        refusal: Why the run cannot be a part of a demo; "" if it can.
    """

    refusal = ""

    def start(self, pace: int | None, samples: int | None = None) -> None:
        """Begin, see ``Runner.start``."""
        self._left, self._chunk = samples, ALL
        self._check = StopCheck(self._session.state) if samples is None else None
        self._begin()
        self.set_pace(pace)

    def set_pace(self, pace: int | None) -> None:
        """Train so many samples a second from now on."""
        if pace is None and self._left is None:
            self.refusal = NO_PACE
        super().set_pace(pace)

    @property
    def is_due(self) -> bool:
        """Whether there is something to train though no time passes: a number of samples at full speed."""
        return self._pace is None and bool(self._left) and not self._stopping.is_set()

    def turn(self) -> None:
        """Train what is due by now, and show it."""
        if self._stopping.is_set() or self.refusal:
            return
        if (reason := self._reason(self._turn)) is not None:
            self._stopping.set()
            self._ended(reason)

    def _due(self) -> int:
        if (pace := self._pace) is None:
            return min(self._left or 0, most_at_once(self._session.state))
        due = int((self._clock() - self._begun) * pace + ROUNDING) - self._done
        return due if self._left is None else min(due, self._left)

    def _publish(self, at_once: bool) -> None:
        super()._publish(at_once or self._session.state.samples != self._seen)

    def _yield_to_screen(self) -> None:
        """Go on at once: the screen has the same thread."""
