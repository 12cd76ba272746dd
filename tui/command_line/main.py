"""The command line: ``glassnet [START]``, and the commands ``train``, ``explain``, ``data``, ``list`` and more.

NumPy, Textual, the parser and each command are imported only when they are needed: ``--version`` answers at once,
``glassnet`` alone waits for no parser, and ``train`` never waits for a screen.
"""

from __future__ import annotations

import sys

from tui.terminal.interrupts import INTERRUPTED, leave_on_interrupt

TYPE_CHECKING = False  # typing is loaded once ctrl+c ends the program without a traceback
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

REFUSED, WRONG_OPTION = 1, 2
UNFORESEEN = 70
"""As in ``sysexits.h``: an error of the program itself."""
PIPE_CLOSED = 141
"""As in a shell: 128 plus the number of the signal."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run glassnet and return its exit code.

    Args:
        argv: The words after the program's name; None means those it was started with.
    """
    if argv is not None:
        return _answered(list(argv))
    leave_on_interrupt()  # before anything else is loaded
    try:
        return _answered(sys.argv[1:])
    finally:
        leave_on_interrupt()  # Python's own end, too, is slow enough to be interrupted


def _answered(words: list[str]) -> int:
    """Run glassnet and return its exit code; each error becomes one line."""
    from engine.errors import EngineError, InvalidValue
    from tui.terminal.streams import flush, forget_output, forgive_encodings, say

    forgive_encodings()
    try:
        code = _run(words)
        flush()
    except InvalidValue as error:
        return say(str(error), WRONG_OPTION)
    except EngineError as error:
        return say(str(error), REFUSED)
    except KeyboardInterrupt as interrupt:
        return say(str(interrupt) or "interrupted", INTERRUPTED)
    except BrokenPipeError:
        forget_output()
        return PIPE_CLOSED
    except OSError as error:
        forget_output()
        named = f"{error.filename}: " if isinstance(error.filename, str) else ""
        return say(f"{named}{error.strerror or error}", REFUSED)
    except Exception as error:
        if _lacks_memory(error):
            return _say_no_memory()
        from tui.terminal.unforeseen import what_happened

        return say(what_happened(error), UNFORESEEN)
    return code


def _lacks_memory(error: BaseException | None) -> bool:
    """Return whether an error comes from a lack of memory, also where a library could not be loaded for it."""
    while error is not None:
        if isinstance(error, MemoryError) or (isinstance(error, ImportError) and "failed to map segment" in str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False


def _say_no_memory() -> int:
    """Say that there is not enough memory, with what is loaded already; return the exit code."""
    if sys.stderr is not None:
        sys.stderr.write("glassnet: there is not enough memory for this network or these data\n")
    return REFUSED


def _run(words: list[str]) -> int:
    if words in (["--version"], ["-V"]):  # the parser knows it too, but takes longer than all the rest
        from tui.command_line.version import show_version

        show_version()
        return 0
    if not words:
        from tui.command_line.workbench import open_workbench

        return open_workbench(None)
    from tui.command_line.parser import parse, take_command

    command = take_command(words)
    try:
        asked = parse(command, words)
    except SystemExit:  # argparse has shown the help or the version
        return 0
    if command:
        from tui.terminal.streams import check_output

        check_output()
    return _do(command, asked)


def _do(command: str, asked: argparse.Namespace) -> int:
    if not command:
        from tui.command_line.workbench import open_workbench

        return open_workbench(asked)
    if command == "list":
        from tui.command_line.list import list_starts

        return list_starts()
    if command == "data":
        from tui.command_line.data import data

        return data(asked)
    if command == "sessions":
        from tui.command_line.sessions import sessions

        return sessions(asked)
    if command == "replay" and asked.cast is not None:
        from tui.command_line.filmed_session import film_session

        return film_session(asked)
    if command == "replay":
        from tui.command_line.replay import replay

        return replay(asked)
    if command == "share":
        from tui.command_line.share import share

        return share(asked)
    if command == "demo":
        from tui.command_line.demo import demo

        return demo(asked)
    if command == "export":
        from tui.command_line.export import export
        from tui.command_line.session_picture import session_picture

        return export(asked, session_picture)
    if command == "check":
        from tui.command_line.check import check

        return check(asked)
    from tui.command_line.handed_on import refuse_handed_on
    from tui.command_line.requested_setup import requested_kernel, requested_setup, show_notes

    refuse_handed_on(asked.start, command)
    setup, kernel = requested_setup(asked), requested_kernel(asked)
    show_notes(asked.start, setup)
    if command == "explain":
        from tui.command_line.explain import explain

        return explain(setup, asked)
    if asked.folds:
        from tui.command_line.folds import train_folds

        return train_folds(setup, asked.start, asked.folds, as_json=asked.json, kernel=kernel)
    from tui.command_line.train import train

    return train(setup, asked.start, as_json=asked.json, kernel=kernel)


if __name__ == "__main__":
    sys.exit(main())
