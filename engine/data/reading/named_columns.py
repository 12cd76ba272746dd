"""Find the columns that were asked for, by name or number."""

from collections.abc import Sequence

from engine.data.reading.columns import TableColumn
from engine.data.reading.source import Source
from engine.errors import WrongOption
from engine.wording import listed, quoted, where

_LONGEST = 100
"""The longest name that is compared with a wrong one: comparing takes the product of their lengths."""


class WrongColumns(WrongOption):
    """Columns were asked for that the table does not have or that cannot be used so."""

    def __init__(self, source: Source, field: str, what: str, column: str | None = None) -> None:
        place = where(None, column)
        super().__init__(f"{source.file}, {place}: {what}" if place else f"{source.file}: {what}", field)


def named_columns(
    source: Source, columns: Sequence[TableColumn], wanted: Sequence[str], field: str
) -> tuple[TableColumn, ...]:
    """Return the columns of these names, or numbers from 1, or lists of them such as a,b.

    An exact name comes before a number, and that before a name in other upper and lower case.

    Args:
        source: The file.
        columns: Its columns.
        wanted: The names and numbers.
        field: The field of ``ReadOptions`` that they come from.

    Raises:
        WrongColumns: There is no such column, or it is asked for twice.
    """
    positions = {str(column.position + 1): column for column in columns}
    named = {column.name: column for column in columns}
    alike: dict[str, list[str]] = {}
    for name in named:
        alike.setdefault(name.casefold(), []).append(name)
    found: list[TableColumn] = []
    for word in (part for words in wanted for part in ([words] if words in named else words.split(","))):
        name = " ".join(word.split())
        column = named.get(word) or named.get(name) or positions.get(name)
        if column is None:
            column = named[_only(source, field, name, list(named), alike.get(name.casefold(), []))]
        if column in found:
            raise WrongColumns(source, field, "the column is asked for twice", column.name)
        if (other := positions.get(name, column)) is not column:
            source.note(f"{quoted(word)} is taken as a name, not as the number of {quoted(other.name)}", column=word)
        found.append(column)
    return tuple(found)


def _only(source: Source, field: str, name: str, names: Sequence[str], alike: Sequence[str]) -> str:
    """Return the only column name that is like ``name`` but for upper and lower case.

    Raises:
        WrongColumns: There is none, or more than one.
    """
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise WrongColumns(source, field, f"{quoted(name)} could be {listed(alike)}: write the name as in the file")
    near = _nearest(name, names)
    known = f"did you mean {quoted(near)}?" if near else f"the columns are {listed(names)}"
    raise WrongColumns(source, field, f"no column {quoted(name)}; {known}")


def _nearest(name: str, names: Sequence[str]) -> str | None:
    """Return the column name that was probably meant; None if no name is like it."""
    from difflib import get_close_matches  # only needed for a mistake

    short = {each.casefold(): each for each in names if len(each) <= _LONGEST}
    near = get_close_matches(name[:_LONGEST].casefold(), short, 1, 0.65) if len(name) > 2 else []
    return short[near[0]] if near else None
