"""Numbers in narrow fields: never too wide, never misleading."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.drawing.numbers import MOST_DIGITS, compact, fitting, named, short, signed

ANY = st.floats(allow_nan=True, allow_infinity=True)
FINITE = st.floats(-1e308, 1e308)  # larger ones may round to infinity


@given(ANY, st.integers(0, 12), st.integers(0, 8), st.booleans(), st.booleans())
def test_a_number_fits_its_field(value: float, width: int, decimals: int, sign: bool, trim: bool) -> None:
    text = short(value, width, decimals, signed=sign, trim=trim)
    assert len(text) <= width
    assert bool(text) == bool(width)
    assert sum(map(str.isdigit, text)) <= MOST_DIGITS


@given(st.floats(max_value=-5e-324), st.integers(1, 12), st.booleans())
def test_a_negative_number_is_never_shown_without_its_sign(value: float, width: int, trim: bool) -> None:
    assert short(value, width, trim=trim).startswith("-")


@given(st.floats(min_value=0.0), st.integers(1, 12))
def test_only_negative_numbers_have_a_minus(value: float, width: int) -> None:
    assert not short(value, width).startswith("-")
    assert signed(value, width).startswith("+") == (value > 0)


@given(FINITE, st.integers(8, 12))
def test_a_wide_field_shows_the_number_to_within_five_percent(value: float, width: int) -> None:
    assert float(short(value, width)) == pytest.approx(value, rel=0.05)


@given(FINITE, st.integers(1, 9))
def test_a_number_that_does_not_fit_is_not_misstated(value: float, width: int) -> None:
    text = short(value, width)
    if abs(value) >= 1 and text not in ("-", "…", "-…"):
        assert float(text) == pytest.approx(value, rel=0.51)


@pytest.mark.parametrize(
    ("value", "width", "text"),
    [
        (0.8264123, 6, "0.8264"),
        (0.8264123, 4, "0.83"),
        (2.7810836, 6, "2.7811"),
        (-0.5, 6, "-0.500"),
        (0.0, 6, "0.0000"),
        (-0.0, 6, "0.0000"),
        (1e-9, 6, "1e-9"),
        (123456.0, 6, "123456"),
        (1234567.0, 6, "1.23e6"),
        (999999.7, 7, "1e6"),
        (1e308, 6, "1e308"),
        (-1e308, 5, "-…"),
        (math.inf, 6, "∞"),
        (-math.inf, 6, "-∞"),
        (math.nan, 6, "NaN"),
        (math.nan, 2, "?"),
    ],
)
def test_short(value: float, width: int, text: str) -> None:
    assert short(value, width) == text


def test_signed_has_room_for_a_plus() -> None:
    assert signed(1.2367, 5, 2) == "+1.24"
    assert signed(0.004, 5, 2) == "+4e-3"
    assert signed(math.inf, 5) == "+∞"


def test_trimming_keeps_one_decimal() -> None:
    assert short(1.0, 6, trim=True) == "1.0"
    assert short(0.25, 6, trim=True) == "0.25"
    assert short(120.0, 6, trim=True) == "120.0"


@given(ANY, st.integers(0, 12))
def test_a_compact_number_fits_its_field_and_keeps_its_sign(value: float, width: int) -> None:
    text = compact(value, width)
    assert len(text) <= width
    assert width == 0 or text.startswith("-") == (value < 0)


@pytest.mark.parametrize(
    ("value", "width", "text"),
    [
        (0.64, 5, "+0.64"),
        (0.64, 4, "+.64"),
        (0.003, 5, "+.003"),
        (-0.0234, 5, "-.023"),
        (0.0003, 5, "+3e-4"),
        (1.234, 4, "+1.2"),
    ],
)
def test_a_small_compact_number_has_more_decimals(value: float, width: int, text: str) -> None:
    assert compact(value, width) == text


@given(ANY, st.integers(0, 9), st.integers(0, 4))
def test_fitting_takes_more_cells_rather_than_cut_a_number(value: float, narrow: int, more: int) -> None:
    text = fitting(compact, value, narrow, narrow + more)
    assert len(text) <= narrow + more
    assert "…" not in text
    if text and 1 <= abs(value) <= 1e308:
        assert float(text) == pytest.approx(value, rel=0.51)


@pytest.mark.parametrize(
    ("value", "narrow", "wide", "text"),
    [
        (1e308, 5, 9, "+1e308"),
        (-1e120, 4, 6, "-1e120"),
        (-1e120, 4, 5, ""),
        (123456.0, 4, 4, "+1e5"),
        (0.5, 5, 13, "+0.50"),
        (0.0027, 4, 4, "+.00"),
        (0.0027, 4, 6, "+.0027"),
        (math.inf, 5, 9, "+∞"),
        (math.nan, 5, 9, "NaN"),
    ],
)
def test_fitting_shows_the_magnitude_or_nothing(value: float, narrow: int, wide: int, text: str) -> None:
    assert fitting(compact, value, narrow, wide) == text


@pytest.mark.parametrize(
    ("value", "narrow", "wide", "text"),
    [
        (1.288, 7, 7, "Σ1.2880"),
        (-3.514, 4, 4, "Σ-4"),
        (-122063.5, 6, 6, "Σ-1e5"),
        (-122063.5, 4, 4, "-1e5"),
        (-1e120, 6, 6, "-1e120"),
        (-1e120, 5, 5, ""),
        (math.inf, 6, 6, "Σ∞"),
        (math.nan, 4, 4, "ΣNaN"),
    ],
)
def test_a_name_gives_way_to_the_number(value: float, narrow: int, wide: int, text: str) -> None:
    assert named("Σ", short, value, narrow, wide) == text
