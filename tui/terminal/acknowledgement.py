"""Which pictures the terminal has shown: after each one it is asked where its cursor is, and answers in order.

Behind a slow line, and where many share a processor, what was painted is seen much later. Whoever paints on regardless
fills a queue, and a key then waits until all that was painted before it is seen.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from engine.quick_dataclass import dataclass

WINDOW = 8_000
"""Characters that may be on their way when another picture is painted: a long line then carries several small ones."""
FIRST_PATIENCE, PATIENCE = 1.0, 2.0
"""Seconds to wait for the first answer, and for a later one."""
TAG_ROW = 2
"""The row, from 1, in which the cursor is when the question is asked. F3 with shift looks like an answer from row 1."""
MOST_TAGS = 60
"""The columns by which answers are told apart."""

Callback = Callable[[], object]


@dataclass(frozen=True)
class _Picture:
    """A picture that the terminal has not acknowledged.

    Attributes:
        column: Where the cursor is when the question is asked.
        size: Its characters.
        callbacks: What to call when it is seen.
    """

    column: int
    size: int
    callbacks: list[Callback]


class Acknowledgement:
    """Keeps account of what was written to a terminal and what the terminal has answered.

    Until it answers the first question no other is asked, and every picture counts as seen when it is painted.

    Attributes:
        answers: Whether the terminal has answered a question.
        written: The characters written since the last question.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.answers = False
        self.written = 0
        self._clock = clock
        self._unseen: deque[_Picture] = deque()
        self._callbacks: list[Callback] = []  # for the next picture
        self._column, self._since = 0, 0.0

    @property
    def is_free(self) -> bool:
        """Whether another picture may be painted."""
        return not self.answers or sum(picture.size for picture in self._unseen) <= WINDOW

    @property
    def overdue_in(self) -> float | None:
        """Seconds until an answer is overdue. None if none is owed."""
        if not self._unseen and not self._callbacks:
            return None
        return max(0.0, self._since + (PATIENCE if self.answers else FIRST_PATIENCE) - self._clock())

    def question(self, width: int) -> str:
        """Return what to write after a picture; "" if the terminal is not to be asked.

        Args:
            width: The columns of the terminal.
        """
        if self._column and not self.answers:
            return ""
        self._awaits()
        self._column = self._column % max(1, min(width, MOST_TAGS)) + 1
        self._unseen.append(_Picture(self._column, self.written, self._callbacks))
        self.written, self._callbacks = 0, []
        return f"\x1b[{TAG_ROW};{self._column}H\x1b[6n"

    def when_painted_is_seen(self, callback: Callback) -> None:
        """Call back when the next picture is seen, or overdue."""
        if self.answers:
            self._awaits()
            self._callbacks.append(callback)
        else:
            callback()

    def when_all_is_seen(self, callback: Callback) -> None:
        """Call back when what was painted so far is seen, or overdue: no answer is owed then."""
        if self._unseen:
            self._unseen[-1].callbacks.append(callback)
        else:
            callback()

    def answered(self, row: int, column: int) -> None:
        """Note an answer, row and column counted from 1; one that is not owed is ignored."""
        columns = [picture.column for picture in self._unseen]
        if row == TAG_ROW and column in columns:
            self.answers = True
            self._seen(columns.index(column) + 1)
        elif not self.answers and (row, column) == (TAG_ROW, self._column):  # the first one, too late
            self.answers = True

    def give_up(self) -> None:
        """Take everything for seen, as no answer came in time."""
        self._seen(len(self._unseen))
        callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def _awaits(self) -> None:
        if not self._unseen and not self._callbacks:
            self._since = self._clock()

    def _seen(self, count: int) -> None:
        self._since = self._clock()
        for picture in [self._unseen.popleft() for _ in range(count)]:
            for callback in picture.callbacks:
                callback()
