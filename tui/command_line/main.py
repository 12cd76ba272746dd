"""The command line: ``glassnet [START]``, and the commands ``train``, ``explain``, ``data`` and ``list``.

NumPy, the engine and Textual are imported where they are needed, so that ``--version`` answers at once and ``train``
never waits for a screen; what reads options too, so that ``glassnet`` alone waits for none.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engine.errors import DataError, EngineError, InvalidValue
from tui.terminal.streams import check_output, flush, forget_output, forgive_encodings, is_terminal, say
from tui.terminal.typed_numbers import quoted

if TYPE_CHECKING:
    import argparse

    from engine.experiment.presets import Options
    from engine.training.state import Setup

MOST_NOTES = 10
REFUSED, WRONG_OPTION = 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141
"""As a shell has it: 128 and the number of the signal."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run glassnet and return its exit code.

    Args:
        argv: the words after the program's name; those it was started with if None.
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
    except OSError as error:
        forget_output()
        return say(error.strerror or str(error), REFUSED)
    return code


def _run(words: list[str]) -> int:
    if not words:
        return _open_workbench(None)
    from tui.command_line.parser import parse, take_command

    command = take_command(words)
    try:
        asked = parse(command, words)
    except SystemExit:  # argparse has shown the help or the version
        return 0
    if command:
        check_output()
    if command == "list":
        return _list()
    if command == "data":
        from tui.command_line.data import data

        return data(asked)
    if not command:
        return _open_workbench(asked)
    setup = _setup(asked)
    kernel = _kernel(asked)
    _tell(asked.start, setup)
    if command == "train":
        from tui.command_line.train import train

        if asked.folds:
            from tui.command_line.folds import train_folds

            return train_folds(setup, asked.start, asked.folds, as_json=asked.json, kernel=kernel)
        return train(setup, asked.start, as_json=asked.json, kernel=kernel)
    from tui.command_line.explain import explain

    return explain(setup, asked)


def _open_workbench(asked: argparse.Namespace | None) -> int:
    """Open the workbench with what was asked for, if anything was."""
    gc.disable()  # while modules are loaded there is no rubbish, and looking for it takes a tenth of the start
    try:
        if asked is None:
            from engine.experiment.presets import setup_for

            setup, kernel = setup_for(), "auto"
        else:
            from dataclasses import replace

            setup, kernel = replace(_setup(asked), epoch_limit=asked.epochs or None), _kernel(asked)
        if lacking := [name for name in ("stdin", "stdout", "stderr") if not is_terminal(getattr(sys, name))]:
            return say(f"the workbench needs a terminal, and {lacking[0]} is none: use glassnet train", WRONG_OPTION)
        from tui.app import run_workbench
    finally:
        gc.freeze()  # nor will any of it become rubbish later
        gc.enable()
    forgive_encodings(cell_by_cell=True)
    return run_workbench(setup, kernel)


def _kernel(asked: argparse.Namespace) -> str:
    """Return what is to train.

    Raises:
        InvalidValue: it is not installed.
    """
    kernel: str = getattr(asked, "kernel", None) or "auto"
    if kernel != "auto":
        from engine.session.session import check_kernel

        check_kernel(kernel)
    return kernel


def _setup(asked: argparse.Namespace) -> Setup:
    """Build what was asked for; a refusal names the option that caused it.

    Raises:
        InvalidValue: START is none, or an option does not fit it.
        DataError: the file cannot be read.
    """
    from dataclasses import replace

    from engine.experiment.presets import DEFAULT_START, Options, setup_for
    from tui.command_line.parser import FLAGS, OPTIONS
    from tui.command_line.reading_options import reading_asked

    if asked.start is None:
        asked.start = DEFAULT_START
    if not asked.start:
        raise InvalidValue("START is empty: name a preset, a bundled data set or a CSV file")
    if asked.layers and asked.hidden:
        raise InvalidValue("--layers, --hidden: give all the layers or the hidden layers alone, not both")
    fields = {name: option.field for name, option in OPTIONS.items()} | {name: FLAGS[name][0] for name in FLAGS}
    options = Options(**{field: getattr(asked, field) for field in fields.values()})
    if told := reading_asked(asked):
        from engine.data.options import ReadOptions

        options = replace(options, reading=ReadOptions(**told))
    try:
        setup = setup_for(asked.start, options)
        _ = setup.parts  # whether the rows can be split and scaled so
    except InvalidValue as error:
        raise InvalidValue(f"{_cause(asked.start, options, fields, told)}{error}") from None
    except DataError:
        if options.target is not None:
            _check_target(asked.start, options.target, told)
        raise
    except OSError as error:  # a path that cannot even be looked for, being too long or behind a locked door
        raise DataError(f"{quoted(asked.start)}: {error.strerror}") from None
    return setup


