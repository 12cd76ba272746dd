"""How formulas and numbers are written, including long sums and infinities."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.explaining.explain import explain_quantity
from engine.explaining.explanation import Explanation
from engine.explaining.worked_step import Context, context_for, first_nonfinite
from engine.formulas.expressions import HALF, Difference, Factor, Product, Square, Sum
from engine.formulas.notation import Digits, Style, number_text
from engine.network.method import Method
from engine.network.network import Network, parameter_count
from engine.network.optimizers import OPTIMIZERS, StepFactors
from engine.network.places import Neuron
from engine.network.quantities import Kind, Quantity, symbol
from tests.engine.explaining.explained import assert_evaluates, by_symbol, contexts, lines


def test_negative_numbers_are_kept_apart_from_the_operators() -> None:
    a, b = Factor("a", -2.0), Factor("b", -3.0)
    numbers = Style(numbers=True)
    assert Sum((a, b, Product((b, a)))).text(numbers) == "-2 − 3 − 3·(-2)"
    assert Difference(a, b).text(numbers) == "-2 − (-3)"
    assert Difference(a, Sum((a, b))).text() == "a − (a + b)"
    assert Product((Difference(a, b), Square(b))).text(numbers) == "(-2 − (-3)) · (-3)²"
    assert Product((HALF, Square(a))).text() == "½ · a²"
    assert Sum((a,)).text() == "a"


def test_a_squared_slope_gets_parentheses() -> None:
    square = Square(Factor("∂E/∂b_o1", 0.5))
    assert (square.text(), square.text(Style(numbers=True))) == ("(∂E/∂b_o1)²", "0.5²")
    assert Square(Factor("⟨∂E/∂b_o1⟩", 0.5)).text() == "⟨∂E/∂b_o1⟩²"


@pytest.mark.parametrize(
    ("value", "four", "six", "full"),
    [
        (0.78380848, "0.7838", "0.783808", "0.78380848"),
        (0.00930437, "0.009304", "0.00930437", "0.00930437"),
        (2.78, "2.78", "2.78", "2.78"),
        (1.2880000000000003, "1.288", "1.288", "1.2880000000000003"),
        (-12.3456789, "-12.346", "-12.34568", "-12.3456789"),
        (123456.789, "123457", "123456.8", "123456.789"),
        (1e-7, "1e-7", "1e-7", "1e-7"),
        (1e200, "1e200", "1e200", "1e200"),
        (0.0, "0", "0", "0.0"),
        (math.nan, "NaN", "NaN", "NaN"),
        (-math.inf, "-∞", "-∞", "-∞"),
    ],
)
def test_numbers_are_written_with_the_digits_asked_for(value: float, four: str, six: str, full: str) -> None:
    assert [number_text(value, 4), number_text(value, 6), number_text(value, None)] == [four, six, full]


@given(st.floats(-1e307, 1e307), st.sampled_from([4, 6]))
def test_a_written_number_is_near_the_number(value: float, digits: Digits) -> None:
    assert digits is not None
    assert float(number_text(value, digits)) == pytest.approx(value, rel=10.0 ** (1 - digits), abs=5e-324)
    assert float(number_text(value, None)) == value


def long_sum() -> tuple[Context, Explanation]:
    sizes = (784, 16, 10)
    generator = np.random.default_rng(7)
    network = Network(sizes, ("sigmoid", "sigmoid"), generator.normal(0, 0.05, parameter_count(sizes)))
    context = context_for(network, generator.random(784), np.eye(10)[3], Method(0.1))
    return context, explain_quantity(Quantity(Kind.SUM, Neuron(1, 2)), context)


def test_long_sums_offer_their_terms_in_order_and_largest_first() -> None:
    _, explanation = long_sum()
    assert_evaluates(explanation)
    in_order = explanation.terms()
    assert len(in_order) == 785
    assert in_order[0].text(tight=True) == "w1569·i1"
    assert in_order[-1].text() == "b_h3"
    sizes = [abs(term.evaluate()) for term in explanation.terms(largest_first=True)]
    assert sizes == sorted((abs(term.evaluate()) for term in in_order), reverse=True)


def test_nan_sorts_before_infinity_and_infinity_before_numbers() -> None:
    small, infinite, undefined = Factor("a", -5.0), Factor("b", -math.inf), Factor("c", math.nan)
    assert Sum((small, infinite, undefined)).ordered(largest_first=True) == (undefined, infinite, small)


def test_long_sums_are_cut_when_written_on_a_line() -> None:
    _, explanation = long_sum()
    assert lines(explanation)[1] == "= w1569·i1 + w1570·i2 + w1571·i3 + w1572·i4 + w1573·i5 + … 779 more + b_h3"
    largest = lines(explanation, largest_first=True)[1]
    assert largest.startswith(f"= {explanation.terms(largest_first=True)[0].text(tight=True)} + ")
    assert largest.endswith(" + … 779 more")
    whole = explanation.lines(most_terms=None)[1]
    assert sum(piece.reference is not None for piece in whole.pieces) == 2 * 784 + 1


def test_infinity_is_shown_and_named_where_it_arises() -> None:
    network = Network((1, 2, 1), ("linear", "linear"), np.array([1e300, 0, -1e300, 0, 1, 1, 0]))
    context = context_for(network, np.array([1e300]), np.array([0.0]), Method(0.5), 0.0)
    assert first_nonfinite(context) == Quantity(Kind.SUM, Neuron(1, 0))
    explanation = explain_quantity(Quantity(Kind.SUM, Neuron(2, 0)), context)
    assert lines(explanation)[2:] == [
        "= 1·∞ + 1·(-∞) + 0",
        "= NaN",
        "the first number that is not finite: s_h1",
    ]
    assert math.isnan(explanation.evaluate())
    assert explanation.terms(largest_first=True)[0].text(tight=True) == "w3·a_h1"
    for found in by_symbol(context).values():  # none of them stumbles
        assert found.lines(None)
        assert math.isfinite(found.value) or found.note == "the first number that is not finite: s_h1"


@pytest.mark.parametrize(
    ("parameters", "value", "rate", "first"),
    [
        ([1.0, 0.0, 1.0, 0.0], 1e200, 0.5, "E"),
        ([1e-50, 0.0, 1e200, 0.0], 1.0, 0.5, "δ_h1"),
        ([1.0, 0.0, 1e-10, 0.0], 1e160, 0.5, "∂E/∂w2"),
        ([1.0, 0.0, 1.0, 0.0], 1e140, 1e50, "new w1"),
        ([1.0, 1e140, 1.0, 0.0], 0.0, 1e200, "new b_h1"),
        ([1e-50, 0.0, 1.0, 0.0, 1e200, 0.0], 1.0, 0.5, "δ_h2.1"),
        ([1.0, 0.0, 1.0, 0.0], 1e140, 0.5, None),
    ],
)
def test_the_first_number_that_is_not_finite(
    parameters: list[float], value: float, rate: float, first: str | None
) -> None:
    layers = len(parameters) // 2
    network = Network((1,) * (layers + 1), ("linear",) * layers, np.array(parameters))
    found = first_nonfinite(context_for(network, np.array([value]), np.array([0.0]), Method(rate)))
    assert (found and symbol(found, network.sizes)) == first


@given(contexts())
def test_a_finite_sample_has_no_such_number(context: Context) -> None:
    assert first_nonfinite(context) is None


def test_an_index_is_written_below_its_letter():
    factors = StepFactors(Factor("α", 0.1), Factor("g", 1.0), (Factor("m", 0.0), Factor("v", 0.0)), 1001)
    assert "c₁₀₀₁" in OPTIMIZERS["adam"].formula(factors).text()
