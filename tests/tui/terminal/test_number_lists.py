"""Lists of numbers, typed or pasted: how they are separated, and when nothing is guessed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.number_lists import parse_numbers

finite = st.floats(allow_nan=False, allow_infinity=False)
BETWEEN = (" ", ", ", "; ", ";", "\t", "\n", " ,", "  ")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0.15 0.2, 0.25 0.30", [0.15, 0.2, 0.25, 0.3]),
        ("0.15,0.2,0.25,", [0.15, 0.2, 0.25]),
        ("[[0.1 0.2]\n [0.3 0.4]]", [0.1, 0.2, 0.3, 0.4]),
        ("[[0.1, 0.2], [0.3, 0.4]]", [0.1, 0.2, 0.3, 0.4]),
        ("[1. 2.]", [1.0, 2.0]),
        ("[0.5]", [0.5]),
        ("1, 2, 3", [1.0, 2.0, 3.0]),
        ("1;2;3", [1.0, 2.0, 3.0]),
        ("-1,-2,-3", [-1.0, -2.0, -3.0]),
        ("1e-3,2e-3", [1e-3, 2e-3]),
        ("1/2, 1 / 3", [1 / 2, 1 / 3]),
        ("1/2,1/3", [1 / 2, 1 / 3]),
        ("−1 −.5", [-1.0, -0.5]),
        ("1.5,2", [1.5, 2.0]),
        # A decimal comma, as in a single number.
        ("0,15", [0.15]),
        ("0,15 0,2\t0,25", [0.15, 0.2, 0.25]),
        ("0,15; 0,2;1", [0.15, 0.2, 1.0]),
        ("1,5\n2", [1.5, 2.0]),
    ],
)
def test_how_numbers_are_separated(text, values):
    assert parse_numbers(text) == values


@pytest.mark.parametrize("text", ["0,15,0,2", "0,15, 0,2", "1, 2,3", "1,2,3", "1,000,000", "0,5 1,2,3"])
def test_a_comma_that_can_be_either_is_not_guessed(text):
    with pytest.raises(ValueError, match=r"write 0.5 0.25, or 0,5; 0,25"):
        parse_numbers(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0.1 abc 0.3", 'number 2 of 3: "abc" is not a number'),
        ("0.1,,0.3", "number 2 of the list is missing"),
        ("0.1; ;0.3", "number 2 of the list is missing"),
        ("0.1 1/0", 'number 2 of 2: "1/0" divides by 0'),
        ("0.1 1e999", 'number 2 of 2: "1e999" is too large'),
        ("0.1 nan", 'number 2 of 2: "nan" is not a number'),
        ("abc def", '"abc def" is not a number'),
        ("w1 = 0.5", '"w1 = 0.5" is not a number'),
        ("", '"" is not a number'),
        ("[]", '"[]" is not a number'),
        (" , ", '" , " is not a number'),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, why):
    with pytest.raises(ValueError, match=re.escape(why)):
        parse_numbers(text)


@given(st.lists(finite, min_size=1, max_size=20), st.lists(st.sampled_from(BETWEEN), min_size=20, max_size=20))
def test_floats_come_back_bit_for_bit(values, between):
    text = "".join(f"{value!r}{gap}" for value, gap in zip(values, between, strict=False))
    assert parse_numbers(text) == values


@given(st.lists(finite, min_size=1, max_size=20), st.sampled_from([" ", "; ", ";", "\t", "\n"]))
def test_decimal_commas_come_back_too(values, between):
    assert parse_numbers(between.join(repr(value).replace(".", ",") for value in values)) == values


@given(st.text(max_size=200))
def test_any_text_is_numbers_or_one_line(text):
    said = []
    try:
        assert parse_numbers(text)
    except ValueError as error:
        said = str(error).splitlines()
    assert len(said) <= 1
