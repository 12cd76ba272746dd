"""Finding the options to blame when START and the options do not go together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.errors import EngineError
from engine.experiment.setup import Setup
from engine.experiment.start_options import FLAGS, OPTIONS
from engine.experiment.starts import Options, is_known_start, is_worked_example
from tui.command_line.options import FILE_OPTIONS
from tui.command_line.reading_options import given_options


def culprit(start: str, options: Options, build: Callable[[Options], Setup]) -> str:
    """Name the options to blame for a refusal: those without which the rest would fit.

    Args:
        start: What is to be opened.
        options: The options given, which it refused.
        build: Returns the setup of START with any options.

    Returns:
        The options as a prefix to the refusal, such as "--hidden: "; empty if START itself is to blame.
    """
    if options.reading is not None and (is_known_start(start) or is_worked_example(start)):
        return f"{', '.join(given_options(options.reading))}: "
    bare = Options(reading=options.reading)
    if not _fits(build, bare):
        return ""
    fields = {name: option.field for name, option in (OPTIONS | FILE_OPTIONS).items()}
    fields |= {name: FLAGS[name][0] for name in FLAGS}
    given = {name: field for name, field in fields.items() if getattr(options, field) is not None}
    names = [name for name, field in given.items() if _fits(build, replace(options, **{field: None}))]
    if not names:  # several are wrong, so look for those that are refused even alone
        alone = {name: replace(bare, **{field: getattr(options, field)}) for name, field in given.items()}
        names = [name for name in given if not _fits(build, alone[name])]
    return f"{', '.join(names)}: " if names else ""


def _fits(build: Callable[[Options], Setup], options: Options) -> bool:
    try:
        _ = build(options).parts
    except EngineError:
        return False
    return True
