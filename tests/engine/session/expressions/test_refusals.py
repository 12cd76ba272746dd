"""What is refused: with one line, its column, and what would be right; nothing of it is ever run."""

import warnings

import pytest

from engine.experiment.starts import Options
from engine.session.expressions.expression import parse_expression
from tests.engine.session.expressions.evaluating import refusal, state_after, value

WRONG = {
    "": "column 1: an expression is missing",
    " \n ": "column 1: an expression is missing",
    "w5 +": "column 5: something is missing at the end",
    "w5 w6": 'column 4: before "w6" a sign or a comparison is missing',
    "(w5 < 1) used('undo')": 'column 10: before "used" a sign or a comparison is missing',
    "w5 < 1 and and": 'column 12: "and" does not fit here',
    "((1)": 'column 1: this "(" is never closed',
    "1)": 'column 2: ")" closes nothing',
    ") + (": 'column 1: ")" closes nothing',
    "w5 = 0.5": 'column 4: "=" cannot stand here: compare with ==',
    "w5−1": 'column 3: "−" cannot stand here: write -',
    "w5 ≤ 1": 'column 4: "≤" cannot stand here: write <=',
    "δ_o1 > 0": 'column 1: "δ" cannot stand here: write delta_h1',
    "9**9**9": 'column 2: "**" cannot stand here: write x*x for a square',
    "w5 // 2": 'column 4: "//" cannot stand here: divide with /',
    "w5 % 2": 'column 4: "%" cannot stand here',
    "[w5]": 'column 1: "[" cannot stand here: write ( )',
    "w5 < 1 # small": 'column 8: "#" cannot stand here: an expression has no comment',
    "phase == “error”": 'column 10: "“" cannot stand here: write \' or "',
    "'ab": "column 1: this quote is never closed",
    "1_000": 'column 1: "1_000" is no name and no number',
    "1j": 'column 1: "1j" is no name and no number',
    "0x10 > w5": 'column 1: "0x10" is no name and no number',
    "007": 'column 1: "007" does not fit here',
    "1or 2": 'column 1: "1or" is no name and no number',
    "w5.real": 'column 1: "w5.real" is no name and no number',
    "b'x'": "column 1: \"b'x'\" is no name and no number",
    "...": 'column 1: "." cannot stand here',
    "True": 'column 1: "True" is no word of an expression: its words are and, or, not',
    "1 if w5 else 2": 'column 3: "if" is no word of an expression: its words are and, or, not',
    "w5 in w6": 'column 4: "in" is no word of an expression: its words are and, or, not',
    "ratee < 1": 'column 1: there is no "ratee"; did you mean "rate"?',
    "MSE < 1": 'column 1: there is no "MSE"; did you mean "mse"?',
    "1 < h1": 'column 5: there is no "h1"; did you mean "a_h1"?',
    "alpha": 'column 1: there is no "alpha"; did you mean "rate"?',
    "a_i1": 'column 1: there is no "a_i1"; did you mean "i1"?',
    "W5": 'column 1: there is no "W5"; did you mean "w5"?',
    "absolute(1)": 'column 1: there is no function "absolute"; functions are abs, min, max, near, was, at, used',
    "nears(1, 1)": 'column 1: there is no function "nears"; did you mean "near"?',
    "near": "column 1: near is a function: write near(x, y) or near(x, y, tolerance)",
    "min(1)": "column 1: write min(x, y)",
    "was()": "column 1: write was(x)",
    "min(*w5)": "column 1: write min(x, y)",
    "max(*w5, 1)": (
        "column 5: an expression is made of names, numbers, + - * /, comparisons, and, or, not, and functions"
    ),
    "used(w5)": "column 6: here a text in quotes is needed: used('verb')",
    "at(w5, 'step')": "column 4: here a text in quotes is needed: at('step', x)",
    "at('step', 'x')": "column 12: at() takes a name or a number, not a text: at('step', x)",
    "was(was(w5))": "column 5: was() cannot stand within was()",
    "was(used('undo'))": "column 5: used() cannot stand within was()",
    "not w5": "column 5: here true or false is needed, and this is a number: compare it with something",
    "w5 and w6 < 1": "column 1: here true or false is needed, and this is a number: compare it with something",
    "(w5 < 1) + 1": "column 2: here a number is needed, and this is true or false",
    "phase + 1": "column 1: here a number is needed, and this is a phase",
    "'a' * 1000000000": ("column 1: a text stands only in comparisons with phase or optimizer, in at and in used"),
    "'error'": "column 1: a text stands only in comparisons with phase or optimizer, in at and in used",
    "w5 < 'a'": "column 6: a number cannot be compared with a text in quotes",
    "phase < 1": "column 9: a phase cannot be compared with a number",
    "phase == optimizer": "column 10: a phase cannot be compared with an optimizer",
    "'a' < 'b' < 'c'": "column 7: a text is compared with phase or optimizer, not with another text",
    "phase == 'eror'": (
        'column 10: there is no phase "eror": use one of none, input, sums, activations, error, delta, update'
    ),
    "optimizer < 'sgd'": "column 13: an optimizer has no order: compare with == or !=",
    "(w5 < 1) < (w6 < 1)": "column 13: true or false has no order: compare with == or !=",
    "1e999 > w5": "column 1: the number is too large: the largest is about 1.8e308",
    "w5(1)": 'column 1: there is no function "w5"; functions are abs, min, max, near, was, at, used',
    "(1, 2)": "column 1: a comma stands only between the values of a function",
    "1()": 'column 1: only a function comes before "(": abs, min, max, near, was, at, used',
}


