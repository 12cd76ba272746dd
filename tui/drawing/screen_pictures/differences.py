"""Where an accepted picture and the screen of now differ, cell by cell, and how that is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.quick_dataclass import dataclass
from engine.wording import count, quoted
from tui.drawing.screen_pictures.cells import BLANK, Cell, Grid

GAP = 3
"""Fewer equal cells than this between two differences are told with them."""


@dataclass(frozen=True)
class Difference:
    """Cells of a row that differ.

    Attributes:
        row: The row, from 1.
        column: The column of the first cell, from 1.
        accepted: These cells in the picture that was accepted: whole words and numbers.
        now: These cells now, as many.
    """

    row: int
    column: int
    accepted: tuple[Cell, ...]
    now: tuple[Cell, ...]

    def __str__(self) -> str:
        last = self.column + len(self.now) - 1
        columns = f"column {self.column}" if last == self.column else f"columns {self.column} to {last}"
        before, after = (quoted("".join(cell.text for cell in cells)) for cells in (self.accepted, self.now))
        if [cell.text for cell in self.accepted] != [cell.text for cell in self.now]:
            return f"row {self.row}, {columns}: {before} was accepted, now it is {after}"
        old, new = _clearest(self.accepted, self.now)
        return f"row {self.row}, {columns}: {after} was accepted as {old.look}, now it is {new.look}"


def differences(accepted: Grid, now: Grid) -> Iterator[Difference]:
    """Yield where two pictures differ, from top to bottom, in the cells that both have."""
    for row, (before, after) in enumerate(zip(accepted, now, strict=False), 1):
        for first, end in _runs(before, after):
            yield Difference(row, first + 1, before[first:end], after[first:end])


def told(accepted: Grid, now: Grid, most: int = 20) -> list[str]:
    """Return what differs, a line each; none if nothing does.

    Args:
        accepted: The picture that was accepted.
        now: The screen now.
        most: How many places to tell; the last line says how many there are more.
    """
    if size_of(accepted) != size_of(now):
        return [f"the screen of {size_of(accepted)} cells was accepted, now it is {size_of(now)}"]
    places = [*differences(accepted, now)]
    more = len(places) - most
    return [*map(str, places[:most]), *([f"and {count(more, 'more place')}"] if more > 0 else [])]


def size_of(grid: Grid) -> str:
    """Return how many columns and rows there are: 120x36."""
    return f"{max(map(len, grid), default=0)}x{len(grid)}"


def _runs(before: Sequence[Cell], after: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Yield the first cell and the end of each run of cells that differ."""
    first = end = -GAP
    for column, differs in enumerate(_whole_words(before, after)):
        if not differs:
            continue
        if column - end >= GAP:
            if end > 0:
                yield first, end
            first = column
        end = column + 1
    if end > 0:
        yield first, end


def _whole_words(before: Sequence[Cell], after: Sequence[Cell]) -> list[bool]:
    """Return for each cell whether it differs; where a letter or a digit does, so does its word or number."""
    pairs = [*zip(before, after, strict=False)]
    told = [old != new for old, new in pairs]
    for way in (range(len(pairs)), reversed(range(len(pairs)))):
        in_word = False
        for column in way:
            old, new = (cell.text for cell in pairs[column])
            in_word = (in_word or old != new) and _is_of_word(old) and _is_of_word(new)
            told[column] |= in_word
    return told


def _is_of_word(text: str) -> bool:
    return text in ("", ".", "_", "+", "-", "\N{MINUS SIGN}") or text[0].isalnum()


def _clearest(accepted: tuple[Cell, ...], now: tuple[Cell, ...]) -> tuple[Cell, Cell]:
    """Return the first cell that differs, then and now; one in which something stands if there is any."""
    differing = [pair for pair in zip(accepted, now, strict=True) if pair[0] != pair[1]]
    return next((pair for pair in differing if pair[1].text != BLANK), differing[0])
