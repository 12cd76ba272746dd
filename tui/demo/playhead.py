"""Where a film is while it is played, and where keys take it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tui.demo.film import Film, Frame, seen_frames


class Playhead:
    """A moment of a film, which passes unless it is paused. At its end a film is paused.

    Attributes:
        paused: Whether time stands still.
    """

    def __init__(self, film: Film) -> None:
        self.paused = False
        self._frames = seen_frames(film)
        self._moments = [frame.at for frame in self._frames]
        self._steps = _ends_of_lines(self._frames)
        self._end = max(film.seconds, self._moments[-1])
        self._at = 0.0

    @property
    def frame(self) -> Frame:
        """What is seen."""
        return self._frames[self._index]

    @property
    def step(self) -> int:
        """Which line of the script is being done, from 1; those that change nothing do not count."""
        return min(bisect_left(self._steps, self._index) + 1, self.steps)

    @property
    def steps(self) -> int:
        """How many there are."""
        return len(self._steps)

    @property
    def is_over(self) -> bool:
        """Whether it is at its end."""
        return self._at >= self._end

    @property
    def seconds_to_next(self) -> float | None:
        """Seconds until something else is seen, or until the end; None if paused."""
        if self.paused:
            return None
        later = bisect_right(self._moments, self._at)
        return (self._moments[later] if later < len(self._moments) else self._end) - self._at

    def let_pass(self, seconds: float) -> None:
        """Let time pass, unless paused."""
        if not self.paused:
            self._at = min(self._at + seconds, self._end)
            self.paused = self.is_over

    def pause_or_go_on(self) -> None:
        """Pause, or go on; from the end, begin again."""
        if self.is_over:
            self._at = 0.0
        self.paused = not self.paused

    def next_step(self) -> None:
        """Go to where the line that is being done has been done, or else to where the next one has been; pause."""
        later = [step for step in self._steps if step > self._index]
        self._go(self._moments[later[0]] if later[1:] else self._end)

    def previous_step(self) -> None:
        """Go to where the line before has been done; pause."""
        earlier = [step for step in self._steps if step < self._index]
        self._go(self._moments[earlier[-1]] if earlier else 0.0)

    def to_beginning(self) -> None:
        """Go to the beginning; pause."""
        self._go(0.0)

    def to_end(self) -> None:
        """Go to the end."""
        self._go(self._end)

    @property
    def _index(self) -> int:
        return max(bisect_right(self._moments, self._at) - 1, 0)

    def _go(self, moment: float) -> None:
        self._at, self.paused = moment, True


def _ends_of_lines(frames: tuple[Frame, ...]) -> list[int]:
    """Return the numbers of the frames in which lines of the script have been done, if they show anything new."""
    last = len(frames) - 1
    ends = [at for at, frame in enumerate(frames) if at == last or frames[at + 1].line != frame.line]
    seen: list[int] = []
    for at in ends:
        if not seen or not _look_alike(frames[seen[-1]], frames[at]):
            seen.append(at)
    return seen


def _look_alike(one: Frame, other: Frame) -> bool:
    return one.caption == other.caption and one.rows == other.rows
