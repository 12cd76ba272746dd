"""``glassnet check``: a training step that was worked by hand, figure by figure against the engine."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections import Counter
from typing import Any, Literal

from engine.data.files import name_value_lines
from engine.errors import EngineError
from engine.explaining.sheets.checking import Standing, Verdict, checked
from engine.explaining.sheets.sheet import Sheet, sheet_of
from engine.explaining.sheets.step import Step, step_of
from engine.formulas.notation import number_text
from engine.network.network import shape_text
from engine.session.export import without_infinities
from engine.training.state import TrainingState
from engine.wording import count, file_name
from tui.command_line.handed_on import names_handed_on, refuse_training
from tui.command_line.last_word import CHECKED_START
from tui.command_line.options import SAMPLE_OPTIONS
from tui.command_line.shown_sample import at_row, shown_sample
from tui.command_line.table import aligned
from tui.command_line.version import VERSION
from tui.terminal.interrupts import raise_on_interrupt
from tui.terminal.streams import flush, is_terminal, say
from tui.terminal.text import safe

SCHEMA = 1
"""The number of the layout of the JSON; it rises when a field changes."""
ALL_RIGHT, NOT_ALL_RIGHT, UNREADABLE = 0, 1, 2
"""The exit codes, as those of diff: no difference, a difference, trouble."""
MANY = "several slips give this figure: more digits would tell which"
_DIGITS: Literal[6] = 6
"""Of exact numbers; one that is compared with more digits is written with all."""
_MOST_CELLS, _FEWEST_CELLS = 40, 20
"""What a name takes at most, and a verdict at least."""


def check(asked: argparse.Namespace) -> int:
    """Compare a sheet with the engine, print what is right and wrong, and return the exit code.

    Args:
        asked: ``sheet``, the file; ``start``, None for the worked example; ``samples``, ``epochs``, ``row``, ``json``,
            ``large`` and the options of a start.

    Raises:
        InvalidValue: START is unknown, an option does not fit it, or there is no such row.
        DataError: START cannot be read.
        Divergence: The training before the step blew up.
    """
    try:
        lines = name_value_lines(asked.sheet)
    except EngineError as error:
        return say(str(error), UNREADABLE)
    by_default = asked.start is None
    if by_default:
        asked.start = CHECKED_START
    name, state = _state(asked)
    step = step_of(state)
    try:
        sheet = sheet_of(file_name(asked.sheet), lines, step)
    except EngineError as error:
        return say(str(error), UNREADABLE)
    verdicts = checked(sheet, step)
    standings = Counter(verdict.standing for verdict in verdicts)
    if asked.json:
        print(json.dumps(_object(asked.sheet, name, sheet, verdicts, step, state), allow_nan=False))
    else:
        print(_about(name, by_default, state, step), "", *_table(verdicts, step), "", sep="\n")
        print(_summary(standings, sheet, step))
    flush()
    return ALL_RIGHT if standings[Standing.RIGHT] == len(verdicts) else NOT_ALL_RIGHT


def _state(asked: argparse.Namespace) -> tuple[str, TrainingState]:
    """Return what START is called, and the state with the sample that the sheet is about."""
    if names_handed_on(asked.start):
        from tui.command_line.share import resumed_session

        trained = {name: option for name, option in SAMPLE_OPTIONS.items() if name != "--row"}
        refuse_training(asked, "a session is taken as it was left", trained)
        called, again = resumed_session(asked.start, None, asked.large)
        raise_on_interrupt()
        return called, at_row(again.session.state, asked.row)
    from tui.command_line.requested_setup import requested_setup, show_notes

    setup = requested_setup(asked)
    show_notes(asked.start, setup)
    return setup.name, shown_sample(setup, asked)


def _about(name: str, by_default: bool, state: TrainingState, step: Step) -> str:
    """Say which step the sheet is compared with, and what its figures mean where that is not plain."""
    shown = state.shown
    network = shape_text(step.network.sizes)
    row = f"row {shown.dataset.number(shown.row)} of {shown.dataset.last_number}"
    after = f", after {count(shown.samples, 'sample')}" if shown.samples else ""
    lines = [f"{safe(name, _MOST_CELLS)}{' (no START is given)' if by_default else ''}: {network}, {row}{after}"]
    if step.context.batch is not None:
        lines.append(
            f"in a batch of {count(step.batch_rows, 'row')}: δ and gradients are those of this row, new weights follow "
            "from the mean gradient of the batch"
        )
    if step.context.scaling is not None:
        lines.append(
            "scaled: inputs and expected values are those that the network sees, as glassnet explain shows them"
        )
    return "\n".join(lines)


def _table(verdicts: tuple[Verdict, ...], step: Step) -> list[str]:
    left = [["", "yours", "exact"]]
    for one in verdicts:
        digits = _DIGITS if one.entry.number.digits <= _DIGITS else None
        left.append([step.symbol(one.entry.figure), safe(one.entry.number.text, 24), number_text(one.exact, digits)])
    columns = aligned(left)
    width = max(map(len, columns)) + 2
    cells = max(_FEWEST_CELLS, _columns() - width)
    lines = columns[:1]
    for begun, one in zip(columns[1:], verdicts, strict=True):
        first, *more = textwrap.wrap(_verdict(one, step), cells, subsequent_indent="   ")
        lines += [f"{begun:<{width}}{first}", *(" " * width + line for line in more)]
    return lines


def _columns() -> int:
    """Return how wide the terminal is; a line that is piped is as long as it is."""
    if not is_terminal(sys.stdout):
        return sys.maxsize
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:  # it is gone
        return sys.maxsize


def _verdict(one: Verdict, step: Step) -> str:
    match one.standing:
        case Standing.RIGHT:
            return f"✓  {one.remark}".rstrip()
        case Standing.FOLLOWS:
            return f"→  follows from your {_named([step.symbol(source) for source in one.sources])}"
    slips = f"either {', or '.join(one.slips)}" if len(one.slips) > 1 else "".join(one.slips)
    return f"✗  {MANY if one.many else slips}".rstrip()


def _named(names: list[str]) -> str:
    most = 4
    *before, last = names if len(names) <= most else [*names[: most - 1], "others"]
    return f"{', '.join(before)} and {last}" if before else last


def _summary(standings: Counter[Standing], sheet: Sheet, step: Step) -> str:
    right, total = standings[Standing.RIGHT], len(sheet.entries)
    parts = [f"{right} of {total} right" if right < total else f"all {total} right" if total > 1 else "right"]
    if follow := standings[Standing.FOLLOWS]:
        parts.append(f"{follow} {'follows' if follow == 1 else 'follow'} from another")
    if wrong := standings[Standing.WRONG]:
        parts.append(f"{wrong} wrong")
    if sheet.empty:
        parts.append(f"{len(sheet.empty)} empty: {_named([step.symbol(figure) for figure in sheet.empty])}")
    return ", ".join(parts)


def _object(
    path: str, name: str, sheet: Sheet, verdicts: tuple[Verdict, ...], step: Step, state: TrainingState
) -> dict[str, Any]:
    """Return the verdicts as an object for JSON. The README describes every field."""
    standings = Counter(verdict.standing.value for verdict in verdicts)
    figures = [
        {
            "line": one.entry.line,
            "figure": step.symbol(one.entry.figure),
            "yours": one.entry.number.value,
            "exact": without_infinities(one.exact),
            "verdict": one.standing.value,
            "remark": one.remark,
            "follows_from": [step.symbol(source) for source in one.sources],
            "slips": list(one.slips),
        }
        for one in verdicts
    ]
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "sheet": os.fspath(path),
        "start": name,
        "row": state.shown.dataset.number(state.shown.row),
        "samples": state.shown.samples,
        **{standing.value: standings[standing.value] for standing in Standing},
        "empty": [step.symbol(figure) for figure in sheet.empty],
        "figures": figures,
    }
