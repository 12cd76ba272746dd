"""The loop: a prompt on a terminal, or a script from a pipe that ends at the first line that is refused."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from types import ModuleType

from engine.errors import EngineError
from engine.session.verbs.tokens import MOST_CHARACTERS, LineRefused
from engine.training.divergence import Divergence
from tui.plain.completion import completions
from tui.plain.overview import overview
from tui.plain.pause import Pause
from tui.plain.twin import Twin
from tui.plain.writing import Writing
from tui.terminal.interrupts import INTERRUPTED
from tui.terminal.streams import flush, say

REFUSED = 1
PROMPT = "> "
TOO_LITTLE_MEMORY = "there is not enough memory for this"


def run_script(twin: Twin, writing: Writing, pause: Pause) -> int:
    """Do the lines of stdin, up to the first one that is refused; return the exit code."""
    for number, line in enumerate(_script(), start=1):
        try:
            _write(writing, twin.answer(line))
        except EngineError as error:
            flush()  # before anything goes to stderr, so that the two keep their order
            return say(writing.line(f"line {number:,}{_after(error)}"), REFUSED)
        if pause.pressed:
            return say(f"interrupted at line {number:,}", INTERRUPTED)
        if twin.left:
            break
    return 0


def _script() -> Iterator[str]:
    """Yield the lines of stdin, none much longer than a line may be."""
    first = True
    while line := sys.stdin.readline(MOST_CHARACTERS + 2):
        yield line.removesuffix("\n").removeprefix("\ufeff" if first else "")
        first = False


def greet(twin: Twin, writing: Writing, why: str) -> None:
    """Say what is open, and how to go on and to leave.

    Args:
        twin: The session.
        writing: How to write.
        why: What is said before; "" for nothing.
    """
    _write(writing, [why] if why else [])
    _write(writing, ["glassnet in plain lines: help lists what can be said, quit leaves"])
    _write(writing, overview(twin.session.state, twin.look.digits))


def prompt(twin: Twin, writing: Writing, pause: Pause) -> int:
    """Ask for lines and do them until the learner leaves; return the exit code."""
    editor = _line_editor(twin)
    while not twin.left:
        pause.forget()
        try:
            with pause.typing():
                line = _asked(editor)
        except KeyboardInterrupt:
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
    return 0


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
