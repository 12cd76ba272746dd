"""From the parsed options to a ``Setup``, and the notes from reading its file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from engine.data.files import examine_csv
from engine.data.options import ReadOptions
from engine.data.report import ReadingProgress
from engine.errors import DataError, InvalidValue
from engine.experiment.setup import Setup
from engine.experiment.start_options import FLAGS, OPTIONS
from engine.experiment.starts import (
    DEFAULT_START,
    Options,
    in_session,
    is_known_start,
    is_worked_example,
    read_file,
    setup_for,
    setup_of,
)
from engine.wording import file_name, quoted
from tui.command_line.cost import check_cost
from tui.command_line.culprit import culprit
from tui.command_line.reading_options import check_columns, requested_reading
from tui.terminal.streams import say

MOST_NOTES = 10


def requested_options(asked: argparse.Namespace) -> Options:
    """Return the options that were asked for, and fill in START; what needs no file to be refused is refused.

    Raises:
        InvalidValue: START is empty, or options contradict each other.
    """
    if asked.start is None:
        asked.start = DEFAULT_START
    if not asked.start:
        raise InvalidValue("START is empty: name a preset, a bundled data set or a CSV file")
    if asked.layers and asked.hidden:
        raise InvalidValue("--layers, --hidden: give either all layers or only the hidden layers, not both")
    fields = {option.field for option in OPTIONS.values()} | {field for field, *_ in FLAGS.values()}
    options = Options(**{field: getattr(asked, field) for field in fields})
    return replace(options, reading=requested_reading(asked))


def requested_setup(asked: argparse.Namespace, progress: ReadingProgress | None = None) -> Setup:
    """Build the setup that was asked for; a refusal names the option that caused it.

    Args:
        asked: The parsed options.
        progress: Called with the share of the file that is read. Whatever it raises ends the reading and is passed on.

    Raises:
        InvalidValue: START is unknown, an option does not fit it, or it is large and nobody said so.
        DataError: The file cannot be read.
    """
    options = requested_options(asked)
    if asked.weights is not None:
        from engine.experiment.weight_files import read_weights

        options = replace(options, weights=read_weights(asked.weights))
    build = _builder(asked.start, options.reading, progress)
    try:
        setup = build(options)
        _ = setup.parts  # refuses rows that cannot be split or scaled as asked
    except InvalidValue as error:
        raise InvalidValue(f"{culprit(asked.start, options, build)}{error}") from None
    check_cost(setup, asked)
    return setup


def session_setup(asked: argparse.Namespace, progress: ReadingProgress | None = None) -> Setup:
    """Build the setup of a session, in which a run stops after the epochs that were asked for; as ``requested_setup``.

    Args:
        asked: The parsed options.
        progress: As of ``requested_setup``.
    """
    return in_session(requested_setup(asked, progress), asked.epochs)


def _builder(start: str, reading: ReadOptions | None, progress: ReadingProgress | None) -> Callable[[Options], Setup]:
    """Return what builds the setup of START with any options; a file is read but once."""
    try:
        if is_known_start(start) or is_worked_example(start):
            return partial(setup_for, start)
        return partial(setup_of, read_file(start, reading, progress))
    except DataError:
        if reading is not None:
            check_columns(examine_csv(start, reading, progress)[0])
        raise
    except OSError as error:  # the path is too long, or a folder on it is locked
        raise DataError(f"{quoted(start)}: {error.strerror}") from None


def requested_kernel(asked: argparse.Namespace) -> str:
    """Return the kernel that is to train.

    Raises:
        InvalidValue: The kernel is not installed.
    """
    kernel: str = getattr(asked, "kernel", None) or "auto"
    if kernel != "auto":
        from engine.session.kernel_choice import check_kernel

        check_kernel(kernel)
    return kernel


def show_notes(start: str, setup: Setup) -> None:
    """Show the notes from reading a file on stderr; nothing if START is not a file."""
    if is_known_start(start):
        return
    file, notes = file_name(start), setup.dataset.notes
    shown = MOST_NOTES if len(notes) > MOST_NOTES + 1 else len(notes)  # a single one more is as short as saying so
    for note in notes[:shown]:
        say(f"{file}: {note}", 0)
    if shown < len(notes):
        say(f"{file}: {len(notes) - shown:,} more warnings; glassnet data shows them", 0)
