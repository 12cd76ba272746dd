"""Names from outside cut to a width such that they can still be told from each other."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size

from tui.terminal.text import ELLIPSIS, safe

LONGEST = 200
"""Cells; of a longer name only the beginning is read."""


@lru_cache(maxsize=64)
def cut_apart(names: tuple[str, ...], cells: int) -> tuple[str, ...]:
    """Cut names to at most ``cells`` cells each, so that no two of them look alike.

    A name that is too long loses its end: "petal len…". Where that makes two alike, they lose their middle instead:
    "mean …ess 1"; and where even that does not help, their end gives way to their number.

    Args:
        names: The names, as they came from outside.
        cells: The most cells for each.

    Returns:
        The cut names, in order. With too few cells to tell them apart, some may still look alike.
    """
    whole = [safe(name, LONGEST) for name in names]
    shown = [safe(name, cells) for name in whole]
    half = max(1, (cells - 1) // 2)
    for tail in (*range(half, cells - 1), *range(half - 1, 0, -1)):
        alike = _alike(shown)
        if not alike:
            return tuple(shown)
        for index in alike:
            if cell_len(whole[index]) > cells:
                shown[index] = _without_middle(whole[index], cells, tail)
    for index in _alike(shown):
        number = f"{ELLIPSIS}{index + 1}"
        shown[index] = safe(safe(whole[index], cells - len(number)).rstrip(ELLIPSIS) + number, cells)
    return tuple(shown)


def are_apart(names: tuple[str, ...]) -> bool:
    """Tell whether no two names look alike."""
    return len(set(names)) == len(names)


def _alike(shown: list[str]) -> list[int]:
    counts = Counter(shown)
    return [index for index, text in enumerate(shown) if counts[text] > 1]


def _without_middle(name: str, cells: int, tail: int) -> str:
    """Cut the middle out of a name, leaving up to ``tail`` cells of its end."""
    end = len(name)
    while end and sum(map(get_character_cell_size, name[end - 1 :])) <= tail:
        end -= 1
    return safe(name, cells - cell_len(name[end:])) + name[end:]
