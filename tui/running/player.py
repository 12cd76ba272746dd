"""Plays the phases of the samples one by one, as the key for the next phase would do them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from engine.errors import InvalidValue
from tui.running.rhythm import interval_after

TEMPOS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Phases a second to choose from."""
USUAL = 1.0


class Waiting(Protocol):
    """A call that is still to come."""

    def stop(self) -> None:
        """Give it up."""


class Player:
    """Does a phase, and the next one some time after its picture was seen, until it is stopped.

    Attributes:
        playing: Whether it plays.
        tempo: How many phases a second it plays, or would play.
    """

    def __init__(
        self,
        step: Callable[[], bool],
        is_covered: Callable[[], bool],
        wait: Callable[[float, Callable[[], object]], Waiting],
        when_seen: Callable[[Callable[[], object]], object],
        changed: Callable[[], object],
    ) -> None:
        """Make a player that does not play yet.

        Args:
            step: Does the next phase; returns whether there was one.
            is_covered: Tells whether something lies over the panels, so that the phases would not be seen.
            wait: Calls back after some seconds.
            when_seen: Calls back when what has just changed is on the glass.
            changed: Called when ``playing`` or ``tempo`` has changed.
        """
        self.playing, self.tempo = False, USUAL
        self._step, self._is_covered = step, is_covered
        self._wait, self._when_seen, self._changed = wait, when_seen, changed
        self._turn = 0  # counts the phases, and the stops: what was asked for earlier is late
        self._begun = self._least = 0.0
        self._waiting: Waiting | None = None

    @property
    def tempo_now(self) -> float:
        """How many phases a second it plays; 0 if it does not."""
        return self.tempo if self.playing else 0.0

    def toggle(self) -> None:
        """Play, beginning at once, or pause."""
        if self.playing:
            self.stop()
        else:
            self.playing = True
            self._changed()
            self._play()

    def stop(self) -> None:
        """Stop, if it plays."""
        if self.playing:
            self.playing = False
            self._turn += 1
            self._give_up()
            self._changed()

    def change_tempo(self, by: int) -> None:
        """Change the tempo by some places in ``TEMPOS``.

        Raises:
            InvalidValue: It is the fastest or the slowest already.
        """
        index = TEMPOS.index(self.tempo) + by
        if not 0 <= index < len(TEMPOS):
            raise InvalidValue(f"this is the {'fastest' if by > 0 else 'slowest'}: {tempo_text(self.tempo)}")
        self.tempo = TEMPOS[index]
        if self._waiting is not None:
            self._arm()
        self._changed()

    def _play(self) -> None:
        self._give_up()
        self._turn += 1
        turn, self._begun, self._least = self._turn, time.monotonic(), 0.0
        if self._is_covered():
            self._arm()
        elif not self._step():
            self.stop()
        elif turn == self._turn:
            self._when_seen(lambda: self._seen(turn))

    def _seen(self, turn: int) -> None:
        if turn == self._turn:
            self._least = interval_after(time.monotonic() - self._begun)
            self._arm()

    def _arm(self) -> None:
        """Wait until the next phase is due."""
        self._give_up()
        due = self._begun + max(1 / self.tempo, self._least)
        self._waiting = self._wait(max(0.0, due - time.monotonic()), self._play)

    def _give_up(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None


def tempo_text(tempo: float) -> str:
    """Say how fast phases are played."""
    if tempo < 1:
        return f"a phase every {1 / tempo:g} seconds"
    return "a phase a second" if tempo == 1 else f"{tempo:g} phases a second"
