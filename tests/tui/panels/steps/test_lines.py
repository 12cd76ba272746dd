"""The steps of the timeline."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import setup_for
from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.session.session import Session
from engine.session.steps import Step, Steps
from engine.session.summary import ReplacedWord, StepSummary
from engine.session.travel import Goto
from engine.training.commands import (
    AddNeuron,
    Folded,
    Load,
    NewStart,
    RemoveNeuron,
    Reset,
    Run,
    SetExpected,
    SetHidden,
    SetInitializer,
    SetInput,
    SetMethod,
    SetParameter,
    SetStart,
    SetStopRule,
    SetValues,
    SetWord,
    StepEpoch,
    StepPhase,
    StepSample,
)
from tests.tui.hostile import HOSTILE, assert_harmless, hostile_setup, palettes
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK
from tui.panels.steps.descriptions import SETTINGS, describe
from tui.panels.steps.lines import Log, step_lines

commands = st.sampled_from([
    StepEpoch(), Run(1), Run(1_234_567), SetParameter(Weight(2, 1, 0), -1e-300), SetParameter(Bias(1, 2), 1e308),
    SetMethod(Method(0.1)), SetStopRule(StopRule(patience=3)), SetInput(0, 1, 1 / 3), SetExpected(3, 0, 2.0),
    SetWord(2, Expected(0), 1), StepSample(9), StepPhase(0),
    *(Load(hostile_setup(name)) for name in HOSTILE),
])  # fmt: skip


def log_of(commands, outcome, step):
    done = (Step(command, (2, 3, 2), outcome) for command in (None, *commands))
    return Log(Steps().followed_by(*done), step)


def test_the_numbers_of_ten_thousand_steps_are_aligned():
    steps, outcome = 12_000, StepSummary(3, 1, 10, 1 / 3, None, 0.0)
    log = log_of([StepEpoch()] * steps, outcome, 9_999)
    lines = step_lines(log, 9_997, Canvas(40, 6, DARK))
    assert [line.text[:16] for line in lines[1:4]] == ["   9998  epoch 3", "▸  9999  epoch 3", "  10000  epoch 3"]


@given(st.lists(commands, max_size=12), st.data(), st.integers(1, 120), st.integers(1, 15), palettes)
def test_the_steps_fill_their_panel(done, data, width, height, palette):
    step, first = data.draw(st.integers(0, len(done))), data.draw(st.integers(0, len(done)))
    outcome = StepSummary(3, 1, 10, 1 / 3, None, -1e-300)
    log = log_of(done, outcome, step)
    lines = step_lines(log, first, Canvas(width, height, palette))
    assert len(lines) == height
    assert_harmless(lines, width)
    marked = [number for number, line in enumerate(lines, first) if line.text.startswith("▸")]
    assert marked == ([step] if first <= step < first + height else [])


@pytest.mark.parametrize(
    ("command", "text"),
    [
        (Run(1), "ran 1 sample"),
        (Run(12_345), "ran 12,345 samples"),
        (StepEpoch(), "epoch 2"),
        (SetParameter(Weight(2, 1, 0), -0.5), "w10  -0.5000"),
        (SetParameter(Bias(1, 2), 0.25), "b_h3  0.2500"),
        (SetInput(3, 1, 2.0), "row 44: i2  2.0000"),
        (SetValues(Weight(1, 0, 0), (0.1,) * 9), "w1 … b_h3  9 values"),
        (SetValues(Bias(2, 1), (0.1,)), "b_o2  1 value"),
        (SetValues(Neuron(0, 0), (0.1, 0.2), 3), "row 44: i1 … i2  2 values"),
        (Reset(), "reset to the starting weights"),
        (SetStart(), "made these the starting weights"),
        (StepSample(0), "row 44 out of turn"),
        (StepPhase(0), "next phase of row 44"),
        (SetInitializer("he"), "new start, initialiser he"),
        (NewStart(), "new start: seed 4"),
        (SetHidden((16,)), "layer 1: 3 → 16 neurons"),
        (SetHidden((16, 16)), "layers 2-3-2 → 2-16-16-2"),
        (SetHidden(()), "layers 2-3-2 → 2-2"),
        (Folded((SetHidden((13,)), AddNeuron(1), RemoveNeuron(1, 0))), "layer 1: 3 → 13 neurons"),
        (Folded((AddNeuron(1), RemoveNeuron(1, 3))), "layer 1: 3 → 3 neurons"),
    ],
)
def test_a_step_is_described_in_the_words_of_the_article(command, text):
    assert describe(command, (2, 3, 2), StepSummary(2, 0, 10, 0.25, None, None, seed=4, row=44)) == text


def test_a_reset_says_whose_starting_weights_it_goes_back_to():
    summary = StepSummary(0, 0, 10, 0.25, None, None, own_start=True)
    assert describe(Reset(), (2, 3, 2), summary) == "reset to your starting weights"


@pytest.mark.parametrize(
    ("before", "text"), [("setosa", "row 3: class setosa → virginica"), (None, "row 3: class virginica")]
)
def test_a_class_is_described_by_name(before, text):
    outcome = StepSummary(2, 0, 10, 0.25, None, ReplacedWord("class", before, "virginica"), row=3)
    assert describe(SetWord(2, Expected(0), 2), (4, 3, 3), outcome) == text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"learning_rate": 0.05}, "α  0.5 → 0.05"),
        ({"optimizer": "momentum"}, "optimiser momentum"),
        ({"optimizer": "adam", "learning_rate": 0.001}, "optimiser adam, α = 0.001"),
        ({"batch_size": 32}, "batches of 32"),
        ({"batch_size": None}, "batches of all rows"),
        ({"shuffle": False}, "rows in their own order"),
        ({"l2": 0.01}, "λ = 0.01"),
        ({"shuffle": False, "l2": 0.01}, "rows in their own order, λ = 0.01"),
        ({}, "nothing changed"),
    ],
)
def test_a_new_method_is_described_by_what_it_changes(values, text):
    outcome = StepSummary(2, 0, 10, 0.25, None, Method())
    assert describe(SetMethod(Method(**values)), (2, 3, 2), outcome) == text


@pytest.mark.parametrize(
    ("name", "value", "text", "without"),
    [
        ("epoch_limit", 1_000, "stop after epoch 1,000", "no epoch limit"),
        ("target_mse", 0.05, "stop at MSE 0.05", "no target MSE"),
        ("patience", 20, "early stopping after 20 epochs", "no early stopping"),
    ],
)
def test_a_new_stop_rule_is_described_by_what_it_changes(name, value, text, without):
    rule = StopRule(**{name: value})
    for before, after, said in ((StopRule(), rule, text), (rule, StopRule(), without)):
        assert describe(SetStopRule(after), (2, 3, 2), StepSummary(2, 0, 10, 0.25, None, before)) == said


def test_every_setting_of_a_method_and_a_stop_rule_has_its_words():
    assert set(SETTINGS) == {field.name for kind in (Method, StopRule) for field in fields(kind)}


def test_an_edit_shows_what_it_replaced_and_training_where_it_led():
    session = Session(setup_for("level2"))
    start = session.state.network.value(Weight(2, 0, 0))
    done = (
        StepEpoch(),
        SetParameter(Weight(2, 0, 0), 0.5),
        SetMethod(Method(0.05, shuffle=False)),
        StepSample(),
        Run(29),
        StepPhase(),
    )
    for command in done:
        session.apply(command)
    session.undo()
    log = Log(session.steps, session.step)
    trained = session.travel(Goto(1)).network.value(Weight(2, 0, 0))
    assert trained != start
    mse = session.state.evaluation.mse
    texts = [line.text[8:].strip() for line in step_lines(log, 0, Canvas(44, 8, DARK))]
    assert texts[:5] == [
        "the beginning", f"epoch 1  MSE {mse:.4f}", f"w7  {trained:.4f} → 0.5000", "α  0.5 → 0.05",
        "sample 1/10  epoch 1",
    ]  # fmt: skip
    assert texts[5].startswith("ran 29 samples  epoch 4  MSE ")
    assert texts[6] == "input"
