"""Which columns are inputs, which are targets: as asked for, otherwise as proposed."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.data.options import MAX_CLASSES, ReadOptions
from engine.data.reading.columns import TableColumn
from engine.data.report import Notes
from engine.wording import listed, quoted, refusal


@dataclass(frozen=True, eq=False)
class ChosenColumns:
    """The columns to learn from and the columns to learn."""

    inputs: tuple[TableColumn, ...]
    targets: tuple[TableColumn, ...]


def targets_of(
    file: str, columns: Sequence[TableColumn], options: ReadOptions, notes: Notes
) -> tuple[TableColumn, ...]:
    """Return the target columns: those asked for, or the last one that has a value.

    Raises:
        DataError: When there is no such column.
    """
    if options.targets:
        return _asked(file, columns, options.targets, notes)
    last = next((column for column in reversed(columns) if not column.missing.all()), columns[-1])
    if last is not columns[-1]:
        notes.add(f"no value in any row, so that the target is {quoted(last.name)}", column=columns[-1].name)
    return (last,)


def chosen(
    file: str, columns: Sequence[TableColumn], lines: Sequence[int], options: ReadOptions, notes: Notes
) -> ChosenColumns:
    """Choose inputs and targets.

    Args:
        file: What to call the file.
        columns: All columns.
        lines: The line of each row.
        options: What was asked for.
        notes: Told what is left out.

    Raises:
        DataError: When there is no such column, or none is left to be an input.
    """
    targets = targets_of(file, columns, options, notes)
    if options.inputs is not None:
        inputs = _asked(file, columns, options.inputs, notes)
        for column in inputs:
            if column in targets:
                raise refusal(file, "a column cannot be both an input and a target", column=column.name)
            _check_usable(file, column, lines)
        if not inputs:
            raise refusal(file, "no column is asked for as an input")
        return ChosenColumns(inputs, targets)
    inputs = tuple(column for column in columns if column not in targets and _is_input(column, lines, notes))
    if not inputs:
        raise _no_inputs(file, [column for column in columns if column not in targets], lines)
    return ChosenColumns(inputs, targets)


def _asked(file: str, columns: Sequence[TableColumn], wanted: Sequence[str], notes: Notes) -> tuple[TableColumn, ...]:
    """Return the columns of some names or numbers from 1; a name goes before a number, and before several: a,b."""
    positions = {str(column.position + 1): column for column in columns}
    named = {column.name: column for column in columns}
    found: list[TableColumn] = []
    for word in (part for words in wanted for part in ([words] if words in named else words.split(","))):
        column = named.get(word) or named.get(" ".join(word.split())) or positions.get(word.strip())
        if column is None:
            known = listed([column.name for column in columns])
            raise refusal(file, f"no column {quoted(word.strip())}; the columns are {known}")
        if column in found:
            raise refusal(file, "the column is asked for twice", column=column.name)
        if (other := positions.get(word.strip(), column)) is not column:
            notes.add(f"{quoted(word)} is taken as its name and not as the number of {quoted(other.name)}", column=word)
        found.append(column)
    return tuple(found)


def _is_input(column: TableColumn, lines: Sequence[int], notes: Notes) -> bool:
    """Tell whether a column is an input when nothing was asked; say why it is not."""
    why, row = column.why, column.row
    if why is None and column.missing.mean() > 0.5:
        why, row = "more than half of its values are missing", int(column.missing.argmax())
    if why is not None:
        notes.add(f"left out of the inputs: {why}", lines[row], column.name)
    return why is None


def _check_usable(file: str, column: TableColumn, lines: Sequence[int]) -> None:
    """Refuse a column that was asked for as an input and cannot be turned into numbers."""
    if column.missing.all():
        raise refusal(file, "no value in any row", column=column.name)
    if column.values is None:
        different = len({cell for cell, none in zip(column.cells, column.missing.tolist(), strict=True) if not none})
        if different > MAX_CLASSES:
            what = f"{different:,} different texts; an input has at most {MAX_CLASSES} classes"
            raise refusal(file, what, lines[column.row], column.name)


def _no_inputs(file: str, columns: Sequence[TableColumn], lines: Sequence[int]) -> Exception:
    """Return the error for a table in which no column can be an input, naming a cell that stands in the way."""
    for column in columns:
        if column.wrong:
            return refusal(file, column.wrong, lines[column.strays[0]], column.name)
    reasons = "; ".join(
        f"{quoted(column.name)} is left out: {column.why or 'values missing'}" for column in columns[:3]
    )
    return refusal(file, f"no column can be an input ({reasons})" if reasons else "no column can be an input")
