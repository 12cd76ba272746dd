"""Figures as people write them, and how they agree with exact numbers to the digits that are given."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.explaining.agreement import Agreement, written_number


@pytest.mark.parametrize(
    ("text", "value", "unit", "digits"),
    [
        ("0.784", 0.784, "0.001", 3),
        ("0,784", 0.784, "0.001", 3),
        (" .5 ", 0.5, "0.1", 1),
        ("−0.0082", -0.0082, "0.0001", 2),
        ("+1.3e-2", 0.013, "0.001", 2),
        ("1.30E2", 130.0, "1", 3),
        ("0.9300", 0.93, "0.0001", 4),
        ("2", 2.0, "1", 1),
        ("5.", 5.0, "1", 1),
        ("-0.00", 0.0, "0.01", 0),
        ("1/4", 0.25, "0", 12),
        ("0,5 / 2", 0.25, "0", 12),
    ],
)
def test_a_figure_has_the_digits_that_were_written(text: str, value: float, unit: str, digits: int) -> None:
    number = written_number(text)
    assert (number.value, number.unit, number.digits) == (value, Decimal(unit), digits)


@pytest.mark.parametrize(
    "text", ["", "half", "0.5.1", "1 000", "nan", "∞", "1/0", "0x1", "1_0", "½", "1e-999", "1" * 61]
)
def test_anything_else_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        written_number(text)


@given(exact=st.floats(-1e6, 1e6), decimals=st.integers(0, 12))
def test_a_rounded_number_agrees(exact: float, decimals: int) -> None:
    assert written_number(f"{exact:.{decimals}f}").agreement(exact) is Agreement.ROUNDED


@given(exact=st.floats(allow_nan=False, allow_infinity=False), digits=st.integers(0, 16))
def test_so_does_one_with_an_exponent(exact: float, digits: int) -> None:
    text = f"{exact:.{digits}e}"
    if abs(exact) < 1.7e308:
        assert written_number(text).agreement(exact) is Agreement.ROUNDED


@pytest.mark.parametrize("exact", [float("nan"), float("inf"), -float("inf")])
def test_nothing_agrees_with_what_is_not_finite(exact: float) -> None:
    assert written_number("1.7e308").agreement(exact) is Agreement.SLIP


@pytest.mark.parametrize("text", ["0.12", "0.13"])
def test_of_a_tie_both_neighbours_are_right(text: str) -> None:
    assert written_number(text).agreement(0.125) is Agreement.ROUNDED


def test_a_zero_is_no_number_that_was_cut_off() -> None:
    assert written_number("0.0").agreement(0.09) is Agreement.FROM_ROUNDED
    assert written_number("-0.7").agreement(0.75) is Agreement.SLIP


def test_twelve_digits_are_compared() -> None:
    assert written_number("0.78380847605186").agreement(0.7838084760518595) is Agreement.ROUNDED
    assert written_number("0.783808476051900").agreement(0.7838084760518595) is Agreement.ROUNDED
    assert written_number("0.783808476061900").agreement(0.7838084760518595) is Agreement.SLIP
    assert written_number("1/3").agreement(1 / 3) is Agreement.ROUNDED
    assert written_number("1/3").agreement(0.3333) is Agreement.SLIP