def _check_target(start: str, target: str, told: dict[str, Any]) -> None:
    """See to it that the target is a column of the file; what else is wrong with that is not its fault.

    Raises:
        InvalidValue: it is none.
        DataError: the file is no table.
    """
    from engine.data.files import examine_csv
    from engine.data.options import ReadOptions
    from tui.command_line.reading_options import check_target

    check_target(examine_csv(start, ReadOptions(**told, targets=(target,)))[0])


def _tell(start: str, setup: Setup) -> None:
    """Say on stderr what was decided when the file was read, if START is one."""
    from engine.experiment.presets import is_known_start

    if is_known_start(start):
        return
    from engine.data.scaling import advised_scaling
    from engine.wording import file_name

    file, notes = file_name(start), setup.dataset.notes
    for note in notes[:MOST_NOTES]:
        say(f"{file}: {note}", 0)
    if len(notes) > MOST_NOTES:
        say(f"{file}: {len(notes) - MOST_NOTES:,} more warnings; glassnet data shows them", 0)
    if setup.scaling == "none" and advised_scaling(setup.dataset) != "none":
        say(f"{file}: numbers above 10 saturate most networks; --standardize brings them to one size", 0)


def _cause(start: str, options: Options, fields: dict[str, str], told: dict[str, Any]) -> str:
    """Name the options without which it would fit START, or none if START itself is what is wrong."""
    from dataclasses import replace

    from engine.experiment.presets import Options, is_known_start, setup_for
    from tui.command_line.reading_options import READ_OPTIONS

    def fits(changed: Options) -> bool:
        try:
            _ = setup_for(start, changed).parts
        except EngineError:
            return False
        return True

    if options.target is not None and is_known_start(start):
        return "--target: "
    if told and is_known_start(start):
        return f"{', '.join(name for name, option in READ_OPTIONS.items() if option.field in told)}: "
    bare = Options(target=options.target, reading=options.reading)
    if not fits(bare):
        return ""
    asked = {name: field for name, field in fields.items() if getattr(options, field) is not None}
    # One is at fault if all is well without it, or if it is not well on its own.
    causes = [name for name, field in asked.items() if fits(replace(options, **{field: None}))]
    causes = causes or [n for n, field in asked.items() if not fits(replace(bare, **{field: getattr(options, field)}))]
    return f"{', '.join(dict.fromkeys(causes))}: " if causes else ""


def _list() -> int:
    from engine.data.bundled import bundled_names
    from engine.data.generators import GENERATORS
    from engine.experiment.presets import PRESETS, overview
    from engine.network.network import shape_text

    def line(name: str) -> str:
        start = overview(name)
        rows = f"{start.rows} row{'s' * (start.rows != 1)}"
        return f"  {name:<13} {shape_text(start.sizes):<9} {rows:>9}  {start.about}"

    print("presets", *map(line, PRESETS), sep="\n")
    print("\nbundled data sets", *map(line, bundled_names()), sep="\n")
    print("\ngenerated data", *map(line, GENERATORS), sep="\n")
    print("\nOpen one: glassnet xor. Train without a screen: glassnet train xor. A CSV file of yours: glassnet FILE")
    return 0


if __name__ == "__main__":
    sys.exit(main())
