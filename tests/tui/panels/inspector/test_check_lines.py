"""A gradient check in words: its numbers have enough digits to show what they differ by."""

import pytest

from engine.analysis.gradient_check import Check
from engine.formulas.notation import Digits
from engine.network.places import Weight
from tui.drawing.palette import DARK
from tui.panels.inspector.check_lines import check_lines

AGREES = Check(Weight(1, 0, 0), gradient=0.02, epsilon=6e-6, above=0.3333334533333, below=0.3333332133333)


def texts(check: Check, digits: Digits = 4) -> list[str]:
    return [text for text, _ in check_lines(check, digits, DARK)]


def test_the_errors_have_the_digits_in_which_they_differ() -> None:
    above, below = texts(AGREES)[1].removeprefix("= (").split(")")[0].split(" − ")
    assert float(above) - float(below) == pytest.approx(AGREES.above - AGREES.below, rel=1e-3)


def test_the_verdict_says_whether_the_gradients_agree() -> None:
    assert texts(AGREES)[3:] == ["✓ gradient 0.02", f"relative difference {AGREES.relative:.1e}"]
    wrong = Check(AGREES.place, 0.5, AGREES.epsilon, AGREES.above, AGREES.below)
    assert texts(wrong)[3].startswith("✗ gradient 0.5")


@pytest.mark.parametrize("odd", [float("nan"), float("inf")])
@pytest.mark.parametrize("digits", [4, 6, None])
def test_an_error_that_is_not_finite_is_named(odd: float, digits: Digits) -> None:
    check = Check(AGREES.place, 0.02, AGREES.epsilon, odd, AGREES.below)
    assert texts(check, digits)[3].startswith("✗")
    assert texts(check, digits)[4] == check.fault


def test_equal_errors_are_written_alike() -> None:
    below = Check(AGREES.place, 0.0, AGREES.epsilon, 0.25, 0.25)
    assert texts(below)[1].startswith("= (0.25 − 0.25)")
