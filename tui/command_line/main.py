"""The command line: ``glassnet [START]``, and the commands ``train``, ``explain``, ``data`` and ``list``.

NumPy, Textual, the parser and each command are imported only when they are needed: ``--version`` answers at once,
``glassnet`` alone waits for no parser, and ``train`` never waits for a screen.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from engine.errors import EngineError, InvalidValue
from tui.terminal.streams import check_output, flush, forget_output, forgive_encodings, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

REFUSED, WRONG_OPTION = 1, 2
UNFORESEEN = 70
"""As in ``sysexits.h``: an error of the program itself."""
INTERRUPTED, PIPE_CLOSED = 130, 141
"""As in a shell: 128 plus the number of the signal."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run glassnet and return its exit code.

    Args:
        argv: The words after the program's name; None means those it was started with.
    """
    forgive_encodings()
    try:
        code = _run(sys.argv[1:] if argv is None else list(argv))
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
    except MemoryError:
        return say("there is not enough memory for this network and its data", REFUSED)
    except OSError as error:
        forget_output()
        return say(error.strerror or str(error), REFUSED)
    except Exception as error:
        from tui.terminal.unforeseen import what_happened

        return say(what_happened(error), UNFORESEEN)
    return code


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
    from tui.command_line.requested_setup import requested_kernel, requested_setup, show_notes

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
