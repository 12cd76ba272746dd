"""Dates and times of day as people write them, as a number of days since 1970-01-01."""

import re
from datetime import date

_EPOCH = date(1970, 1, 1).toordinal()
_TIME = (
    r"(?:[T ,]\s*(?P<h>\d{1,2}):(?P<mi>\d\d)(?::(?P<s>\d\d(?:[.,]\d{1,9})?))?"
    r"\s*(?P<half>[ap]m)?\s*(?:Z|UTC|[+-]\d\d:?(?:\d\d)?)?)?"
)
_MONTH_NAMES = """jan januar january janvier|feb februar february|mar mär märz mrz march mars|apr april avril|may mai
jun juni june juin|jul juli july juillet|aug august|sep sept september septembre|oct okt oktober october octobre
nov november novembre|dec dez dezember december"""
_MONTHS = {
    name: number for number, names in enumerate(re.split(r"[|\n]", _MONTH_NAMES), start=1) for name in names.split()
}
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})(?P<by>[-/.])(?P<m>\d{{1,2}})(?P=by)(?P<d>\d{{1,2}}){_TIME}", re.IGNORECASE)
_YEAR_LAST = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<by>[-/.])\s?(?P<b>\d{{1,2}})(?P=by)\s?(?P<y>\d{{4}}|\d\d){_TIME}", re.IGNORECASE
)
_NAMED = re.compile(
    rf"(?:[^\W\d]{{2,10}}\.?,\s+)?"
    rf"(?:(?P<d>\d{{1,2}})\.?[ -]?(?P<m>[^\W\d]{{3,9}})\.?|(?P<m2>[^\W\d]{{3,9}})\.? (?P<d2>\d{{1,2}}))"
    rf"[ ,-]{{1,2}}(?P<y>\d{{4}}|\d\d){_TIME}",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])")
_PACKED = re.compile(r"(?P<y>19\d\d|20\d\d)(?P<m>\d\d)(?P<d>\d\d)")
_CLOCK = re.compile(
    r"(?P<h>[01]?\d|2[0-3]):(?P<mi>[0-5]\d)(?::(?P<s>[0-5]\d(?:\.\d{1,9})?))?\s*(?P<half>[ap]m)?", re.IGNORECASE
)
_LONGEST = 60


def days(cell: str, day_first: bool = True, packed: bool = False) -> float | None:
    """Return a date as days since 1970-01-01, a time of day as a part of a day; None when it is neither.

    Args:
        cell: The text.
        day_first: Whether 3/4/2020 is the third of April.
        packed: Whether 20200403 is a date.
    """
    if len(cell) > _LONGEST or not any(c.isdigit() for c in cell):
        return None
    if match := _YEAR_FIRST.fullmatch(cell):
        return _days(match["y"], match["m"], match["d"], match)
    if match := _YEAR_LAST.fullmatch(cell):
        day, month = (match["a"], match["b"]) if day_first or match["by"] == "." else (match["b"], match["a"])
        return _days(match["y"], month, day, match)
    if match := _NAMED.fullmatch(cell):
        month_number = _MONTHS.get((match["m"] or match["m2"]).lower())
        return None if month_number is None else _days(match["y"], month_number, match["d"] or match["d2"], match)
    if match := _MONTH.fullmatch(cell):
        return _days(match["y"], match["m"], 1, None)
    if match := _CLOCK.fullmatch(cell):
        return _part_of_day(match)
    if packed and (match := _PACKED.fullmatch(cell)):
        return _days(match["y"], match["m"], match["d"], None)
    return None


def has_two_orders(cell: str) -> bool:
    """Tell whether the day or the month of a date could come first, by its form."""
    match = _YEAR_LAST.fullmatch(cell) if len(cell) <= _LONGEST else None
    return match is not None and match["by"] != "."


def _days(year: str, month: str | int, day: str | int, time: re.Match[str] | None) -> float | None:
    number = int(year)
    if len(year) == 2:  # as POSIX has it: 69 is 1969, 68 is 2068
        number += 1900 if number >= 69 else 2000
    try:
        whole = date(number, int(month), int(day)).toordinal() - _EPOCH
    except ValueError:
        return None
    part = 0.0 if time is None or time["h"] is None else _part_of_day(time)
    return None if part is None else whole + part


def _part_of_day(match: re.Match[str]) -> float | None:
    hour, minute, second = int(match["h"]), int(match["mi"]), float((match["s"] or "0").replace(",", "."))
    if half := match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    if hour > 24 or minute > 59 or second >= 61:
        return None
    return (hour * 3600 + minute * 60 + second) / 86400
