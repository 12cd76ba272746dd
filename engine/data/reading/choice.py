"""Choose the input and target columns: those asked for, else a default."""

from collections import Counter
from collections.abc import Sequence

from engine.data.options import MAX_CLASSES, ReadOptions
from engine.data.reading.columns import TableColumn
from engine.data.reading.named_columns import WrongColumns, named_columns
from engine.data.reading.source import Source
from engine.data.reading.stray_cells import check_strays, object_to_strays
from engine.quick_dataclass import dataclass
from engine.wording import count, quoted

_MOSTLY_MISSING = "more than half of its values are missing"
_EMPTY, _HOLEY = ("empty column", "empty columns"), ("mostly empty column", "mostly empty columns")
_DIRTY = ("column of numbers with other cells", "columns of numbers with other cells")


@dataclass(frozen=True, eq=False)
class ChosenColumns:
    """The columns to learn from, and those to learn."""

    inputs: tuple[TableColumn, ...]
    targets: tuple[TableColumn, ...]


def targets_of(source: Source, columns: Sequence[TableColumn], options: ReadOptions) -> tuple[TableColumn, ...]:
    """Return the target columns: those asked for, else the last column that has a value and is not left out.

    Raises:
        DataError: There is no such column.
    """
    if options.targets:
        return named_columns(source, columns, options.targets, "targets")
    out = named_columns(source.silenced(), columns, options.without, "without")
    left = [column for column in columns if column not in out]
    if not left:
        raise WrongColumns(source, "without", "every column is left out, and a target and an input are needed")
    last = next((column for column in reversed(left) if not column.missing.all()), left[-1])
    if columns[-1] in out:
        source.note(f"left out as asked, so the target is {quoted(last.name)}", column=columns[-1].name)
    elif last is not columns[-1]:
        source.note(f"no value in any row, so the target is {quoted(last.name)}", column=columns[-1].name)
    return (last,)


def chosen_columns(source: Source, columns: Sequence[TableColumn], options: ReadOptions) -> ChosenColumns:
    """Choose inputs and targets; note which columns are left out.

    Raises:
        DataError: A column asked for does not exist, or none can be an input.
    """
    targets = targets_of(source, columns, options)
    if len(targets) == len(columns):
        raise WrongColumns(source, "targets", "every column is a target, and one has to be an input")
    field, use = ("without", "left out") if options.inputs is None else ("inputs", "an input")
    named = named_columns(source, columns, options.inputs or options.without, field)
    for column in named:
        if column in targets:
            raise WrongColumns(source, field, f"a column cannot be both {use} and a target", column.name)
    if options.inputs is not None:
        for column in named:
            _check_usable(source, column)
        if not named:
            raise source.refusal("no input column was chosen")
        check_strays(source, named, "an input that was asked for", options)
        return ChosenColumns(named, targets)
    others = [column for column in columns if column not in targets and column not in named]
    if not others:
        raise WrongColumns(source, "without", "no column is left as an input")
    object_to_strays(others, options, len(source.lines))
    inputs = tuple(column for column in others if _is_input(source, column))
    if not inputs:
        raise _no_inputs(source, others)
    return ChosenColumns(inputs, targets)


def _is_input(source: Source, column: TableColumn) -> bool:
    """Decide whether a column is an input by default; note why it is not."""
    objection, row = column.objection, column.evidence
    if objection is None and column.missing.mean() > 0.5:
        objection, row = _MOSTLY_MISSING, int(column.missing.argmax())
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
    """Return the error for a table in which no column can be an input; it says why."""
    if len(columns) == 1:
        (column,) = columns
        if column.wrong:
            what = (column.kind == "number" and column.objection) or column.wrong
            return source.refusal(what, source.lines[column.strays[0]], column.name)
        return source.refusal(f"no column can be an input ({quoted(column.name)} is left out: {_why_not(column)})")
    kinds = Counter(_kind(column) for column in columns)
    left = ", ".join(count(number, *kind) for kind, number in kinds.items())
    return source.refusal(f"no input left: {left}; choose the inputs, or another target")


def _why_not(column: TableColumn) -> str:
    return column.objection or _MOSTLY_MISSING


def _kind(column: TableColumn) -> tuple[str, str]:
    """Return the kind of a column that is left out, singular and plural."""
    if column.missing.mean() > 0.5:
        return _EMPTY if column.missing.all() else _HOLEY
    return _DIRTY if column.kind == "number" else (column.kind, f"{column.kind}s")
