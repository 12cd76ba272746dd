"""A run at a prompt: trained in small pieces, so that ctrl+c can pause it, and reported in a few lines."""

from __future__ import annotations

import time
from collections.abc import Iterator

from engine.formulas.notation import Digits, number_text
from engine.session.chunks import CHUNK_SECONDS, FIRST_CHUNK, chunk_after
from engine.session.kernel_choice import awaited_for
from engine.session.session import Session
from engine.training.commands import Run
from engine.training.state import TrainingState
from engine.training.stop_check import StopCheck
from engine.wording import count
from tui.plain.pause import Pause

REPORTS = 4
"""The parts of a run after each of which its MSE is said; what is said after the last part is not said here."""
SLOW = 2.0
"""Seconds of a run after which the learner is told how to pause it."""
HINT = "training: ctrl+c pauses"
_POLL_SECONDS = 0.1


def run_lines(session: Session, run: Run, joined: bool, pause: Pause, hints: bool, digits: Digits) -> Iterator[str]:
    """Train, and say now and then how far it is.

    Args:
        session: The session to train.
        run: How many samples, with which kernel.
        joined: Whether it is more of the run before; that trains as many samples as it says, whatever the stop rule.
        pause: Ends the run early.
        hints: Whether somebody is there to be told how to pause a long run.
        digits: How many digits numbers are written with.

    Raises:
        EngineError: The kernel cannot be had, there is no run to join, or the training blew up; the samples before that
            are kept.
    """
    _wait_for_kernel(run, pause)
    session.kernel.name = run.kernel
    check, stops = StopCheck(session.state), _stops(session.state, run.samples)
    done, chunk, began = 0, FIRST_CHUNK, time.monotonic()
    try:
        while done < run.samples and not check.reason and not pause.pressed:
            before, at = session.state.samples, time.monotonic()
            wanted = min(chunk, next((stop for stop in stops if stop > done), run.samples) - done)
            state = session.join(Run(wanted, run.kernel)) if joined else session.run(wanted, check)
            trained = state.samples - before
            done, took = done + trained, time.monotonic() - at
            chunk = chunk_after(chunk, trained, took, CHUNK_SECONDS)
            if hints and time.monotonic() - began > SLOW:
                hints = False
                yield HINT
            if done in stops:
                yield _report(state, digits)
    finally:
        session.end_run()  # so that it is saved
    if check.reason:
        yield f"stopped: {check.reason}"
    elif done < run.samples:
        yield f"paused after {count(done, 'sample')} of {run.samples:,}"


def _wait_for_kernel(run: Run, pause: Pause) -> None:
    while awaited_for(run.kernel) is not None and not pause.pressed:
        time.sleep(_POLL_SECONDS)


def _stops(state: TrainingState, samples: int) -> list[int]:
    """Return after how many samples of a run to report: at ends of epochs, evenly spread, and not at its end."""
    rows, position = state.dataset.rows, state.position
    epochs = (position + samples) // rows
    ends = {-(-epochs * part // REPORTS) for part in range(1, REPORTS)}
    return [stop for end in sorted(ends) if 0 < (stop := end * rows - position) < samples]


def _report(state: TrainingState, digits: Digits) -> str:
    test = f", test {number_text(float(state.test_history.y[-1]), digits)}" if len(state.test_history.y) else ""
    return f"epoch {state.epoch:,}, MSE {number_text(float(state.history.y[-1]), digits)}{test}"
