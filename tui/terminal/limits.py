"""How much is taken from outside: the size of a screen, the length of a paste, whole numbers."""

LONGEST_PASTE = 10_000
"""Characters of a paste that are taken; far more than any field holds."""
LARGEST_SIDE = 1000
"""Columns and lines of a screen. No terminal has more, but one can be told so, and a screen takes memory for each."""

MOST_COUNTED = 10**9
"""The highest whole number that a count takes, such as one of neurons, rows or epochs."""
MOST_SEED = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exactly."""


def bounded(columns: int, lines: int) -> tuple[int, int]:
    """Return the part of a screen of this size that is drawn on."""
    return min(columns, LARGEST_SIDE), min(lines, LARGEST_SIDE)