@pytest.mark.parametrize("text", WRONG)
def test_the_refusal_says_what_is_wrong_and_where(text: str) -> None:
    assert str(refusal(text)) == WRONG[text]


HOSTILE = [
    "__import__('os').system('x')",
    "().__class__.__bases__",
    "w5.__class__",
    "''.join('a')",
    "f'{w5}'",
    "eval('1')",
    "exec",
    "__builtins__",
    "lambda: 1",
    "(x := 1)",
    "[x for x in (1, 2)]",
    "(yield)",
    "await w5",
    "{1: 2}",
    "w5[0]",
    "near(x=1, y=2)",
    "min(**w5)",
    "abs(*(1,))",
    "9**9**9**9",
    "1 << 99999",
    "w5 is w5",
    "import os",
    "w5; w6",
    "ｗ5",
    "w５",
    "w\u0665",
    "ᵃ_h1",
    "w5\u200b",
    "\u202ew5",
    "w5\x00",
    "\x00",
    "'\x00' == phase",
    "phase == '\x1b[2J'",
    "phase == '\\x41'",
    "\ufeffw5",
    "w5\u00b71",
    "a_h2\u00b71",
    "\ud800",
    "phase == '\ud800'",
    "w9999999999",
    "w999999999",
    "a_h999999999.999999999",
    "(" * 100_000 + "1" + ")" * 100_000,
    "(" * 149 + "1" + ")" * 149,
    "-" * 299 + "1",
    "not " * 74 + "1",
    "- (" * 60 + "1" + ")" * 60,
    "1" * 300,
    "1" + "+1" * 149,
    "9" * 10_000,
    "1e" + "9" * 200,
    "x" * 10_000_000,
    "'" + "x" * 10_000_000 + "'",
    "\n" * 1_000_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_hostile_is_refused_in_one_line(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if text == "1" * 300:
            assert value(text) == float("1" * 300)
        else:
            assert len(str(refusal(text))) < 300


def test_the_limits_leave_room_up_to_where_they_are() -> None:
    assert value("(" * 20 + "1" + ")" * 20) == 1.0
    assert value("-" * 20 + "1") == 1.0
    assert value("1" + "+1" * 59) == 60.0
    assert str(refusal("1" + "+1" * 60)) == "column 1: an expression has at most 120 names, numbers and operations"
    assert str(refusal(" " * 300 + "1")) == "column 301: an expression has at most 300 characters, this one 301"


@pytest.mark.parametrize(
    ("text", "start", "message"),
    [
        ("w99 > 0", "level2", "column 1: no w99 in a 2-3-2 network: weights are w1 to w12"),
        ("0 < a_h4", "level2", "column 5: no h4 in a 2-3-2 network: hidden neurons are h1 to h3"),
        ("grad_b_o3", "level2", "column 1: no b_o3 in a 2-3-2 network: biases are b_h1 to b_h3, b_o1 to b_o2"),
        ("y1 - y3", "level2", "column 6: no y3 in a 2-3-2 network: expected values are y1 to y2"),
        ("a_h2.1", "level2", "column 1: no h2.1 in a 2-3-2 network: hidden neurons are h1 to h3"),
        ("r2 > 0", "level2", "column 1: a classification has no r2: its score is accuracy"),
        ("1 + test_mse", "level2", "column 5: there is no test part, so there is no test_mse"),
        ("accuracy", "penguin-mass", "column 1: a regression has no accuracy: its score is r2"),
        ("right == rows", "penguin-mass", "column 1: a regression has no right answers: compare mse or r2"),
        ("r2", "walkthrough", "column 1: r2 is not defined: all expected values are equal"),
        ("1 / (2 * (w5 - w5))", "level2", "column 6: division by zero"),
    ],
)
def test_what_a_network_lacks_is_refused_only_when_it_is_asked_for(text: str, start: str, message: str) -> None:
    parse_expression(text)
    assert str(refusal(text, state_after(start=start, options=Options()))) == message


def test_the_place_is_pointed_at_below_the_expression() -> None:
    assert refusal("w5 + foo < 1").pointed == "w5 + foo < 1\n     ^"
    assert refusal("at('日本', 1) + foo").pointed == "at('??', 1) + foo\n              ^"
    shown, mark = refusal("1 + " * 50 + "foo").pointed.split("\n")
    assert len(shown) <= 72
    assert shown[mark.index("^") :] == "foo"


def test_an_expression_may_stand_on_several_lines() -> None:
    assert value("w5 > 0\n  and\tw5 < 1\r\n") is True
    assert refusal("w5 > 0\n  and foo").column == 14
