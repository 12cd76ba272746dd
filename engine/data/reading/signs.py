"""Which decimal sign a table has."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.data.reading.numerals import decimal_sign, spelling_of

_SAMPLE_CELLS = 20_000
_ADDRESS = re.compile(r"(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}", re.ASCII)


@dataclass(frozen=True)
class Decimal:
    """The decimal sign of a table.

    Attributes:
        sign: "." or ",".
        asked: Whether it was asked for, and holds whatever the cells look like.
        certain: Whether some cell shows it, or nothing speaks against it: 1,234 can be both one and a part and more
            than a thousand.
    """

    sign: str
    asked: bool = False
    certain: bool = True


def table_decimal(columns: Sequence[Sequence[str]], delimiter: str) -> Decimal:
    """Return the decimal sign of a table: what its columns, each by most of its cells, say; a point when they are even.

    Args:
        columns: The cells of each column.
        delimiter: What separates them: with semicolons, 1,234 alone is taken as one and a part; with commas, 1.234 is
            that for certain, unless points group thousands elsewhere.
    """
    votes: Counter[str] = Counter()
    rows = max(50, _SAMPLE_CELLS // max(len(columns), 1))
    for column in columns:
        votes.update(_votes(column[:rows], delimiter))
    if votes[","] != votes["."]:
        sign = "," if votes[","] > votes["."] else "."
        return Decimal(sign, certain=sign == "," or not votes["groups"])
    if delimiter == ";" and votes["?,"] and not votes["?."]:
        return Decimal(",", certain=False)
    return Decimal(".", certain=not votes["?."] or (delimiter == "," and not votes["groups"]))


def _votes(cells: Sequence[str], delimiter: str) -> list[str]:
    """Return what a column says of the decimal sign of its table.

    Returns:
        The sign that its cells show, if these are more than those that look alike and are no numbers: dates, versions,
        addresses. Otherwise "?" and each sign in cells that can be read both ways. And "groups" where points group
        thousands between commas: there only a cell in quotes can have a decimal comma, and speaks for one.
    """
    numerals = filter(None, map(spelling_of, cells))
    forms = Counter((numeral.digits, numeral.power[:1]) for numeral in numerals)
    signs: Counter[str] = Counter()
    unclear: set[str] = set()
    for (digits, power), number in forms.items():
        sign = decimal_sign(digits, power)
        if sign == "?":
            unclear.add("?," if "," in digits else "?.")
        elif sign == "," and "," not in digits and delimiter == ",":
            sign = "groups"
        elif not sign and not {".", ","}.isdisjoint(digits):
            sign = "none"
        signs[sign] += number
    if (signs[","] or signs["groups"]) and are_addresses(cells):
        return []
    most = max(".,", key=signs.__getitem__)
    groups = ["groups"] if signs["groups"] > signs["none"] else []
    if signs["."] != signs[","]:
        return [most, *groups] if signs[most] > signs["none"] else groups
    return [*unclear, *groups]


def are_addresses(cells: Sequence[str]) -> bool:
    """Tell whether all cells with three points, two or more, are addresses in a network, such as 192.168.1.1."""
    alike = [cell for cell in cells if cell.count(".") == 3]
    return len(alike) > 1 and all(map(_ADDRESS.fullmatch, alike))
