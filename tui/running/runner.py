"""A thread that trains, and sends its progress to the screen now and then.

The session has one owner at a time. While the thread runs, the thread owns it and takes commands from a queue. When the
thread has ended, the screen owns the session again.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable

import numpy as np
from textual.strip import Strip

from engine.analysis.evaluation import saturation
from engine.errors import EngineError
from engine.quick_dataclass import dataclass
from engine.session.chunks import chunk_after
from engine.session.session import Session
from engine.training.commands import Command
from engine.training.divergence import Divergence
from engine.training.state import TrainingState
from engine.training.stop_check import StopCheck
from tui.running.rhythm import CHUNK, SOONEST, interval_after

MOST_YIELD = 0.05
"""The most seconds to pause while the screen shows an update: both share one interpreter, and a key may be waiting."""
SCREEN_BUSY = 0.01
"""Seconds until the next check whether the screen is ready for an update."""
PACES = (1, 2, 5, 10, 30, 100, 1_000, 10_000, None)
"""The limits in samples a second to choose from. None means no limit."""


@dataclass(frozen=True, eq=False)
class RunProgress:
    """An update from the thread to the screen.

    Attributes:
        state: The state reached.
        applied: How many of the commands sent to the thread are in that state.
        chart: The chart of that state.
        rate: Samples a second since the last update.
        kernel: The kernel that trains.
        compiling_for: Seconds for which a faster kernel has been compiling. None if none is compiling.
        note: What became of a faster kernel, to be told once. "" most of the time.
    """

    state: TrainingState
    applied: int
    chart: list[Strip]
    rate: float
    kernel: str
    compiling_for: float | None
    note: str


class Runner:
    """Trains in a thread until it is stopped, has trained its samples, meets a stop condition or makes no progress.

    Attributes:
        stopped_by_rule: Whether the run ended because its stop rule was met.
    """

    def __init__(
        self,
        session: Session,
        draw: Callable[[TrainingState], list[Strip]],
        show: Callable[[RunProgress], object],
        ended: Callable[[str], object],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Prepare a runner; ``start`` starts it.

        Args:
            session: The session to train; nobody else may touch it until ``stop`` has returned.
            draw: Draws the chart; called in the thread.
            show: Receives each update; called in the thread.
            ended: Called in the thread as the last thing, with the reason why it ended by itself, which is "" if it
                has trained its samples.
            clock: Tells the time in seconds, by which the pace is kept.
        """
        self._session, self._draw, self._show, self._ended = session, draw, show, ended
        self._clock = clock
        self._queue: queue.SimpleQueue[tuple[Command, bool] | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._screen_ready = threading.Event()
        self._screen_ready.set()
        self._drawn = threading.Event()
        self._thread = threading.Thread(target=self._main, name="trainer", daemon=True)
        self._pace: int | None = None
        self._left: int | None = None
        self._chunk = 1
        self._interval = SOONEST  # between two updates
        self._published_at = 0.0
        self._unchanged = 0  # samples in a row that changed no parameter
        self._applied = 0
        self._urgent = False  # whether a command was applied whose effect must be shown at once
        self._check: StopCheck | None = None
        self.stopped_by_rule = False

    def start(self, pace: int | None, samples: int | None = None) -> None:
        """Start the thread.

        Args:
            pace: The limit in samples a second. None means no limit.
            samples: Train this many samples and ignore the stop conditions. None means until a stop condition is met.
        """
        self._left = samples
        self._check = StopCheck(self._session.state) if samples is None else None
        self.set_pace(pace)
        self._thread.start()

    def apply(self, command: Command, fold: bool) -> None:
        """Apply a command between two chunks of training; for ``fold``, see ``Session.apply``."""
        self._queue.put((command, fold))

    def set_pace(self, pace: int | None) -> None:
        """Limit the training to ``pace`` samples a second from now on. None means no limit."""
        self._pace, self._begun, self._done = pace, self._clock(), 0
        self._queue.put(None)  # wakes a thread that waits for its next sample

    def drawn(self) -> None:
        """Note that the screen has taken the last update and need not be left alone any more."""
        self._drawn.set()

    def seen(self) -> None:
        """Note that the last update is on the glass, which is ready for the next."""
        self._interval = interval_after(self._clock() - self._published_at)
        self._screen_ready.set()

    def stop(self) -> None:
        """End the thread and give the session back."""
        self._stopping.set()
        self._queue.put(None)  # wakes it from any wait
        self._drawn.set()
        if self._thread.is_alive():
            self._thread.join()
        self._apply_commands()  # those sent after its last check
        self._session.end_run()

    def _main(self) -> None:
        reason = self._reason(self._train)
        if not self._stopping.is_set():
            self._ended(reason or "")

    def _reason(self, train: Callable[[], str | None]) -> str | None:
        """Train and return why the run ends by itself, also where that is an error."""
        try:
            return train()
        except Divergence as divergence:
            return divergence.reason
        except EngineError as error:
            return str(error)
        except Exception as error:  # or the screen would wait for a thread that is gone
            return f"training failed: {type(error).__name__}: {error}"

    def _train(self) -> str:
        self._begin()
        while not self._stopping.is_set():
            if (reason := self._turn()) is not None:
                return reason
            if (pace := self._pace) is not None and self._due() <= 0:
                self._wait(self._idle_until(pace) - self._clock())
        return ""

    def _begin(self) -> None:
        self._seen_at, self._seen = self._clock(), self._session.state.samples

    def _turn(self) -> str | None:
        """Train what is due, and show it when the screen is ready; return why the run ends, None if it goes on."""
        self._urgent = self._apply_commands() or self._urgent
        due = self._due()
        if due > 0:
            self._advance(due)
        self._publish(at_once=self._urgent)
        if self._left == 0:
            return ""
        if self._check is not None and self._check.reason:
            self.stopped_by_rule = True
            return self._check.reason
        if self._unchanged >= self._session.state.dataset.rows:
            return why_nothing_changes(self._session.state)
        return None

    def _due(self) -> int:
        """Return the number of samples to train next."""
        most = self._chunk
        if self._left is not None:
            most = min(most, self._left)
        if (pace := self._pace) is not None:
            return min(most, int((self._clock() - self._begun) * pace) + 1 - self._done)
        rows, position = self._session.state.dataset.rows, self._session.state.position
        # Whole epochs if a chunk holds several: the sample on the screen then stays the same.
        return most // rows * rows - position if most >= 2 * rows and self._left is None else most

    def _advance(self, samples: int) -> None:
        before, started = self._session.state, time.thread_time()
        after = self._session.run(samples, self._check)
        took, samples = time.thread_time() - started, after.samples - before.samples
        self._done += samples
        if self._left is not None:
            self._left -= samples
        if self._pace is None or samples >= self._chunk:
            self._chunk = chunk_after(self._chunk, samples, took, CHUNK)
        unchanged = np.array_equal(before.network.parameters, after.network.parameters)
        self._unchanged = self._unchanged + samples if unchanged else 0

    def _apply_commands(self) -> bool:
        """Apply the commands in the queue; return whether there were any."""
        applied = False
        while not self._queue.empty():
            sent = self._queue.get()
            if sent is not None:
                applied, self._unchanged = True, 0
                self._session.apply(*sent)
                self._applied += 1
                self._check = self._check and StopCheck(self._session.state)
        return applied

    def _publish(self, at_once: bool) -> None:
        now = self._clock()
        state = self._session.state
        if not self._screen_ready.is_set() or (now - self._seen_at < self._interval and not at_once):
            return
        if state.samples == self._seen and not at_once:
            return
        self._screen_ready.clear()
        self._drawn.clear()
        _ = state.trace, state.evaluation  # cached here, so that the screen need not compute them
        rate = (state.samples - self._seen) / max(now - self._seen_at, 1e-9)
        session = self._session
        kernel, compiling_for, note = session.kernel_used, session.kernel.compiling_for, session.kernel.note_once()
        progress = RunProgress(state, self._applied, self._draw(state), rate, kernel, compiling_for, note)
        self._published_at = self._clock()
        self._show(progress)
        self._seen_at, self._seen, self._urgent = now, state.samples, False
        self._yield_to_screen()

    def _yield_to_screen(self) -> None:
        """Wait until the screen has taken the update, but not for long."""
        self._drawn.wait(MOST_YIELD)

    def _idle_until(self, pace: int) -> float:
        """Return the time at which to train the next sample or to show the last one, whichever comes first."""
        next_sample = self._begun + self._done / pace
        if self._session.state.samples == self._seen:
            return next_sample
        return min(next_sample, max(self._seen_at + self._interval, self._clock() + SCREEN_BUSY))

    def _wait(self, seconds: float) -> None:
        """Wait for some seconds, or until a command comes."""
        if seconds > 0:
            with contextlib.suppress(queue.Empty):
                sent = self._queue.get(timeout=seconds)
                if sent is not None:
                    self._queue.put(sent)


def why_nothing_changes(state: TrainingState) -> str:
    """Explain why training changes no parameter any more."""
    if len(state.network.left_alone) == len(state.network.parameters):
        return "every weight and bias is frozen or off: training can change nothing"
    saturated = saturation(state.network, state.dataset)
    return saturated or "a whole epoch changed no weight: there is nothing left to learn"
