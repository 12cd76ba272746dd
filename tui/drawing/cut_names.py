"""Names cut to a few cells, so that two that stand together stay different."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from rich.cells import cell_len

from tui.terminal.text import ELLIPSIS, safe

TRIES = 8
LONGEST = 200
"""Cells; of a longer name only the beginning is read."""


@lru_cache(maxsize=64)
def cut_apart(names: tuple[str, ...], cells: int) -> tuple[str, ...]:
    """Cut each name to ``cells`` cells, as ``safe`` does, and keep those apart that would look alike.

    Of these the middle is cut out, up to where they differ: "sepal length" and "sepal width" become "sep…len" and
    "sep…wid". If that is not enough, their number takes the place of their end.
    """
    cut = [safe(name, cells) for name in names]
    for _ in range(TRIES):
        alike = _alike(names, cut)
        if not alike:
            return tuple(cut)
        for group in alike:
            letters = zip(*(names[at] for at in group), strict=False)
            start = sum(1 for _ in takewhile(lambda together: len(set(together)) == 1, letters))
            for at in group:
                cut[at] = _without_middle(names[at], start, cells)
    for group in _alike(names, cut):
        for at in group:
            number = str(names.index(names[at]) + 1)
            cut[at] = _first_cells(names[at], cells - len(number) - 1) + ELLIPSIS + number
    return tuple(text if cell_len(text) <= cells else safe(text, cells) for text in cut)


def _alike(names: tuple[str, ...], cut: list[str]) -> list[list[int]]:
    """Return the groups of different names that are cut to the same text."""
    groups: dict[str, list[int]] = {}
    for at, text in enumerate(cut):
        groups.setdefault(text, []).append(at)
    return [group for group in groups.values() if len({names[at] for at in group}) > 1]


def _without_middle(name: str, start: int, cells: int) -> str:
    """Return the first letters of a name and those from ``start`` on."""
    end = _first_cells(name[start:], max(1, cells // 2))
    head = _first_cells(name[:start], max(0, cells - 1 - cell_len(end)))
    return head + ELLIPSIS + _first_cells(name[start:], cells - 1 - cell_len(head))


def _first_cells(name: str, cells: int) -> str:
    """Return as much of the beginning of a name as fits, without a sign that something was cut off."""
    visible = safe(name[: 2 * cells], LONGEST)
    return next((visible[:end] for end in range(len(visible), 0, -1) if cell_len(visible[:end]) <= cells), "")
