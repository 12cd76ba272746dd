"""Whatever looks at text from outside takes ten times as long for ten times the text, not a hundred times."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest

from engine.data.generators import GeneratorSpec
from engine.data.options import ReadOptions
from engine.data.pictures import picture_shape
from engine.data.reading.dates import days, has_two_orders, may_be_dates
from engine.data.reading.decimal_sign import DecimalSign, are_addresses
from engine.data.reading.decoding import decoded
from engine.data.reading.dialect import Dialect, dialect_of
from engine.data.reading.foreign import foreign_bytes, foreign_text
from engine.data.reading.numbers import fast_numbers
from engine.data.reading.numerals import (
    is_infinite,
    may_be_number,
    may_be_numbers,
    numeral_of,
    numeral_of_shape,
    numeral_parser,
    plain_number,
)
from engine.data.reading.source import Source
from engine.data.reading.table import table_of
from engine.data.reading.words import is_missing
from engine.errors import EngineError
from engine.network.initializers import initializer_named
from engine.network.subjects import parse_subject
from engine.typed_numbers import parse_number, parse_whole
from tests.growth import MOST, TIMES, least_seconds
from tests.test_rules import modules
from tui.terminal.text import safe

SHORT = 1_000
"""Characters of the shorter text; the other is ``TIMES`` as long."""
NO_TIME = 5e-3
"""Seconds for the longer text that are too short to be compared: what is not linear takes far longer."""
BEST_OF = 7
CELLS = [
    begin + (repeated * SHORT)[:SHORT] + end
    for begin in ("", "1", '"')
    for repeated in ("9", "1,000,", "1.", "a", "aId", " ", "\t", "'", '"', '""', "-", "12:", "1 000 ", "é")
    for end in ("y", "\n", '"')
]


def seconds(work: Callable[[str], object], text: str, times: int = BEST_OF) -> float:
    """Return the least processor time that the work takes of several times; what it refuses counts too."""

    def attempt() -> None:
        with suppress(EngineError, ValueError):
            work(text)

    return least_seconds(attempt, times)


def longer(cell: str) -> str:
    """Return a hostile cell with ten times as many repetitions between its first and its last character."""
    return cell[0] + cell[1:-1] * TIMES + cell[-1]


def slow(work: Callable[[str], object], cells: list[str]) -> tuple[str, float] | None:
    """Return the first cell, shortened, for which the work grows more than the text, and how many times it grows."""
    for cell in cells:
        if seconds(work, longer(cell), 1) < NO_TIME:
            continue
        growth = min(seconds(work, longer(cell)) / seconds(work, cell) for _ in range(2))
        if growth > MOST:
            return f"{cell[:12]}…{cell[-4:]}", growth
    return None


def records(delimiter: str) -> Callable[[str], object]:
    dialect = Dialect(delimiter, '"')

    def read(text: str) -> object:
        return table_of(Source("f"), f'a{delimiter}b\n"x"y{delimiter}{text}\n', dialect, ReadOptions(), float)

    return read


def detected(text: str) -> object:
    return dialect_of(Source("f"), text, None)


def decode(text: str) -> object:
    return decoded(Source("f"), b"\xe9" + text.encode(), None)


FUNCTIONS = {
    "numeral_of": numeral_of,
    "numeral_of_shape": numeral_of_shape,
    "plain_number": plain_number,
    "is_infinite": is_infinite,
    "numeral_parser": numeral_parser(".", "g"),
    "fast_numbers": lambda cell: fast_numbers([cell], DecimalSign(".")),
    "days": days,
    "may_be_dates": lambda cell: may_be_dates([cell]),
    "may_be_number": may_be_number,
    "may_be_numbers": lambda cell: may_be_numbers([cell]),
    "has_two_orders": has_two_orders,
    "is_missing": is_missing,
    "are_addresses": lambda cell: are_addresses([f"1.1.1.{cell}"] * 2),
    "foreign_text": foreign_text,
    "foreign_bytes": lambda cell: foreign_bytes(b"c" + cell.encode()),
    "decoded": decode,
    "dialect_of": detected,
    "records with commas": records(","),
    "records with tabs": records("\t"),
    "records with blanks": records(" "),
    "parse_number": parse_number,
    "parse_number after a slash": lambda cell: parse_number(f"1/{cell}"),
    "parse_whole": lambda cell: parse_whole(cell, 0, 9),
    "initializer_named": lambda cell: initializer_named(f"normal:{cell}"),
    "GeneratorSpec.read": lambda cell: GeneratorSpec.read(f"circles:noise={cell}"),
    "parse_subject": lambda cell: parse_subject(cell, (2, 3, 2)),
    "picture_shape": lambda cell: picture_shape([f"pixel{cell}"] * 4),
    "safe": safe,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_that_takes_text_from_outside(name):
    assert slow(FUNCTIONS[name], CELLS) is None


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern for text that a module of the project holds."""
    return {
        f"{module.__name__}.{name}": value
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
    }


def test_every_pattern_of_the_project_is_matched_in_linear_time():
    found = {name: slow(pattern.fullmatch, CELLS) for name, pattern in patterns().items()}
    assert {name: cells for name, cells in found.items() if cells} == {}


def test_a_pattern_that_is_not_linear_is_found():
    assert slow(re.compile(r"\d+\.?\d*").fullmatch, ["9" * (SHORT // 5) + "y"]) is not None
