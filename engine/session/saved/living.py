"""The lines of a log one by one as they are lived again: within limits, and long runs in parts that can be followed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from engine.errors import EngineError, TooLarge
from engine.session.chunks import CHUNK_SECONDS, FIRST_CHUNK, chunk_after
from engine.session.saved.log import Entry, Mark
from engine.session.saved.log_limits import (
    check,
    is_compiled,
    samples_in,
    verb_of,
    whole,
    work_of_mark,
)
from engine.session.session import Session
from engine.session.travel import Goto
from engine.session.verbs.grammar import JOINS, joins, parse
from engine.session.work import has_numba, work_of
from engine.training.commands import Run
from engine.training.state import TrainingState

Follow = Callable[[int, Entry], object]
"""Is told now and then how many samples are done, and which line is being done."""


class Life:
    """Hands out the lines of a log one by one, long runs in parts, and looks at what each came to.

    Attributes:
        session: The session, in which whoever takes a line does it before the next.
        samples: How many samples were trained, those that were undone later too.
        lacks_kernel: Whether NumPy computed what Numba did then.
    """

    def __init__(
        self,
        session: Session,
        until: int | None = None,
        large: bool = False,
        follow: Follow = lambda samples, entry: None,
    ) -> None:
        """Begin with a session as it was before the lines.

        Args:
            session: The session.
            until: The step to stop at, with all that belongs to it; None goes on to the end.
            large: Whether the learner knows that it is large.
            follow: See there. Whatever it raises ends it and is passed on.
        """
        self.session = session
        self.samples = 0
        self.lacks_kernel = False
        self._until, self._large, self._follow = until, large, follow
        self._work, self._part, self._known = 0, FIRST_CHUNK, session.state.network.parameters.size

    def parts(self, entries: Sequence[Entry]) -> Iterator[Entry]:
        """Yield the lines, a long run as several.

        Raises:
            TooLarge: A line takes too much; the message says which.
        """
        for entry in entries:
            if isinstance(entry.said, Mark) or entry.refused:
                self._spend_on_mark(entry)
                yield entry
                continue
            if self._is_over(entry.said):
                return
            self._spend(entry, entry.said)
            before = self.session.state
            run = self._run_in(entry.said)
            if run is None:
                yield entry
            else:
                yield from self._parts_of(entry, joins(entry.said)[0], run)
            if verb_of(entry.said) not in ("undo", "redo", "goto"):
                self.samples += max(0, self.session.state.samples - before.samples)
            self._follow(self.samples, entry)

    def _is_over(self, said: str) -> bool:
        return self._until is not None and self.session.step >= self._until and not joins(said)[0]

    def _spend(self, entry: Entry, said: str) -> None:
        network = self.session.state.network
        samples = samples_in(said, self.session.state.dataset.rows)
        work = work_of(samples, network.sizes, network.parameters.size, is_compiled(said))
        self._check(entry, work + self._work_back(said))

    def _spend_on_mark(self, entry: Entry) -> None:
        if not entry.refused:
            state = self.session.state
            self._check(entry, work_of_mark(state.network.sizes, state.network.parameters.size, state.dataset.rows))

    def _check(self, entry: Entry, work: int) -> None:
        """Note what a line takes, now that the network is known.

        Raises:
            TooLarge: It is too much.
        """
        self._work += work
        if not self._large:
            network = self.session.state.network
            try:
                check(network.sizes, network.parameters.size, self._work, self._known)
            except TooLarge as error:
                raise TooLarge(f"line {entry.line:,}: {error.what}") from None

    def _work_back(self, said: str) -> int:
        """Return how much work it is to restore the step that a line goes to."""
        verb, *words = joins(said)[1].lower().split(maxsplit=2)[:2] or [""]
        here = self.session.step
        where = {"undo": here - 1, "redo": here + 1, "goto": whole(words[0].partition("+")[0]) if words else 0}
        if verb not in where or not 0 <= where[verb] <= self.session.last_step:
            return 0
        return self.session.way_to(Goto(where[verb])).work

    def _run_in(self, said: str) -> Run | None:
        """Return the run that a line says, as several epochs are one; None if it says none, or cannot be done."""
        if verb_of(said) not in ("run", "epoch"):
            return None
        try:
            command = parse(joins(said)[1], self.session.state)
        except EngineError:
            return None
        return command if isinstance(command, Run) else None

    def _parts_of(self, entry: Entry, joined: bool, run: Run) -> Iterator[Entry]:
        """Yield a run in parts, of which each after the first joins it: they come to the same."""
        joining, left, kernel = f"{JOINS} " * joined, run.samples, "" if run.kernel == "numpy" else f" {run.kernel}"
        if run.kernel == "numba" and not has_numba():
            self.lacks_kernel, kernel = True, ""
        samples_before = self.samples
        while True:
            part, before, began = min(left, self._part), self.session.state, time.perf_counter()
            yield replace(entry, said=f"{joining}run {part}{kernel}")
            left -= part
            if not left or not _trained(before, self.session.state, part):
                return
            joining, took = f"{JOINS} ", time.perf_counter() - began
            self._part = chunk_after(self._part, part, took, CHUNK_SECONDS)
            samples_before += part
            self._follow(samples_before, entry)


def _trained(before: TrainingState, after: TrainingState, samples: int) -> bool:
    """Return whether a part of a run was done to its end; otherwise the training blew up in it."""
    return after.samples - before.samples == samples
