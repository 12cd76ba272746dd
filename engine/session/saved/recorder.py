"""Writes what a session does as lines of its log. Runs are put together: a line for every second and a half."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from engine.experiment.setup import Setup
from engine.session.saved.log import LEFT, at_of, at_text, entry_line, mark_of
from engine.session.travel import Travel
from engine.session.verbs.grammar import JOINS, lines
from engine.session.verbs.tokens import LineRefused
from engine.training.commands import Command, Run
from engine.training.state import TrainingState

SECONDS_OF_A_RUN = 1.5
"""At most 2 s of a run are lost when the process is killed: the parts that are trained at once take a while too."""
LINES_TO_A_MARK = 32


class Recorder:
    """Listens to a session and writes its log, line by line."""

    def __init__(
        self,
        write: Callable[[str], object],
        clock: Callable[[], float] = time.monotonic,
        seconds: float = 0.0,
        began: Setup | None = None,
    ) -> None:
        """Begin to write now.

        Args:
            write: Takes each line, without its end.
            clock: Tells the seconds.
            seconds: How long the session has lasted already.
            began: What it began with; None if nobody asks how many epochs it has trained.
        """
        self._setup = began
        self._write, self._clock, self._began = write, clock, clock() - seconds
        self._run: tuple[Run, bool] | None = None  # a run that is not written yet, and whether it joins
        self._run_began = 0.0
        self._latest: tuple[int, TrainingState] | None = None
        self._since_mark = 0

    def did(self, said: Command | Travel, before: TrainingState, after: TrainingState, step: int, joins: bool) -> None:
        """Write what was done, see ``Listener.did``."""
        if isinstance(said, Run):
            self._ran(said, joins)
            self._latest = step, after
            if self._clock() - self._run_began >= SECONDS_OF_A_RUN:
                self._write_run()
                self._mark()
            return
        self._write_run()
        self._latest = step, after
        self._write_lines(said, before, joins)
        if self._since_mark >= LINES_TO_A_MARK:
            self._mark()

    def refused(self, command: Command, before: TrainingState) -> None:
        """Write what could not be done, if a line says it."""
        self._write_run()
        try:
            written = lines(command, before)
        except LineRefused:
            return
        for text in written:
            self._put(text, refused=True)

    def paused(self) -> None:
        """Write the run that has ended."""
        if self._run is not None:
            self._write_run()
            self._mark()

    def mark(self) -> None:
        """Write what the session has come to, unless a mark says it already."""
        self._write_run()
        if self._since_mark:
            self._mark()

    def note(self, text: str) -> None:
        """Write a line that changes nothing, such as what is looked at."""
        self._write_run()
        self._write(entry_line(self._clock() - self._began, text))

    def leave(self) -> None:
        """Write what the session has come to, and that the learner has left it."""
        self.mark()
        self._put(LEFT)

    def _ran(self, run: Run, joins: bool) -> None:
        if self._run is not None and joins:
            earlier, first = self._run
            self._run = replace(run, samples=earlier.samples + run.samples), first
            return
        self.paused()  # another kernel goes on, or another run begins
        self._run, self._run_began = (run, joins), self._clock()

    def _write_run(self) -> None:
        if self._run is None:
            return
        (run, joins), self._run = self._run, None
        assert self._latest is not None
        self._write_lines(run, self._latest[1], joins)

    def _write_lines(self, said: Command | Travel, before: TrainingState, joins: bool) -> None:
        for number, text in enumerate(lines(said, before)):
            self._put(f"{JOINS} {text}" if joins and not number else text)

    def _put(self, text: str, refused: bool = False) -> None:
        self._write(entry_line(self._clock() - self._began, text, refused))
        self._since_mark += 1

    def _mark(self) -> None:
        assert self._latest is not None
        seconds = self._clock() - self._began
        if self._setup is not None and (at := at_of(self._latest[1], self._setup)) is not None:
            self._write(entry_line(seconds, at_text(at)))
        self._write(entry_line(seconds, mark_of(*self._latest)))
        self._since_mark = 0
