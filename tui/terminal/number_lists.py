"""Lists of numbers as people type and paste them: a row of a table, an array as a program prints it."""

from __future__ import annotations

import re
from itertools import pairwise

from engine.typed_numbers import parse_number

_BRACKETS = str.maketrans("[]", "  ")
_BETWEEN = re.compile(" ?[,;] ?| ")
_BETWEEN_DECIMAL_COMMAS = re.compile(" ?; ?| , ?|, | ")


def parse_numbers(text: str) -> list[float]:
    """Read one number as ``parse_number`` does, or several: ``0.15 0.2``, ``[0.15, 0.2]``, ``0,15; 0,2``.

    Blanks, commas and semicolons separate numbers. A comma without a blank is a decimal comma, as in a single number,
    unless a point in the text says that it is none. Where both are possible, nothing is guessed.

    Raises:
        ValueError: A part of the text is no number, or it can be read in two ways. The message is one line.
    """
    try:
        return [parse_number(text)]
    except ValueError as error:
        parts = _parts(" ".join(text.translate(_BRACKETS).split()).replace(" /", "/").replace("/ ", "/"))
        if not parts or not _is_number(parts[0]):
            raise error from None
    values = []
    for number, part in enumerate(parts, 1):
        if not part:
            raise ValueError(f"number {number} of the list is missing")
        try:
            values.append(parse_number(part))
        except ValueError as error:
            raise ValueError(f"number {number} of {len(parts)}: {error}" if len(parts) > 1 else str(error)) from None
    return values


def _parts(line: str) -> list[str]:
    """Return the parts of a line in which single blanks stand."""
    line = line.strip(" ,;")
    if "." in line:
        return _BETWEEN.split(line)
    parts = _BETWEEN_DECIMAL_COMMAS.split(line)
    if not any("," in part and _may_be_decimal(part) for part in parts):
        return _BETWEEN.split(line)
    if ", " in line or " ," in line or any("," in part and not _is_number(part) for part in parts):
        raise ValueError("a comma can separate numbers or be a decimal comma here: write 0.5 0.25, or 0,5; 0,25")
    return parts


def _may_be_decimal(part: str) -> bool:
    """Return whether a comma in a part can be a decimal comma."""
    pieces = part.split(",")
    return any(_is_number(f"{left},{right}") for left, right in pairwise(pieces))


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except ValueError:
        return False
    return True
