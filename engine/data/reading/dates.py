"""Read dates and times of day, as people write them, as days since 1970-01-01."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray, IndexArray
from engine.data.reading.distinct import FEW, Shapes, whole, with_ones
from engine.data.reading.joined import joined, some, which

_EPOCH = date(1970, 1, 1).toordinal()
_TIME = (
    r"(?:[T ,]\s*+(?P<h>\d{1,2}):(?P<mi>\d\d)(?::(?P<s>\d\d(?:[.,]\d{1,9})?))?"
    r"\s*+(?P<half>[ap]m)?\s*+(?:Z|UTC|[+-]\d\d:?(?:\d\d)?)?)?"
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
    rf"(?:[^\W\d]{{2,10}}\.?,\s++)?"
    rf"(?:(?P<d>\d{{1,2}})\.?[ -]?(?P<m>[^\W\d]{{3,9}})\.?|(?P<m2>[^\W\d]{{3,9}})\.? (?P<d2>\d{{1,2}}))"
    rf"[ ,-]{{1,2}}(?P<y>\d{{4}}|\d\d){_TIME}",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])")
_PACKED = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)", re.ASCII)
_PACKED_YEARS = range(1900, 2100)
_CLOCK = re.compile(
    r"(?P<h>[01]?\d|2[0-3]):(?P<mi>[0-5]\d)(?::(?P<s>[0-5]\d(?:\.\d{1,9})?))?\s*+(?P<half>[ap]m)?", re.IGNORECASE
)
_LONGEST = 60
# Whatever may be a date or a time of day, but for 20240131: more than the patterns above take, and quicker to tell from
# text. None has more behind its day or year than a time.
MAY_BE_DATE = (
    r"\d{1,4}+[-/.]\s?\d{1,2}+(?:[-/.]\s?\d{1,4}+(?:[Tt ,][^\0]*+)?)?|\d{1,2}+:\d\d[^\0]*+"
    r"|\d{1,2}+\.?[ -]?[^\W\d]{3,9}+\.?[ ,-]{1,2}\d[^\0]*+|[^\W\d]{2,10}+\.?,\s[^\0]*+"
    r"|[^\W\d]{3,9}+\.? \d[^\0]*+"
)
_BETWEEN = "-/.: ,"
"""Every date and time of day has one of these between its parts, unless it is 20240131."""
_MAY_BE_ONE, _SOME_MAY_BE = re.compile(MAY_BE_DATE), some(MAY_BE_DATE)


def days(cell: str, day_first: bool = True, packed: bool = False) -> float | None:
    """Return a date as days since 1970-01-01, a time of day as a fraction of a day; None if it is neither.

    Args:
        cell: The text.
        day_first: Whether 3/4/2020 is the third of April.
        packed: Whether 20200403 is a date.
    """
    if len(cell) > _LONGEST or not (packed or _MAY_BE_ONE.fullmatch(cell)):
        return None
    form = _form(cell, day_first, packed)
    if form is None:
        return None
    match = form.match
    if not form.year:
        return _part_of_day(match)
    month = _month(match[form.month])
    if month is None:
        return None
    if match.re is _PACKED and int(match[form.year]) not in _PACKED_YEARS:
        return None
    return _days(match[form.year], month, match[form.day] if form.day else 1, match if form.time else None)


def may_hold_dates(cells: Sequence[str]) -> bool:
    """Decide whether a date or time of day may be among some cells: a quick look at the signs in them."""
    text = joined(cells)
    return any(sign in text for sign in _BETWEEN)


def may_be_dates(cells: Sequence[str]) -> NDArray[np.bool_]:
    """Return which cells may be dates or times of day, shape (cells,): for the others ``days`` is None."""
    return which(_SOME_MAY_BE, joined(cells), len(cells))


def days_of(shapes: Shapes, groups: Sequence[IndexArray], day_first: bool = True, packed: bool = False) -> FloatArray:
    """Return ``days`` of some words, shape (all words,), nan for None and for the others.

    Args:
        shapes: The words by shape.
        groups: The indices of the words of each shape.
        day_first: See ``days``.
        packed: See ``days``.
    """
    words = shapes.words
    found = np.full(len(words), np.nan)
    for alike in groups:
        if len(alike) < FEW:
            for index in alike.tolist():
                if (day := days(words[index], day_first, packed)) is not None:
                    found[index] = day
        else:
            found[alike] = _days_alike(shapes, alike, day_first, packed)
    return found


def has_two_orders(cell: str) -> bool:
    """Decide from the form of a date whether its day or its month could come first."""
    match = _YEAR_LAST.fullmatch(cell) if len(cell) <= _LONGEST else None
    return match is not None and match["by"] != "."


class _Form(NamedTuple):
    """The parts of a date or time of day: a match and the names of its groups, "" for a part that is absent."""

    match: re.Match[str]
    year: str = ""
    month: str = ""
    day: str = ""
    time: bool = False


def _form(cell: str, day_first: bool, packed: bool) -> _Form | None:
    if match := _YEAR_FIRST.fullmatch(cell):
        return _Form(match, "y", "m", "d", match["h"] is not None)
    if match := _YEAR_LAST.fullmatch(cell):
        day, month = ("a", "b") if day_first or match["by"] == "." else ("b", "a")
        return _Form(match, "y", month, day, match["h"] is not None)
    if match := _NAMED.fullmatch(cell):
        month, day = ("m", "d") if match["m"] else ("m2", "d2")
        return _Form(match, "y", month, day, match["h"] is not None)
    if match := _MONTH.fullmatch(cell):
        return _Form(match, "y", "m")
    if match := _CLOCK.fullmatch(cell):
        return _Form(match, time=True)
    if packed and (match := _PACKED.fullmatch(cell)):
        return _Form(match, "y", "m", "d")
    return None


def _month(text: str) -> int | None:
    return int(text) if text.isdigit() else _MONTHS.get(text.lower())


def _days(year: str, month: int, day: str | int, time: re.Match[str] | None) -> float | None:
    number = int(year)
    if len(year) == 2:  # as in POSIX: 69 is 1969, 68 is 2068
        number += 1900 if number >= 69 else 2000
    try:
        whole_days = date(number, month, int(day)).toordinal() - _EPOCH
    except ValueError:
        return None
    part = 0.0 if time is None else _part_of_day(time)
    return None if part is None else whole_days + part


def _part_of_day(match: re.Match[str]) -> float | None:
    hour, minute, second = int(match["h"]), int(match["mi"]), float((match["s"] or "0").replace(",", "."))
    if half := match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    if hour > 24 or minute > 59 or second >= 61:
        return None
    return (hour * 3600 + minute * 60 + second) / 86400


def _days_alike(shapes: Shapes, alike: IndexArray, day_first: bool, packed: bool) -> FloatArray:
    """Return ``days`` of words of one shape, nan for None: match one of them, compute them all together."""
    shape = with_ones(shapes.words[alike[0]])
    form = None if len(shape) > _LONGEST else _form(shape, day_first, packed)
    if form is None:
        return np.full(len(alike), np.nan)
    if sum(map(str.isdigit, shape)) != shape.count("1"):  # digits of other scripts
        read = [days(shapes.words[index], day_first, packed) for index in alike]
        return np.array([np.nan if day is None else day for day in read])
    digits = shapes.digits(alike)

    def field(name: str) -> NDArray[np.int64]:
        start, end = (shape.count("1", 0, place) for place in form.match.span(name))
        return whole(digits[:, start:end])

    result = np.zeros(len(alike))
    if form.year:
        month = field(form.month) if form.match[form.month].isdigit() else _month(form.match[form.month])
        if month is None:
            return np.full(len(alike), np.nan)
        years = field(form.year)
        if len(form.match[form.year]) == 2:
            years += np.where(years >= 69, 1900, 2000)
        if form.match.re is _PACKED:
            years[(years < _PACKED_YEARS.start) | (years >= _PACKED_YEARS.stop)] = 0  # no such year
        result = _whole_days(years, month, field(form.day) if form.day else 1)
    return result + _parts_of_day(form, field) if form.time else result


def _whole_days(
    years: NDArray[np.int64], months: NDArray[np.int64] | int, days_: NDArray[np.int64] | int
) -> FloatArray:
    """Return what ``_days`` does, for arrays."""
    first = ((years - 1970) * 12 + months - 1).astype("datetime64[M]")
    start, end = (month.astype("datetime64[D]").astype(np.int64) for month in (first, first + 1))
    exists = (years >= 1) & (months >= 1) & (months <= 12) & (days_ >= 1) & (days_ <= end - start)
    return np.where(exists, start + days_ - 1.0, np.nan)


def _parts_of_day(form: _Form, field: Callable[[str], NDArray[np.int64]]) -> FloatArray:
    """Return what ``_part_of_day`` does, for arrays; a time alone has no hour 24 and no second 60."""
    match = form.match
    hours, minutes, seconds = field("h"), field("mi"), np.zeros(1)
    if match["s"]:
        seconds = field("s") / 10.0 ** max(len(match["s"]) - 3, 0)
    exists = (minutes <= 59) & (seconds < (61 if form.year else 60)) & (hours <= (24 if form.year else 23))
    if half := match["half"]:
        exists &= (hours >= 1) & (hours <= 12)
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    return np.where(exists, (hours * 3600 + minutes * 60 + seconds) / 86400, np.nan)
