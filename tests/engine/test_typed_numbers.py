"""Numbers as people type them: what is one, what is not, and what is said then."""

import math
import re
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from engine.typed_numbers import in_plain_digits, parse_number

finite = st.floats(allow_nan=False, allow_infinity=False)
spaces = st.text(" \t\u00a0", max_size=3)


@given(finite, spaces, spaces)
@example(-0.0, "", "")
def test_every_finite_float_comes_back_bit_for_bit(value, before, after):
    parsed = parse_number(f"{before}{value!r}{after}")
    assert parsed == value
    assert math.copysign(1, parsed) == math.copysign(1, value)


@given(finite)
def test_a_decimal_comma_and_a_printed_minus_are_read(value):
    assert parse_number(repr(value).replace(".", ",").replace("-", "−")) == value


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**9))
def test_a_fraction_is_the_nearest_float(above, below):
    assert parse_number(f"{above}/{below}") == float(Fraction(above, below))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3", 1 / 3),
        (" 1 / 3 ", 1 / 3),
        ("-1/4", -0.25),
        ("0,5", 0.5),
        ("1,5/3", 0.5),
        ("1e-3", 0.001),
        ("1E+3", 1000.0),
        ("-.5", -0.5),
        ("−,5", -0.5),
        ("5.", 5.0),
        ("+2", 2.0),
        ("007", 7.0),
        ("1e-400", 0.0),
    ],
)
def test_what_is_accepted(text, value):
    assert parse_number(text) == value


NOT_NUMBERS = [
    *("", " ", "abc", "nan", "-inf", "Infinity", "0x10", "1_000", "1 000", "1,000,000", "1.2,3", "--5", "+-5", "- 5"),
    *(
        ".",
        ",",
        "-",
        "e5",
        "1e",
        "1e5.0",
        "1e1e1",
        "1/",
        "/3",
        "1/2/3",
        "1/-3",
        "1//3",
        "2*3",
        "1j",
    ),
    *("1\n2", "1;", "\x1b[31m1", "0.5\0", "9" * 10_000_000 + "y"),
]


@pytest.mark.parametrize("text", NOT_NUMBERS, ids=range(len(NOT_NUMBERS)))
def test_what_is_refused(text):
    with pytest.raises(ValueError, match=r"^\"[^\n]*\" is not a number: write 0\.5, 1/3 or 1e-3$") as refused:
        parse_number(text)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("text", "value"), [("0." + "1" * 99, 1 / 9), ("0," + "0" * 99 + "1", 1e-100), (" " * 200 + "1", 1.0)]
)
def test_a_long_number_is_read(text, value):
    assert parse_number(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("text", ["1/0", "0/0", "1/0.0", "-1/1e-999"])
def test_a_division_by_zero_says_so(text):
    with pytest.raises(ValueError, match="divides by 0"):
        parse_number(text)


@pytest.mark.parametrize("text", ["1e999", "-1e309", "1e999/2", "1/1e999", "1e308/1e-308", "9" * 90 + "e300"])
def test_a_number_too_large_says_so(text):
    with pytest.raises(ValueError, match="is too large"):
        parse_number(text)


@given(st.text(st.characters(categories=None), max_size=120) | st.text("0123456789.,/eE+-− _xn", max_size=12))
def test_any_text_is_a_finite_number_or_one_visible_line(text):
    try:
        value = parse_number(text)
    except ValueError as refused:
        message = str(refused)
        assert not [c for c in message if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        assert message.startswith('"')
    else:
        assert math.isfinite(value)


@given(finite, finite)
def test_a_fraction_never_gives_a_number_that_is_not_finite(above, below):
    assume(below > 0)
    try:
        value = parse_number(f"{above!r}/{below!r}")
    except ValueError:
        assert math.isinf(above / below)
    else:
        assert value == above / below


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("½", "write 0.5 or 1/2"),
        ("-½", "write -0.5 or -1/2"),
        ("\N{MINUS SIGN}¼", "write -0.25 or -1/4"),
        ("⅓", "write 1/3"),
        ("2½", "write 2.5 or 5/2"),
        ("2 ½", "write 2.5 or 5/2"),
        ("٣", "write 3"),
        ("３", "write 3"),
        ("１", "write 1"),
        ("０．５", "write 0.5"),
        ("०.५", "write 0.5"),
        ("²", "powers are not worked out"),
        ("5²", "powers are not worked out"),
        ("10⁻³", "powers are not worked out"),
        ("½½", "write it in the digits 0 to 9"),
        ("①", "write it in the digits 0 to 9"),
        ("Ⅻ", "write it in the digits 0 to 9"),
        ("⅟", "write it in the digits 0 to 9"),
    ],
)
def test_other_digits_say_what_to_type(text, says):
    with pytest.raises(ValueError, match=f"is not a number: .*{re.escape(says)}"):
        parse_number(text)
    suggestion = re.fullmatch(r"write (\S+)( or (\S+))?", in_plain_digits(text))
    if suggestion:
        written = [parse_number(one) for one in (suggestion[1], suggestion[3]) if one]
        assert len(set(written)) == 1  # both are read, as the same number


@given(st.text(max_size=60))
def test_what_is_said_of_other_digits_is_one_line(text):
    assert len(in_plain_digits(text).splitlines()) <= 1
