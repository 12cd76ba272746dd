"""Random expressions are evaluated as Python does its arithmetic; random text is never anything but refused."""

import math
import operator
from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.session.expressions.expression import MOST_NODES, parse_expression
from engine.session.expressions.names import FIXED
from engine.session.expressions.refusal import ExpressionError
from engine.session.expressions.situation import Situation
from engine.session.expressions.tokens import MOST_CHARACTERS
from engine.training.commands import StepPhase
from tests.engine.session.expressions.evaluating import state_after

STATE = state_after(StepPhase())
SITUATION = Situation(STATE, STATE, {"begin": STATE}, frozenset({"undo"}))
NAMES = {"w5": 0.5, "b_o1": 0.2, "rate": 0.5, "i1": 2.78, "rows": 1.0}


@dataclass(frozen=True)
class Tree:
    """An expression, and its value by Python's own arithmetic; None if a number is divided by zero."""

    text: str
    value: float | bool | None


def leaves() -> st.SearchStrategy[Tree]:
    numbers = st.floats(0, 1e308).map(lambda number: Tree(repr(number), number))
    whole = st.integers(0, 10**30).map(lambda number: Tree(str(number), float(number)))
    return numbers | whole | st.sampled_from([Tree(name, number) for name, number in NAMES.items()])


def combined(numbers: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    signs = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}

    def of_two(sign: str, left: Tree, right: Tree) -> Tree:
        text = f"({left.text}){sign}({right.text})"
        if left.value is None or right.value is None or (sign == "/" and right.value == 0):
            return Tree(text, None)
        return Tree(text, signs[sign](left.value, right.value))

    def of_function(name: str, left: Tree, right: Tree) -> Tree:
        text = f"{name}({left.text}, {right.text})"
        if left.value is None or right.value is None:
            return Tree(text, None)
        if math.isnan(left.value) or math.isnan(right.value):
            return Tree(text, math.nan)
        return Tree(text, {"min": min, "max": max}[name](left.value, right.value))

    def of_one(beginning: str, part: Tree) -> Tree:
        values = {"-": operator.neg, "abs": abs, "was": operator.pos}
        return Tree(f"{beginning}({part.text})", None if part.value is None else values[beginning](part.value))

    return (
        st.builds(of_two, st.sampled_from("+-*/"), numbers, numbers)
        | st.builds(of_function, st.sampled_from(["min", "max"]), numbers, numbers)
        | st.builds(of_one, st.sampled_from(["-", "abs"]), numbers)
    )


TREES = st.recursive(leaves(), combined, max_leaves=8)


def same(value: object, expected: float | bool) -> bool:
    return repr(value) == repr(expected)  # to the last bit, NaN and the sign of zero included


@settings(max_examples=300)
@given(TREES)
def test_arithmetic_is_pythons_own(tree: Tree) -> None:
    if len(tree.text) > MOST_CHARACTERS:
        with pytest.raises(ExpressionError):
            parse_expression(tree.text)
        return
    expression = parse_expression(tree.text)
    if tree.value is None:
        with pytest.raises(ExpressionError, match="division by zero"):
            expression.value(SITUATION)
    else:
        assert same(expression.value(SITUATION), tree.value)


@given(st.lists(st.sampled_from("+-*/"), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_signs_bind_as_in_python(signs: list[str], random: object) -> None:
    numbers = [round(random.uniform(0.1, 9), 2) for _ in range(len(signs) + 1)]  # type: ignore[attr-defined]
    text = str(numbers[0]) + "".join(f" {sign} {number}" for sign, number in zip(signs, numbers[1:], strict=True))
    assert same(parse_expression(text).value(SITUATION), eval(text))


COMPARED = st.lists(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), min_size=1, max_size=3)


@given(COMPARED, st.lists(st.sampled_from(["1", "2", "w5", "rate", "0.5"]), min_size=4, max_size=4), st.booleans())
def test_comparisons_chain_as_in_python(signs: list[str], values: list[str], denied: bool) -> None:
    text = values[0] + "".join(f" {sign} {value}" for sign, value in zip(signs, values[1:], strict=False))
    text = f"not {text}" if denied else text
    assert parse_expression(text).value(SITUATION) is eval(text, {}, dict(NAMES))


WORDS = [*FIXED, "w5", "a_h2.1", "'error'", "'", '"', "near(", "was(", "at(", "used('undo')", "and", "or", "not", "if"]
SIGNS = [
    "(",
    ")",
    "+",
    "-",
    "**",
    "*",
    "/",
    "<",
    "==",
    "=",
    ",",
    ".",
    "0",
    "1e9",
    "1e999",
    "\n",
    "\\",
    "δ",
    "\x00",
    "#",
]


@settings(max_examples=500)
@given(
    st.text() | st.lists(st.sampled_from(WORDS + SIGNS), max_size=30).map(" ".join) | st.text(alphabet="w5(<-) .'e1")
)
@example("(" * MOST_NODES)
@example("'" * 2)
@example("1if 1else 2")
def test_random_text_has_a_value_or_is_refused_and_nothing_else(text: str) -> None:
    error = None
    try:
        assert isinstance(parse_expression(text).value(SITUATION), bool | float | str)
    except ExpressionError as caught:
        error = caught
    if error is not None:
        assert str(error).isprintable()
        assert 1 <= error.column <= max(len(text), MOST_CHARACTERS) + 1
        assert error.pointed.count("\n") == 1
