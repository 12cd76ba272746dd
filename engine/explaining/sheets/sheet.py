"""A sheet: the figures that a learner worked out by hand, each with the line that it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import InvalidValue
from engine.explaining.agreement import WrittenNumber, written_number
from engine.explaining.sheets.names import EXAMPLES, figure_named, is_name
from engine.explaining.sheets.step import Figure, Step
from engine.quick_dataclass import dataclass
from engine.wording import quoted, refusal

MOST_FIGURES = 500


@dataclass(frozen=True)
class Entry:
    """A figure on a sheet. Immutable.

    Attributes:
        line: The line that it stands in, from 1.
        figure: Which figure.
        number: What was written.
    """

    line: int
    figure: Figure
    number: WrittenNumber


@dataclass(frozen=True)
class Sheet:
    """The figures on a sheet, in its order. Immutable.

    Attributes:
        entries: The figures.
        empty: The figures that are named and have no value.
    """

    entries: tuple[Entry, ...]
    empty: tuple[Figure, ...]


def sheet_of(file: str, lines: Sequence[tuple[int, list[str]]], step: Step) -> Sheet:
    """Read the lines of a sheet for a step.

    Lines above the first figure are headings if they name none; so are lines below it that have but one cell.

    Args:
        file: The name of the file, for refusals.
        lines: The number of each line, and its cells: see ``engine.data.files.name_value_lines``.
        step: The step that the sheet is about.

    Raises:
        DataError: A line is no figure of this step, a figure stands in two lines, or there is none. The message names
            file and line.
    """
    entries: dict[Figure, Entry] = {}
    empty: list[Figure] = []
    for line, cells in lines:
        name, value = cells[0], cells[1] if len(cells) > 1 else ""
        if name.startswith("#") or (not (entries or empty) and _is_heading(name, value, step)):
            continue
        if not value:
            if is_name(name, step):
                empty.append(figure_named(name, step))
            continue
        try:
            figure, number = figure_named(name, step), written_number(value)
        except (InvalidValue, ValueError) as error:
            raise refusal(file, str(error), line) from None
        if len(cells) > 2 and _is_number(cells[2]):
            raise refusal(file, f"two numbers for {quoted(name)}: one line for each figure", line)
        if figure in entries:
            earlier = entries[figure].line
            raise refusal(file, f"{step.symbol(figure)} stands in line {earlier} already", line)
        entries[figure] = Entry(line, figure, number)
        if len(entries) > MOST_FIGURES:
            raise refusal(file, f"more than {MOST_FIGURES:,} figures", line)
    if empty and not entries:
        raise refusal(file, "none of its figures has a number: lines such as w5,0.5 are needed")
    if not entries:
        raise refusal(file, f"there is no figure in it: lines such as w5,0.5 are needed, with {EXAMPLES}")
    return Sheet(tuple(entries.values()), tuple(one for one in dict.fromkeys(empty) if one not in entries))


def _is_heading(name: str, value: str, step: Step) -> bool:
    return not _is_number(value) and not is_name(name, step)


def _is_number(text: str) -> bool:
    try:
        written_number(text)
    except ValueError:
        return False
    return True
