"""What a typed line does, and how one that says nothing is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.experiment.starts import setup_for
from engine.experiment.stop_rule import StopRule
from engine.session.verbs.grammar import VERBS, parse
from engine.session.verbs.tokens import MOST_CHARACTERS, LineRefused
from engine.training.commands import Run, SetMethod, SetParameter, SetStopRule, StepEpoch
from engine.training.state import begin
from engine.training.update import update
from tests.engine.strategies import fingerprint

STATE = begin(setup_for("level2"))


@pytest.mark.parametrize("text", ["", "   ", "\t", "# a comment", "   # set w5 0.5"])
def test_nothing_is_said(text: str) -> None:
    assert parse(text, STATE) is None


@pytest.mark.parametrize("text", ["set w5 1/2", "SET W5 .5", "  set   w5\t0,5  # half"])
def test_a_line_is_read_as_people_write(text: str) -> None:
    assert parse(text, STATE) == parse("set w5 0.5", STATE)
    assert isinstance(parse(text, STATE), SetParameter)


def test_epochs_are_one_step() -> None:
    assert parse("epoch", STATE) == StepEpoch()
    half = update(STATE, Run(4))
    assert parse("epoch 3", half) == Run(26)
    three = update(update(update(half, StepEpoch()), StepEpoch()), StepEpoch())
    assert fingerprint(update(half, parse("epoch 3", half))) == fingerprint(three)


def test_an_optimiser_brings_its_learning_rate_along() -> None:
    method = STATE.method
    assert parse("optimizer adam", STATE).method.learning_rate == 0.001
    assert parse("optimizer adam 0.2", STATE).method.learning_rate == 0.2
    assert parse("optimizer sgd", STATE).method.learning_rate == STATE.setup.method.learning_rate
    several = parse("method rate 0.2 batch all shuffle on l2 0.1", STATE)
    assert isinstance(several, SetMethod)
    assert (several.method.learning_rate, several.method.batch_size, several.method.l2) == (0.2, None, 0.1)
    assert several.method.optimizer == method.optimizer


def test_a_stop_rule_keeps_what_is_not_named() -> None:
    state = update(STATE, SetStopRule(StopRule(epoch_limit=40, patience=3)))
    assert parse("stop mse 0.01", state) == SetStopRule(StopRule(40, 0.01, 3))
    assert parse("stop epochs none patience 5", state) == SetStopRule(StopRule(None, None, 5))


REFUSED = {
    "trian 3": 'column 1: "trian" is no verb: did you mean',
    "xyzzy": 'column 1: "xyzzy" is no verb: the verbs are phase, sample',
    '"set" w5 1': 'column 1: "set" is no verb',
    "set": "column 4: NAME is missing: write set NAME VALUE",
    "set w5": "column 7: VALUE is missing: write set NAME VALUE",
    "set w5 x": 'column 8: "x" is not a number',
    "set w5 ½": "write 0.5 or 1/2",
    'set w5 "0.5"': "column 8: VALUE is a number, not a text",
    "set w5 0.5 0.6": 'column 12: "0.6" is one word too many: write set NAME VALUE',
    "set w99 0.5": "column 5: no w99 in a 2-3-2 network: weights are w1 to w12",
    "set h1 0.5": 'column 5: "h1" is no weight or bias',
    "set E 0.5": 'column 5: "E" is computed from weights, biases and rows',
    "set w5 1e999": "too large",
    "set w5 nan": "not a number",
    "values i1 2": 'column 8: "i1" is not a weight or a bias: i1 and y1 take a row before them',
    "values 3 w1 2": 'column 10: "w1" is not an input i1 or expected value y1',
    "input 11 i1 2": "column 7: a row that is trained has a number from 1 to 10",
    "input 3 o1 2": 'column 9: "o1" is no input',
    "input 3 i1 red": 'column 12: the column holds numbers, not "red"',
    "expected 3 i1 2": 'column 12: "i1" is no output',
    "rate 0": "column 6: the learning rate must be a finite number above 0",
    "rate none": 'column 6: "none" is not a number',
    "optimizer adma": "the optimiser is one of sgd",
    "method rate 0.1 bach 3": "column 17: a word for what is set is one of rate, optimizer, batch, shuffle, l2",
    "stop": "a word for what is set is missing",
    "run 0": "column 5: the number of samples is a whole number from 1 to 1,000,000,000",
    "run 1000000000000": "column 5: the number of samples is a whole number from 1 to 1,000,000,000",
    "run 5 cuda": "the kernel is one of numpy, numba",
    "epoch 1000000000": "column 7: the number of epochs is a whole number from 1 to 100,000,000",
    "neuron- 1": "a neuron is written LAYER.NEURON, such as 1.2",
    "neuron- 1.9": "column 9: the neuron is a whole number from 1 to 3",
    "layer+ 1 1000000000 tanh": "column 10: the number of neurons is a whole number from 1 to 20,000,000",
    "goto 3+0": "column 6: the number of samples after it is a whole number from 1",
    "view map": "the view is one of linear, log",
    "panel steps now": "one word too many",
    'set w5 "0.5': "column 8: the text that begins here has no closing",
    'set "w5"0.5': 'column 9: a text in "quotes" stands by itself',
    'set "\\x" 1': "column 5: this text is not quoted as in JSON",
    "set w5 0.5\x1b[2J": "has a character that cannot be printed",
    "row+ 1": "is missing",
    "scale big": "the scaling is one of none, standard, minmax",
}


@pytest.mark.parametrize("text", REFUSED, ids=repr)
def test_a_line_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(LineRefused) as caught:
        parse(text, STATE)
    assert REFUSED[text] in str(caught.value)
    assert str(caught.value).isprintable()
    assert 1 <= caught.value.column <= len(text) + 1


def test_a_layer_too_large_is_refused_when_it_is_added() -> None:
    with pytest.raises(InvalidValue, match="parameters, more than"):
        update(STATE, parse("layer+ 1 20000000 tanh", STATE))


def test_a_line_without_end_is_refused() -> None:
    with pytest.raises(LineRefused, match="longer than 1,000,000 characters"):
        parse("#" * (MOST_CHARACTERS + 1), STATE)


@given(st.text() | st.tuples(st.sampled_from(tuple(VERBS)), st.text()).map(" ".join))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    refusal = None
    try:
        parse(text, STATE)
    except LineRefused as refused:
        refusal = refused
    assert refusal is None or str(refusal).isprintable()


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda verb: verb.name)
def test_each_verb_says_what_it_takes(verb: object) -> None:
    assert verb.about
    if verb.takes and not verb.takes.startswith("["):
        with pytest.raises(LineRefused, match="missing"):
            parse(verb.name, STATE)
