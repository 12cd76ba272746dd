"""The loop: a prompt on a terminal, or a script from a pipe that ends at the first line that is refused."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from signal import Signals
from types import ModuleType

from engine.errors import EngineError
from engine.session.verbs.tokens import MOST_CHARACTERS, LineRefused
from engine.training.divergence import Divergence
from tui.plain.completion import completions
from tui.plain.keeping import Keeping
from tui.plain.overview import overview
from tui.plain.pause import Pause
from tui.plain.twin import Twin
from tui.plain.writing import Writing
from tui.terminal.interrupts import INTERRUPTED
from tui.terminal.streams import flush, say
from tui.terminal.text import safe

REFUSED, SIGNALLED = 1, 128
PROMPT = "> "
LONGEST_NOTE = 400
TOO_LITTLE_MEMORY = "there is not enough memory for this"


def run_script(twin: Twin, writing: Writing, pause: Pause, keeping: Keeping) -> int:
    """Do the lines of stdin, up to the first one that is refused; return the exit code."""
    number, lines = 0, _script()
    while not twin.left:
        number += 1
        try:
            with pause.typing():
                line = next(lines, None)
        except KeyboardInterrupt:
            return _ended(pause, number)
        if line is None:
            break
        try:
            _write(writing, twin.answer(line))
        except EngineError as error:
            flush()  # before anything goes to stderr, so that the two keep their order
            return say(writing.line(f"line {number:,}{_after(error)}"), REFUSED)
        _warn(writing, keeping)
        if pause.pressed:
            return _ended(pause, number)
    return 0


def _ended(pause: Pause, number: int) -> int:
    """Say that a signal ended a script at a line; return the exit code."""
    if not pause.leaving:
        return say(f"interrupted at line {number:,}", INTERRUPTED)
    return say(f"ended by {Signals(pause.leaving).name} at line {number:,}", SIGNALLED + pause.leaving)


def _warn(writing: Writing, keeping: Keeping) -> None:
    """Say on stderr what there is to know about saving: the program at the other end reads stdout."""
    for text in keeping.news():
        flush()
        say(writing.line(text), 0)


def _script() -> Iterator[str]:
    """Yield the lines of stdin, none much longer than a line may be."""
    first = True
    while line := sys.stdin.readline(MOST_CHARACTERS + 2):
        yield line.removesuffix("\n").removeprefix("\ufeff" if first else "")
        first = False


def greet(twin: Twin, writing: Writing, why: str, notes: Sequence[str] = ()) -> None:
    """Say what is open, and how to go on and to leave.

    Args:
        twin: The session.
        writing: How to write.
        why: What is said before; "" for nothing.
        notes: What there is to know of a session that goes on.
    """
    _write(writing, [why] if why else [])
    _write(writing, ["glassnet in plain lines: help lists what can be said, quit leaves"])
    _write(writing, (safe(note, LONGEST_NOTE) for note in notes))
    _write(writing, overview(twin.session.state, twin.look.digits))


def prompt(twin: Twin, writing: Writing, pause: Pause, keeping: Keeping) -> int:
    """Ask for lines and do them until the learner leaves; return the exit code."""
    editor = _line_editor(twin)
    while not twin.left and not pause.leaving:
        pause.forget()
        _write(writing, keeping.news())
        try:
            with pause.typing():
                line = _asked(editor)
        except KeyboardInterrupt:
            if not pause.leaving:
                print("\nctrl+d or quit leaves")
            continue
        except EOFError:
            print()
            break
        pause.forget()
        try:
            _write(writing, twin.answer(line))
        except EngineError as error:
            said = str(error) if isinstance(error, Divergence) else f"refused{_after(error)}"
            _write(writing, [said])
    return SIGNALLED + pause.leaving if pause.leaving else 0


def leave(writing: Writing, keeping: Keeping, pause: Pause, typed: bool) -> None:
    """Write what is left to write of the session, and say if that cannot be done."""
    keeping.leave()
    if not typed:
        _warn(writing, keeping)
    elif not pause.leaving:  # or nobody is there any more
        _write(writing, keeping.news())


def _asked(editor: ModuleType | None) -> str:
    """Read a line; without an editor, as Python's own reading does not bound it."""
    if editor is not None:
        return input(PROMPT)
    print(PROMPT, end="", flush=True)
    line = sys.stdin.readline(MOST_CHARACTERS + 2)
    if not line:
        raise EOFError
    return line.removesuffix("\n")


def _write(writing: Writing, texts: Iterable[str]) -> None:
    """Write sentences as they come: the program at the other end of a pipe may wait for them."""
    try:
        for text in texts:
            print(*writing.lines(text), sep="\n", flush=True)
    except MemoryError:
        raise EngineError(TOO_LITTLE_MEMORY) from None


def _after(error: EngineError) -> str:
    """Write an error behind what it is about."""
    return f", {error}" if isinstance(error, LineRefused) else f": {error}"


def _line_editor(twin: Twin) -> ModuleType | None:
    """Prepare readline, with a history in memory and completion; None where Python has none, or nobody types."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    try:
        import readline
    except ImportError:  # as on Windows
        return None
    readline.set_completer(_completer(twin, readline))
    readline.set_completer_delims(" \t")
    for binding in _BINDINGS["libedit" in (readline.__doc__ or "")]:
        with suppress(ValueError):
            readline.parse_and_bind(binding)
    return readline


_BINDINGS = {
    False: ("tab: complete", "set enable-bracketed-paste off", "set bell-style none", "set show-all-if-ambiguous on"),
    True: ("bind ^I rl_complete",),
}
"""What readline and libedit are told: a paste of several lines is several lines, and nothing but text is written."""


def _completer(twin: Twin, readline: ModuleType) -> Callable[[str, int], str | None]:
    found: list[str] = []

    def complete(word: str, number: int) -> str | None:
        if number == 0:
            found[:] = completions(readline.get_line_buffer()[: readline.get_begidx()], word, twin.view)
        return found[number] if number < len(found) else None

    return complete
