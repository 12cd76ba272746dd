"""Cells of one shape, read together, give the same values to the last bit as each read by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.files import examine_csv
from engine.data.options import ReadOptions
from engine.data.reading import reader
from engine.data.reading.dates import days, days_of, may_be_dates
from engine.data.reading.distinct import FEW, shapes_of, with_ones
from engine.data.reading.numerals import (
    SIGNS,
    decimal_sign,
    may_be_number,
    may_be_numbers,
    numeral_of,
    numeral_of_shape,
    numeral_parser,
    signs_of_shape,
    value_or_nan,
    values_of_shape,
)
from engine.errors import DataError
from tests.engine.data.reading_files import file_of, kinds, report_of

DATES = (
    *("2024-11-31", "31.11.2024", "11/31/24", "1.1.1999", "31 Nov 2024", "Nov 31, 2024", "2024-11", "20241131"),
    *("2024-11-31T23:59:59.125", "31.11.2024 23:59", "11:59 pm", "23:59:59", "12/31/2024 11:59:59 AM", "2024/99"),
)
NUMBERS = (
    "1,234,567.5",
    "$ 1,234.50",
    "12.5 %",
    "(1,234.50)",
    "-0.125",
    "1.5e-3",
    "12 345,5",
    "1'234.5",
    "+7",
    "1.2.3",
)
RESTS = ("00:00", "59:59", "59:60", "60:00", "00:61")
HOURS = [f"{hour}:{rest}" for hour in ("00", "12", "13", "23", "24", "25") for rest in RESTS]
DAYS = [f"{day:02}.{month:02}." for day in (0, 1, 28, 29, 30, 31, 32) for month in (0, 2, 4, 12, 13)]
EDGES = [
    [f"{day}{year}" for day in DAYS for year in (1900, 2000, 2023)],
    [f"01.01.{year:02}" for year in range(60, 75)],
    [f"{year}0229" for year in (1899, 1900, 1904, 2000, 2001, 2096, 2099, 2100, 9999)],
    HOURS,
    [f"2024-02-29T{hour}" for hour in HOURS],
    [f"{hour} pm" for hour in HOURS],
]
MANY = st.lists(st.integers(0, 10**18), min_size=FEW, max_size=40)


def alike(pattern: str, numbers: list[int]) -> list[str]:
    """Return different words of the same shape as a pattern."""
    filled = []
    for number in numbers:
        digits = iter(f"{number:018d}"[::-1] * 2)
        filled.append("".join(next(digits) if c.isdigit() else c for c in pattern))
    return list(dict.fromkeys([pattern, *filled]))


@pytest.mark.parametrize("pattern", DATES)
@given(numbers=MANY, day_first=st.booleans(), packed=st.booleans())
def test_dates(pattern, numbers, day_first, packed):
    words = alike(pattern, numbers)
    each = [np.nan if (day := days(word, day_first, packed)) is None else day for word in words]
    shapes = shapes_of(words)
    np.testing.assert_array_equal(days_of(shapes, shapes.groups(), day_first, packed), each)


@pytest.mark.parametrize("words", EDGES, ids=lambda words: words[0])
def test_dates_at_the_edges_of_their_ranges(words):
    each = [np.nan if (day := days(word, packed=True)) is None else day for word in words]
    assert not np.isnan(each).all()
    shapes = shapes_of(words)
    np.testing.assert_array_equal(days_of(shapes, shapes.groups(), packed=True), each)


@pytest.mark.parametrize("pattern", NUMBERS)
@given(numbers=MANY, decimal=st.sampled_from(".,"))
def test_numbers(pattern, numbers, decimal):
    words = alike(pattern, numbers)
    each = [value_or_nan(numeral_of(word), decimal) for word in words]
    together = values_of_shape(shapes_of(words), np.arange(len(words)), numeral_of, decimal)
    np.testing.assert_array_equal(together, each)


SPELLINGS = [
    *DATES,
    *NUMBERS,
    "5 kg",
    "5g",
    "EUR 12",
    "- 5",
    "-$5",
    "5‰",
    "\u22125",
    "\u0663",
    "１２，5",
    "5\u200b",
    "inf",
    "10.0.0.1",
]
SPELLINGS += [
    "Mon, 5 Mar 2020",
    "5. März 20",
    "AB123",
    "1-5",
    "00a1f3",
    "3+",
    "½",
    "²",
    "_a 5 20",
    "1 000 €",
    "( 5 )",
    "Q1 2020",
]
CHARACTERS = st.sampled_from("0123456789 .,'-/:+()%eE€$agkmprtMJT²½\u2212\u2009\u0663\uff0c\u200b_\n")
WORDS = st.one_of(
    st.sampled_from(SPELLINGS),
    st.text(CHARACTERS, max_size=12),
    st.builds(lambda word, end: word + end, st.sampled_from(SPELLINGS), st.text(CHARACTERS, max_size=3)),
    st.builds(lambda word, cut: word[cut:], st.sampled_from(SPELLINGS), st.integers(0, 4)),
)


@given(st.lists(WORDS, min_size=1, max_size=30), st.booleans())
def test_what_cannot_be_a_number_or_a_date_is_none(words, day_first):
    numbers, dates = may_be_numbers(words), may_be_dates(words)
    assert numbers.tolist() == [may_be_number(word) for word in words]
    for word, number, date in zip(words, numbers, dates, strict=True):
        assert number or numeral_of(word) is None
        assert number or numeral_parser(".", "g")(word) is None
        assert date or days(word, day_first) is None
        shapes = shapes_of([word] * FEW)
        assert date or np.isnan(days_of(shapes, shapes.groups(), day_first)).all()


def test_text_cannot_be_a_number_or_a_date():
    words = ["AB123456", "00a1f3c9", "x5", "alpha beta", "a-5", "10.0.0.1", "2020-W05", "12f4567x", "5 apples and 3"]
    assert not may_be_dates(words).any()
    assert [word for word, may_be in zip(words, may_be_numbers(words), strict=True) if may_be] == ["10.0.0.1"]


@given(st.lists(st.text("a1²٣ \u2028", min_size=1, max_size=4), min_size=21, max_size=40, unique=True))
def test_columns_of_codes_are_ids(tmp_path_factory, words):
    words = [f"x{word}{row}"[: 3 + row % 3].strip() for row, word in enumerate(words)]  # as cells are read
    report = report_of(tmp_path_factory.mktemp("t"), "name,y\n" + "".join(f"{word},1.5\n" for word in words))
    like_ids = len(set(words)) == len(words) and all(" " not in word and any(map(str.isdigit, word)) for word in words)
    assert (kinds(report)["name"] == "id") == like_ids


def some_signs(words):
    return np.array([not set(word).isdisjoint(".-/ ") for word in words], dtype=np.bool_)


@given(st.lists(WORDS, max_size=30), st.booleans())
def test_some_of_the_words_are_grouped_as_if_they_were_all(words, many):
    words = [word.replace("\0", "") for word in words] * (10 if many else 1)  # many words have few shapes
    chosen = [word for word, one in zip(words, some_signs(words), strict=True) if one]
    some, alone = shapes_of(words, some_signs), shapes_of(chosen)
    assert [[words[index] for index in group] for group in some.groups()] == [
        [chosen[index] for index in group] for group in alone.groups()
    ]
    assert some.examples == alone.examples
    for group, same in zip(some.groups(), alone.groups(), strict=True):
        np.testing.assert_array_equal(some.digits(group), alone.digits(same))


@given(st.lists(WORDS, max_size=30))
def test_the_decimal_signs_of_one_shape_are_those_of_its_words(words):
    shapes = shapes_of(words)
    for alike in shapes.groups():
        numeral = numeral_of_shape(with_ones(words[alike[0]]))
        each = [numeral_of(words[index]) for index in alike]
        if numeral is None:
            assert not any(each)
            continue
        together = [SIGNS[sign] for sign in signs_of_shape(shapes, alike, numeral)]
        assert together == [decimal_sign(one.digits, one.power) for one in each]


@pytest.mark.parametrize("words", [["1,234", "0,234", "5,678"], ["0.125", "1.125"], ["€ 0,500", "€ 7,500"]])
def test_a_zero_at_the_beginning_settles_the_decimal_sign(words):
    shapes = shapes_of(words)
    (alike,) = shapes.groups()
    signs = [SIGNS[sign] for sign in signs_of_shape(shapes, alike, numeral_of_shape(with_ones(words[0])))]
    settled = "," if "," in words[0] else "."
    assert signs == [settled if word.strip("€ ")[0] == "0" else "?" for word in words]


PATTERNS = st.lists(st.sampled_from([*SPELLINGS, "", "n/a", "oops"]), min_size=1, max_size=3)


@given(st.lists(PATTERNS, min_size=2, max_size=8), st.integers(2, 30), st.randoms(use_true_random=False))
def test_columns_read_together_are_what_each_is_by_itself(tmp_path_factory, patterns, rows, draw):
    def cell(pattern):
        return "".join(str(draw.randrange(10)) if c in "0123456789" else c for c in pattern)

    lines = ["\t".join(f"name {index}" for index in range(len(patterns)))]
    lines += ["\t".join(cell(draw.choice(some)) for some in patterns) for _ in range(rows)]
    path = file_of(tmp_path_factory.mktemp("t"), "\n".join(lines))
    options = ReadOptions(header=True, delimiter="\t", task="regression", missing="fill")
    try:
        together, data = examine_csv(path, options)
    except DataError:  # no cell has a value
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_CELLS_AT_ONCE", 1)
        alone, same = examine_csv(path, options)
    assert together == alone
    assert (data is None) == (same is None)
    if data is not None:
        np.testing.assert_array_equal(data.inputs, same.inputs)
        np.testing.assert_array_equal(data.expected, same.expected)


@pytest.mark.parametrize(
    ("unit", "cell", "digits"),
    [("g", "5g", "5"), ("g", "-1,234.5g", "1,234.5"), ("g", "5 g", "5"), ("kg", "5kg", "5"), ("m²", "5m²", "5")],
)
def test_a_unit_may_touch_its_number(unit, cell, digits):
    numeral = numeral_parser(".", unit)(cell)
    assert (numeral.digits, numeral.unit, numeral.minus) == (digits, unit, cell[0] == "-")
    assert numeral_parser(".", "kg")("5g") is None
