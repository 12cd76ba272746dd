"""How much is taken from outside: the size of a screen and the length of a paste."""

LONGEST_PASTE = 10_000
"""Characters of a paste that are taken; far more than any field holds."""
LARGEST_SIDE = 1000
"""Columns and lines of a screen. No terminal has more, but one can be told so, and a screen takes memory for each."""


def bounded(columns: int, lines: int) -> tuple[int, int]:
    """Return the part of a screen of this size that is drawn on."""
    return min(columns, LARGEST_SIDE), min(lines, LARGEST_SIDE)
