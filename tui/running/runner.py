"""Running: a thread that trains, and hands a picture of it to the screen now and then.

The session has one owner at a time. While the thread runs it is the thread: commands go through its queue. When it has
ended, the screen owns the session again.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from textual.strip import Strip

from engine.analysis.evaluation import saturation
from engine.errors import EngineError
from engine.session.session import Session
from engine.training.commands import Command
from engine.training.goal import Goal
from engine.training.state import TrainingState

REFRESH = 0.1
"""Seconds between two pictures."""
CHUNK = 0.01
"""Seconds of training between two looks at the queue."""
TAKING = 0.05
"""Seconds to stand back while the screen takes a picture: the two share one interpreter, and a key may be waiting."""
SCREEN_BUSY = 0.01
"""Seconds until the next look at whether the screen is ready for a picture."""
PACES = (1, 2, 5, 10, 30, 100, 1_000, 10_000, None)
"""Samples a second to choose from; none is as fast as it goes."""


@dataclass(frozen=True, eq=False)
class RunProgress:
    """What the thread hands over.

    Attributes:
        state: the state reached.
        obeyed: how many of the commands it was given are in that state.
        chart: the chart drawn of it.
        rate: samples a second since the last time.
        kernel: what computes it.
        compiling_for: for how many seconds a quicker one has been compiling; none if none is.
    """

    state: TrainingState
    obeyed: int
    chart: list[Strip]
    rate: float
    kernel: str
    compiling_for: float | None


class Runner:
    """Trains in a thread until it is stopped, has done its share or what it is to stop for, or can go no further.

    Attributes:
        at_goal: whether it ended because of what the state says a run is to stop for.
    """

    def __init__(
        self,
        session: Session,
        draw: Callable[[TrainingState], list[Strip]],
        show: Callable[[RunProgress], object],
        ended: Callable[[str], object],
    ) -> None:
        """Make a runner.

        Args:
            session: what to train; not to be touched by others until ``stop`` has returned.
            draw: draws the chart; called in the thread.
            show: takes a picture; called in the thread.
            ended: called in the thread, last of all, with why it ended by itself ("" if it had done its share).
        """
        self._session, self._draw, self._show, self._ended = session, draw, show, ended
        self._queue: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._welcome = threading.Event()
        self._welcome.set()
        self._thread = threading.Thread(target=self._main, name="trainer", daemon=True)
        self._pace: int | None = None
        self._left: int | None = None
        self._chunk = 1
        self._still = 0  # samples in a row that changed no parameter
        self._obeyed = 0
        self._urgent = False  # whether something was done that must be seen at once
        self._goal: Goal | None = None
        self.at_goal = False

    def start(self, pace: int | None, samples: int | None = None) -> None:
        """Begin, held to so many samples a second; with ``samples``, end by itself after so many, and for no goal."""
        self._left = samples
        self._goal = Goal(self._session.state) if samples is None else None
        self.set_pace(pace)
        self._thread.start()

    def apply(self, command: Command) -> None:
        """Do a command between two chunks of training."""
        self._queue.put(command)

    def set_pace(self, pace: int | None) -> None:
        """Hold the training to so many samples a second from now on; none for as fast as it goes."""
        self._pace, self._begun, self._done = pace, time.perf_counter(), 0
        self._queue.put(None)  # wakes a thread that waits for its next sample

    def shown(self) -> None:
        """Tell that the last picture is on the screen, and another is welcome."""
        self._welcome.set()

    def stop(self) -> None:
        """End the thread, and give the session back."""
        self._stopping.set()
        self._queue.put(None)  # wakes it, whatever it waits for
        self._welcome.set()
        self._thread.join()
        self._obey()  # what was asked for after it had looked for the last time
        self._session.end_run()

    def _main(self) -> None:
        try:
            reason = self._train()
        except EngineError as error:
            reason = str(error)
        except Exception as error:  # whatever it is, the screen must not wait for a thread that is gone
            reason = f"training failed: {type(error).__name__}: {error}"
        if not self._stopping.is_set():
            self._ended(reason)

    def _train(self) -> str:
        self._seen_at, self._seen = time.perf_counter(), self._session.state.samples
        while not self._stopping.is_set():
            self._urgent = self._obey() or self._urgent
            due = self._due()
            if due > 0:
                self._advance(due)
            self._publish(at_once=self._urgent)
            if self._left == 0:
                return ""
            if self._goal is not None and self._goal.reached:
                self.at_goal = True
                return self._goal.reached
            if self._still >= self._session.state.dataset.rows:
                return why_still(self._session.state)
            if due <= 0 and self._pace:
                self._wait(self._idle_until() - time.perf_counter())
        return ""

    def _due(self) -> int:
        """Count the samples to train next."""
        most = self._chunk
        if self._left is not None:
            most = min(most, self._left)
        if self._pace is not None:
            return min(most, int((time.perf_counter() - self._begun) * self._pace) + 1 - self._done)
        rows, position = self._session.state.dataset.rows, self._session.state.position
        # Whole epochs, where a chunk holds several: the sample on screen is then always the same.
        return most // rows * rows - position if most >= 2 * rows and self._left is None else most

    def _advance(self, samples: int) -> None:
        before, started = self._session.state, time.perf_counter()
        after = self._session.run(samples, self._goal)
        took, samples = time.perf_counter() - started, after.samples - before.samples
        self._done += samples
        if self._left is not None:
            self._left -= samples
        if self._pace is None or samples >= self._chunk:
            self._chunk = max(1, min(int(samples * CHUNK / max(took, 1e-9)), self._chunk * 4))
        unchanged = np.array_equal(before.network.parameters, after.network.parameters)
        self._still = self._still + samples if unchanged else 0

    def _obey(self) -> bool:
        """Do what was asked for; tell whether anything was."""
        obeyed = False
        while not self._queue.empty():
            command = self._queue.get()
            if command is not None:
                obeyed, self._still = True, 0
                self._session.apply(command)
                self._obeyed += 1
                self._goal = self._goal and Goal(self._session.state)
        return obeyed

    def _publish(self, at_once: bool) -> None:
        now = time.perf_counter()
        state = self._session.state
        if not self._welcome.is_set() or (now - self._seen_at < REFRESH and not at_once):
            return
        if state.samples == self._seen and not at_once:
            return
        self._welcome.clear()
        _ = state.trace, state.evaluation  # computed here, so that the screen finds them done
        rate = (state.samples - self._seen) / max(now - self._seen_at, 1e-9)
        session = self._session
        kernel, compiling_for = session.kernel_used, session.compiling_for
        self._show(RunProgress(state, self._obeyed, self._draw(state), rate, kernel, compiling_for))
        self._seen_at, self._seen, self._urgent = now, state.samples, False
        self._welcome.wait(TAKING)

    def _idle_until(self) -> float:
        """Tell when there is something to do again: train the next sample, or show the last one."""
        next_sample = self._begun + self._done / self._pace
        if self._session.state.samples == self._seen:
            return next_sample
        return min(next_sample, max(self._seen_at + REFRESH, time.perf_counter() + SCREEN_BUSY))

    def _wait(self, seconds: float) -> None:
        """Wait so long, or until there is something to obey."""
        if seconds > 0:
            with contextlib.suppress(queue.Empty):
                command = self._queue.get(timeout=seconds)
                if command is not None:
                    self._queue.put(command)


def why_still(state: TrainingState) -> str:
    """Say why training changes nothing any more."""
    why = saturation(state.network, state.dataset)
    return f"stopped: {why or 'a whole epoch changed no weight: there is nothing left to learn'}"
