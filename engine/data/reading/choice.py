"""Choose the input and target columns: those asked for, else a default."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.data.options import MAX_CLASSES, ReadOptions
from engine.data.reading.columns import TableColumn
from engine.data.reading.source import Source
from engine.wording import listed, quoted


@dataclass(frozen=True, eq=False)
class ChosenColumns:
    """The columns to learn from, and those to learn."""

    inputs: tuple[TableColumn, ...]
    targets: tuple[TableColumn, ...]


def targets_of(source: Source, columns: Sequence[TableColumn], options: ReadOptions) -> tuple[TableColumn, ...]:
    """Return the target columns: those asked for, else the last column that has a value.

    Raises:
        DataError: There is no such column.
    """
    if options.targets:
        return _asked(source, columns, options.targets)
    last = next((column for column in reversed(columns) if not column.missing.all()), columns[-1])
    if last is not columns[-1]:
        source.note(f"no value in any row, so the target is {quoted(last.name)}", column=columns[-1].name)
    return (last,)


def chosen_columns(source: Source, columns: Sequence[TableColumn], options: ReadOptions) -> ChosenColumns:
    """Choose inputs and targets; note which columns are left out.

    Raises:
        DataError: A column asked for does not exist, or none can be an input.
    """
    targets = targets_of(source, columns, options)
    if options.inputs is not None:
        inputs = _asked(source, columns, options.inputs)
        for column in inputs:
            if column in targets:
                raise source.refusal("a column cannot be both an input and a target", column=column.name)
            _check_usable(source, column)
        if not inputs:
            raise source.refusal("no input column was chosen")
        return ChosenColumns(inputs, targets)
    inputs = tuple(column for column in columns if column not in targets and _is_input(source, column))
    if not inputs:
        raise _no_inputs(source, [column for column in columns if column not in targets])
    return ChosenColumns(inputs, targets)


def _asked(source: Source, columns: Sequence[TableColumn], wanted: Sequence[str]) -> tuple[TableColumn, ...]:
    """Return the columns of these names, or numbers from 1, or lists of them such as a,b; a name takes precedence."""
    positions = {str(column.position + 1): column for column in columns}
    named = {column.name: column for column in columns}
    found: list[TableColumn] = []
    for word in (part for words in wanted for part in ([words] if words in named else words.split(","))):
        column = named.get(word) or named.get(" ".join(word.split())) or positions.get(word.strip())
        if column is None:
            known = listed([column.name for column in columns])
            raise source.refusal(f"no column {quoted(word.strip())}; the columns are {known}")
        if column in found:
            raise source.refusal("the column is asked for twice", column=column.name)
        if (other := positions.get(word.strip(), column)) is not column:
            source.note(f"{quoted(word)} is taken as a name, not as the number of {quoted(other.name)}", column=word)
        found.append(column)
    return tuple(found)


def _is_input(source: Source, column: TableColumn) -> bool:
    """Decide whether a column is an input by default; note why it is not."""
    objection, row = column.objection, column.evidence
    if objection is None and column.missing.mean() > 0.5:
        objection, row = "more than half of its values are missing", int(column.missing.argmax())
    if objection is not None:
        source.note(f"left out of the inputs: {objection}", source.lines[row], column.name)
    return objection is None


def _check_usable(source: Source, column: TableColumn) -> None:
    """Refuse a column that was asked for as an input but cannot be turned into numbers."""
    if column.missing.all():
        raise source.refusal("no value in any row", column=column.name)
    if column.values is None:
        different = len({cell for cell, none in zip(column.cells, column.missing.tolist(), strict=True) if not none})
        if different > MAX_CLASSES:
            what = f"{different:,} different texts; an input has at most {MAX_CLASSES} classes"
            raise source.refusal(what, source.lines[column.evidence], column.name)


def _no_inputs(source: Source, columns: Sequence[TableColumn]) -> Exception:
    """Return the error for a table in which no column can be an input; it names a bad cell if there is one."""
    for column in columns:
        if column.wrong:
            return source.refusal(column.wrong, source.lines[column.strays[0]], column.name)
    reasons = "; ".join(
        f"{quoted(column.name)} is left out: {column.objection or 'values missing'}" for column in columns[:3]
    )
    return source.refusal(f"no column can be an input ({reasons})" if reasons else "no column can be an input")
