"""A run in a script's time: without a thread, so many samples a second that the script has let pass."""

from __future__ import annotations

from engine.training.stop_check import StopCheck
from tui.running.runner import Runner

NO_PACE = "a run at full speed comes as far as the machine is fast: set a pace with press - first, or say run N"
ALL = 10**12
"""More samples than a run has: as many as are due are trained at once, so that it always ends after the same one."""
ROUNDING = 1e-6
"""Of a sample: a time in seconds is not exact."""


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
        if samples is not None:
            self.turn()

    def set_pace(self, pace: int | None) -> None:
        """Train so many samples a second from now on."""
        if pace is None and self._left is None:
            self.refusal = NO_PACE
        super().set_pace(pace)

    def turn(self) -> None:
        """Train what is due by now, and show it."""
        if self._stopping.is_set() or self.refusal:
            return
        if (reason := self._reason(self._turn)) is not None:
            self._stopping.set()
            self._ended(reason)

    def _due(self) -> int:
        pace = self._pace
        due = ALL if pace is None else int((self._clock() - self._begun) * pace + ROUNDING) - self._done
        return due if self._left is None else min(due, self._left)

    def _publish(self, at_once: bool) -> None:
        super()._publish(at_once or self._session.state.samples != self._seen)

    def _yield_to_screen(self) -> None:
        """Go on at once: the screen has the same thread."""
