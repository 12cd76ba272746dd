"""Find the decimal sign of a table: point or comma."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np

from engine.data.reading.distinct import shapes_of, with_ones
from engine.data.reading.joined import every, joined
from engine.data.reading.numerals import SIGNS, may_be_numbers, numeral_of_shape, plain_signs, signs_of_shape
from engine.quick_dataclass import dataclass

_SAMPLE_CELLS = 20_000
# Whole numbers, and numbers with any number of decimals but three: these only have a decimal point.
_PLAIN_POINTS = every(r"[+-]?\d++(?:\.(?:\d{4,}+|\d\d?)?)?")
_SIGNS = ("", ".", ",", "groups", "none", "?.", "?,")
"""The sign in a cell: none, a point or a comma; points that group thousands, where the delimiter is a comma; those of
what is not a number; a point or a comma that can be either."""
_ADDRESS = re.compile(r"(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}", re.ASCII)


@dataclass(frozen=True)
class DecimalSign:
    """The decimal sign of a table.

    Attributes:
        sign: "." or ",".
        asked: Whether the user set it, so that it holds whatever the cells look like.
        certain: Whether some cell proves it, or nothing speaks against it: 1,234 can be 1.234 and 1234.
    """

    sign: str
    asked: bool = False
    certain: bool = True


def table_decimal(columns: Sequence[Sequence[str]], delimiter: str) -> DecimalSign:
    """Return the decimal sign of a table: each column votes with most of its cells, and a tie goes to the point.

    Args:
        columns: The cells of each column.
        delimiter: The delimiter. With semicolons, 1,234 alone is taken as 1.234; with commas, 1.234 is certain to
            have a decimal point, unless points group thousands elsewhere.
    """
    votes: Counter[str] = Counter()
    rows = max(50, _SAMPLE_CELLS // max(len(columns), 1))
    others = []
    for cells in (column[:rows] for column in columns):
        text = plain_signs(joined(cells))
        if "." not in text and "," not in text:
            continue
        if _PLAIN_POINTS.fullmatch(text):
            votes["."] += 1
        else:
            others.append(cells)
    for cells, signs in zip(others, _signs(others, delimiter), strict=True):
        votes.update(_votes(cells, signs))
    if votes[","] != votes["."]:
        sign = "," if votes[","] > votes["."] else "."
        return DecimalSign(sign, certain=sign == "," or not votes["groups"])
    if delimiter == ";" and votes["?,"] and not votes["?."]:
        return DecimalSign(",", certain=False)
    return DecimalSign(".", certain=not votes["?."] or (delimiter == "," and not votes["groups"]))


def _signs(columns: Sequence[Sequence[str]], delimiter: str) -> list[Counter[str]]:
    """Return how many cells of each column have each of ``_SIGNS``."""
    if not columns:
        return []
    cells = list(chain.from_iterable(columns))
    shapes = shapes_of(cells, may_be_numbers)
    signs = np.full(len(cells), _SIGNS.index(""))
    for alike in shapes.groups():
        numeral = numeral_of_shape(with_ones(cells[alike[0]]))
        if numeral is None:
            continue
        none = "" if {".", ","}.isdisjoint(numeral.digits) else "none"
        comma = "groups" if "," not in numeral.digits and delimiter == "," else ","
        unclear = "?," if "," in numeral.digits else "?."
        names = [_SIGNS.index({"": none, ",": comma, "?": unclear}.get(sign, sign)) for sign in SIGNS]
        signs[alike] = np.array(names)[signs_of_shape(shapes, alike, numeral)]
    owners = np.repeat(np.arange(len(columns)), list(map(len, columns)))
    often = np.bincount(owners * len(_SIGNS) + signs, minlength=len(columns) * len(_SIGNS))
    return [Counter(dict(zip(_SIGNS, row, strict=True))) for row in often.reshape(-1, len(_SIGNS)).tolist()]


def _votes(cells: Sequence[str], signs: Counter[str]) -> list[str]:
    """Return the votes of a column on the decimal sign of its table.

    Returns:
        The sign that its cells prove, if these are more than the cells that look similar and are not numbers: dates,
        versions, addresses. Otherwise "?" and the sign, for each sign in cells that can be read both ways. Also
        "groups" if points group thousands and the delimiter is a comma: only quoted cells can have a decimal comma.
    """
    if (signs[","] or signs["groups"]) and are_addresses(cells):
        return []
    most = max(".,", key=signs.__getitem__)
    groups = ["groups"] if signs["groups"] > signs["none"] else []
    if signs["."] != signs[","]:
        return [most, *groups] if signs[most] > signs["none"] else groups
    return [*(sign for sign in ("?.", "?,") if signs[sign]), *groups]


def are_addresses(cells: Sequence[str]) -> bool:
    """Decide whether the cells with three points, two or more, are all IPv4 addresses, such as 192.168.1.1."""
    alike = [cell for cell in cells if cell.count(".") == 3]
    return len(alike) > 1 and all(map(_ADDRESS.fullmatch, alike))
