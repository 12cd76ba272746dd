"""``glassnet replay``: lives a saved session again without a screen, and says whether it comes to the same."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from engine.errors import InvalidValue
from engine.network.network import shape_text
from engine.session.saved.living import Follow
from engine.session.saved.log import Entry, Mark
from engine.session.saved.replay import Replay
from engine.session.saved.whole_log import Relived, WholeLog, read_whole_log, relive, whole_log_of
from engine.wording import count
from tui.command_line.compiling import wait_for_loop
from tui.command_line.handed_on import names_handed_on
from tui.command_line.progress import bar_on_stderr
from tui.command_line.saved_sessions import sessions_folder
from tui.command_line.score_table import preparation, score_table
from tui.command_line.sessions import check_known
from tui.command_line.table import aligned
from tui.running.saved_start import name_of, read_handed_on
from tui.terminal.interrupts import raise_on_interrupt
from tui.terminal.streams import flush, is_terminal, say
from tui.terminal.text import safe

DIFFERENT = 1
"""The exit code if something else came out."""
_SECONDS_TO_SHOW = 0.1


def replay(asked: argparse.Namespace) -> int:
    """Live a session again, print what it came to and return the exit code.

    Args:
        asked: ``file``, a name, a path or a text, None for the last session; ``state``; ``check``; ``until``;
            ``large``.

    Returns:
        0 if all that was stored came out again, 1 if not, or if not all of the log could be read.

    Raises:
        InvalidValue: There is no such session, or it does not reach the step to stop at.
        DataError: It cannot be read, or lived again.
        KeyboardInterrupt: Ctrl+C was pressed; the message says in which line.
    """
    return replayed(asked)[0]


def replayed(asked: argparse.Namespace) -> tuple[int, WholeLog, int]:
    """Live a session again, print what it came to and return the exit code, the log, and the last line that was done.

    See ``replay``.
    """
    whole = _whole(asked)
    raise_on_interrupt()
    if whole.uses_numba:
        with suppress(InvalidValue):  # then NumPy computes it
            wait_for_loop("numba")
    began = time.perf_counter()
    with _shown(whole) as follow:
        relived, last = _lived(whole, asked, follow)
    if not asked.check:
        print(*_summary(relived, time.perf_counter() - began), "", sep="\n")
    print(safe(verdict(relived), 400))
    flush()
    if relived.lacks_kernel:
        say("NumPy computed what Numba did then, so the last digits can differ: pip install 'glassnet[fast]'", 0)
    if whole.log.torn:
        say(f"{whole.file}: the last line was cut off and is left out", 0)
    problem = relived.again.problem or ("" if asked.until is not None else whole.log.problem)
    if problem:
        return say(f"{whole.file}: only what comes before is good: {problem}", DIFFERENT), whole, last
    if not relived.was_reached:
        raise InvalidValue(f"--until: the log never reaches step {asked.until:,}, it ends at step {_step(relived):,}")
    return (DIFFERENT if relived.again.differences else 0), whole, last


def _whole(asked: argparse.Namespace) -> WholeLog:
    """Return the log that is meant, of a session that was handed on too."""
    if asked.file is None or not names_handed_on(asked.file):
        return read_whole_log(log_named(asked.file, asked.state), asked.large)
    saved = read_handed_on(asked.file, asked.large)
    return whole_log_of(name_of(asked.file), saved.log, saved.openings, asked.large)


def log_named(named: str | None, state: str | None) -> Path:
    """Return the log that is meant.

    Args:
        named: The name of a session, or the path of its log; None for the last one.
        state: What ``--state`` says.

    Raises:
        InvalidValue: There is no such session.
    """
    if named is not None and (named.endswith(".log") or "/" in named or os.sep in named):
        if not named.endswith(".log"):
            raise InvalidValue(f"{safe(named)}: takes the name of a session, or the path of its .log or .glass")
        return Path(named)
    folder = sessions_folder(state)
    if named is None:
        names = folder.names()
        if not names:
            raise InvalidValue(f"there are no sessions in {folder.path}")
        named = names[0]
    check_known(folder, (named,))
    return folder.log(named)


def _lived(whole: WholeLog, asked: argparse.Namespace, follow: Follow) -> tuple[Relived, int]:
    """Live a log again; return what it came to, and the last line that was done."""
    line = 1

    def each(samples: int, entry: Entry) -> None:
        nonlocal line
        line = entry.line
        follow(samples, entry)

    try:
        return relive(whole, asked.until, asked.large, each), line
    except KeyboardInterrupt:
        last = len(whole.log.entries) + 1
        raise KeyboardInterrupt(f"interrupted after line {line:,} of {last:,}; nothing was changed") from None


def _shown(whole: WholeLog) -> AbstractContextManager[Follow]:
    """Choose how to show progress: a bar on a terminal, nothing when piped."""
    both = is_terminal(sys.stderr) and is_terminal(sys.stdout)
    return _bar(whole) if both else nullcontext(lambda samples, entry: None)


@contextmanager
def _bar(whole: WholeLog) -> Iterator[Follow]:
    shown_at, last = time.monotonic(), len(whole.log.entries) + 1
    with bar_on_stderr() as bar:
        task = bar.add_task("", total=max(1, whole.samples))

        def follow(samples: int, entry: Entry) -> None:
            nonlocal shown_at
            if time.monotonic() - shown_at >= _SECONDS_TO_SHOW:
                shown_at = time.monotonic()
                text = f"line {entry.line:,}/{last:,}  {count(samples, 'sample')}"
                bar.update(task, completed=samples, description=text, refresh=True)

        yield follow


def _summary(relived: Relived, seconds: float) -> list[str]:
    """Say where the session ended, as ``glassnet train`` does."""
    state = relived.again.session.state
    epochs, samples = count(state.epoch, "epoch"), count(state.samples, "sample")
    return [
        f"{safe(state.setup.name, 40)}  {shape_text(state.network.sizes)}  seed {state.setup.seed}"
        f"{preparation(state.setup.scaling)}",
        f"step {_step(relived):,}: {epochs}, {samples}; replayed in {seconds:.3g} s",
        *aligned(score_table(state)),
    ]


def _step(relived: Relived) -> int:
    return relived.again.session.step


def verdict(relived: Relived) -> str:
    """Say in one line whether the session came to what was stored."""
    again = relived.again
    steps, samples = count(again.session.last_step, "step"), count(relived.samples, "sample")
    if not again.marks:
        return f"nothing to compare: no marks, {steps}, {samples}"
    if not again.differences:
        return f"identical to the last bit: {count(again.marks, 'mark')}, {steps}, {samples}"
    return _difference(again)


def _difference(again: Replay) -> str:
    first = again.differences[0]
    many = f"different at {len(again.differences):,} of {count(again.marks, 'mark')}, from line {first.line:,} on"
    elsewhere = next((one for one in again.differences if _place(one.wanted) != _place(one.got)), None)
    if elsewhere is not None:
        wanted, got = (count(mark.samples, "sample") for mark in (elsewhere.wanted, elsewhere.got))
        return (
            f"{many}: step {elsewhere.got.step:,} with {got} at line {elsewhere.line:,}, where step "
            f"{elsewhere.wanted.step:,} with {wanted} is stored, so lines are missing or were changed"
        )
    largest = max(again.differences, key=lambda one: one.off)
    off = largest.off
    if not off:
        return f"{many}, in the last bits of the parameters only: another processor or kernel does that"
    known = abs(largest.wanted.mse)
    explained = (
        "another processor or kernel does that"
        if largest.is_of_last_digits
        else "more than another processor or kernel makes of a short training, so lines or rows may have been changed"
    )
    return f"{many}: the MSE is off by up to {off:.2g} of {known:.4g}, at line {largest.line:,}; {explained}"


def _place(mark: Mark) -> tuple[int, int]:
    return mark.step, mark.samples
