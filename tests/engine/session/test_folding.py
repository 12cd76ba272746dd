"""Edits of one thing that follow one another make one step, if they are asked to."""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.experiment.starts import setup_for
from engine.network.places import Bias, Weight
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    Command,
    Folded,
    NewStart,
    RemoveNeuron,
    SetActivation,
    SetExpected,
    SetHidden,
    SetInitializer,
    SetInput,
    SetLoss,
    SetMethod,
    SetOutputs,
    SetParameter,
    SetScaling,
    SetStart,
    SetStopRule,
    SetValues,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.state import begin
from engine.training.update import update
from tests.engine.strategies import Recipe, apply_to, fingerprint, recipes, setups

W, B = Weight(2, 1, 0), Bias(2, 1)


@pytest.fixture
def level2() -> Session:
    return Session(setup_for("level2"))


def method(session: Session, **values: object) -> SetMethod:
    return SetMethod(replace(session.state.method, **values))  # type: ignore[arg-type]


def stop_rule(session: Session, **values: object) -> SetStopRule:
    return SetStopRule(replace(session.state.stop_rule, **values))  # type: ignore[arg-type]


def test_nudges_of_one_weight_are_one_step(level2: Session) -> None:
    level2.apply(StepEpoch())
    start, before = fingerprint(level2.state), level2.state.network.value(W)
    nudges = tuple(SetParameter(W, 1.0 + number / 10) for number in range(4))
    for nudge in nudges:
        level2.apply(nudge, fold=True)
    assert level2.commands == (StepEpoch(), Folded(nudges))
    assert level2.steps[2].summary.replaced == before
    assert level2.state.network.value(W) == 1.3
    end = fingerprint(level2.state)
    assert fingerprint(level2.undo()) == start
    assert fingerprint(level2.redo()) == end


SAME: list[tuple[Callable[[Session], Command], Callable[[Session], Command]]] = [
    (lambda _: SetParameter(B, 1.0), lambda _: SetParameter(B, 2.0)),
    (lambda _: SetInput(1, 0, 1.0), lambda _: SetInput(1, 0, 2.0)),
    (lambda _: SetExpected(1, 0, 1.0), lambda _: SetExpected(1, 0, 2.0)),
    (lambda _: AddNeuron(1), lambda _: RemoveNeuron(1, 3)),
    (lambda _: SetHidden((13,)), lambda _: AddNeuron(1)),
    (lambda _: SetActivation(1, "tanh"), lambda _: SetActivation(1, "relu")),
    (lambda _: SetLoss("mse"), lambda _: SetLoss("half-squared")),
    (lambda _: SetInitializer("he"), lambda _: SetInitializer("zeros")),
    (lambda s: method(s, learning_rate=1.0), lambda s: method(s, learning_rate=2.0)),
    (lambda s: method(s, optimizer="adam", learning_rate=0.001), lambda s: method(s, optimizer="momentum")),
    (lambda s: stop_rule(s, epoch_limit=10), lambda s: stop_rule(s, epoch_limit=20)),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_edits_of_the_same_thing_fold(level2: Session, first: Callable, second: Callable) -> None:
    for make in (first, second, first):
        level2.apply(make(level2), fold=True)
    assert level2.step == level2.last_step == 1
    assert level2.undo().samples == 0


OTHER: list[tuple[Callable[[Session], Command], Callable[[Session], Command]]] = [
    (lambda _: SetParameter(B, 1.0), lambda _: SetParameter(W, 2.0)),
    (lambda _: SetInput(1, 0, 1.0), lambda _: SetInput(2, 0, 2.0)),
    (lambda _: SetInput(1, 0, 1.0), lambda _: SetExpected(1, 0, 2.0)),
    (lambda _: SetActivation(1, "tanh"), lambda _: SetActivation(2, "tanh")),
    (lambda s: method(s, learning_rate=1.0), lambda s: method(s, l2=0.1)),
    (lambda s: method(s, learning_rate=1.0, l2=0.1), lambda s: method(s, learning_rate=2.0, l2=0.2)),
    (lambda s: stop_rule(s, epoch_limit=10), lambda s: stop_rule(s, patience=20)),
    (lambda _: StepSample(), lambda _: StepSample()),
    (lambda _: StepPhase(), lambda _: StepPhase()),
    (lambda _: NewStart(), lambda _: NewStart()),
    (lambda _: NewStart(7), lambda _: NewStart(8)),
    (lambda _: SetStart(), lambda _: SetStart()),
    (lambda _: SetValues(W, (1.0,)), lambda _: SetValues(W, (2.0,))),
    (lambda _: SetHidden((4, 4)), lambda _: SetHidden((5, 4))),
    (lambda _: AddLayer(1, 2, "tanh"), lambda _: AddLayer(1, 2, "tanh")),
]


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_other_commands_are_steps_of_their_own(level2: Session, first: Callable, second: Callable) -> None:
    for make in (first, second):
        level2.apply(make(level2), fold=True)
    assert level2.step == 2


@pytest.mark.parametrize(
    "between",
    [
        lambda session: session.apply(StepSample()),
        lambda session: session.run(3),
        lambda session: session.apply(SetParameter(B, 1.0), fold=True),
        lambda session: session.apply(SetParameter(W, 1.0)),
        lambda session: (session.undo(), session.redo()),
        lambda session: session.travel(Goto(session.step)),
    ],
    ids=["training", "a run", "another edit", "an accepted field", "undo and redo", "going nowhere"],
)
def test_anything_in_between_ends_a_step(level2: Session, between: Callable[[Session], object]) -> None:
    level2.apply(SetParameter(W, 0.5), fold=True)
    between(level2)
    step = level2.step
    level2.apply(SetParameter(W, 0.6), fold=True)
    assert level2.step == step + 1


def test_two_accepted_fields_are_two_steps(level2: Session) -> None:
    level2.apply(SetParameter(W, 0.5))
    level2.apply(SetParameter(W, 0.6))
    assert level2.step == 2


def test_a_number_that_comes_back_to_where_it_began_stays_a_step(level2: Session) -> None:
    value = level2.state.network.value(W)
    for number in (value + 1, value):
        level2.apply(SetParameter(W, number), fold=True)
    assert level2.step == 1
    assert level2.steps[1].summary.replaced == value


AND_BACK: list[tuple[str, list[Callable[[Session], Command]]]] = [
    ("level2", [lambda _: AddNeuron(1), lambda _: RemoveNeuron(1, 3)]),
    ("level2", [lambda _: RemoveNeuron(1, 2), lambda _: RemoveNeuron(1, 1), *[lambda _: AddNeuron(1)] * 2]),
    ("level2", [lambda _: SetHidden((2,)), lambda _: SetHidden((3,))]),
    ("xor", [lambda _: SetOutputs(1), lambda _: SetOutputs(2)]),
    ("level2", [lambda _: SetActivation(2, "tanh"), lambda _: SetActivation(2, "sigmoid")]),
    ("level2", [lambda _: SetLoss("mse"), lambda _: SetLoss("half-squared")]),
    ("level2", [lambda _: SetScaling("standard"), lambda _: SetScaling("none")]),
    ("level2", [lambda _: SetInitializer("he"), lambda _: SetInitializer("uniform")]),
    ("level3", [lambda s: method(s, optimizer="sgd", learning_rate=0.01), lambda s: method(s, optimizer="adam")]),
    ("level2", [lambda s: method(s, batch_size=5), lambda s: method(s, batch_size=1)]),
    ("level2", [lambda s: stop_rule(s, patience=3), lambda s: stop_rule(s, patience=None)]),
]


@pytest.mark.parametrize(("start", "edits"), AND_BACK)
def test_a_choice_that_is_taken_back_gives_back_all_that_was_before(start: str, edits: list[Callable]) -> None:
    session = Session(setup_for(start))
    session.apply(StepEpoch())
    session.apply(StepSample())
    before = fingerprint(session.state)
    for make in edits[:-1]:
        session.apply(make(session), fold=True)
        assert fingerprint(session.state) != before
    session.apply(edits[-1](session), fold=True)
    assert fingerprint(session.state) == before
    assert (session.step, session.last_step) == (2, 3)  # the change can be redone
    session.apply(edits[0](session), fold=True)
    assert session.step == session.last_step == 3
    assert fingerprint(session.undo()) == before


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12))
def test_neurons_go_back_on_the_way_they_came(drawn: list[int]) -> None:
    session = Session(setup_for("level2"))
    way = [(3, fingerprint(session.state))]
    for size in drawn:
        if size == way[-1][0]:
            continue
        session.apply(SetHidden((size,)), fold=True)
        if size in dict(way):
            del way[[one for one, _ in way].index(size) + 1 :]
        else:
            way.append((size, fingerprint(session.state)))
        assert fingerprint(session.state) == way[-1][1]
        assert session.step == (len(way) > 1)
        replayed = begin(setup_for("level2"))
        for command in session.commands[: session.step]:
            replayed = update(replayed, command)
        assert fingerprint(replayed) == way[-1][1]


def test_a_neuron_removed_from_the_middle_is_a_step_of_its_own(level2: Session) -> None:
    level2.apply(AddNeuron(1), fold=True)
    level2.apply(RemoveNeuron(1, 0), fold=True)
    level2.apply(AddNeuron(1), fold=True)
    assert level2.step == 3


def test_an_edit_that_is_refused_ends_nothing(level2: Session) -> None:
    level2.apply(SetParameter(W, 0.5), fold=True)
    with pytest.raises(InvalidValue, match="finite"):
        level2.apply(SetParameter(W, float("nan")), fold=True)
    level2.apply(SetParameter(W, 0.6), fold=True)
    assert level2.commands == (Folded((SetParameter(W, 0.5), SetParameter(W, 0.6))),)


@given(setups(), st.lists(recipes(), max_size=15))
def test_folded_steps_are_the_edits_one_after_another(setup: Setup, drawn: list[Recipe]) -> None:
    folded, plain = Session(setup), Session(setup)
    done = 0
    for recipe in drawn:
        for again in (recipe, recipe):
            done += apply_to(folded, again, fold=True)
            apply_to(plain, again)
    edits = [one for step in folded.commands[: folded.step] for one in getattr(step, "edits", (step,))]
    if len(edits) == done:  # no choice was taken back
        assert fingerprint(folded.state) == fingerprint(plain.state)
    assert fingerprint(reduce(update, edits, begin(setup))) == fingerprint(folded.state)
    replayed = begin(setup)
    for step, command in enumerate(folded.commands, start=1):
        replayed = update(replayed, command)
        assert fingerprint(replayed) == fingerprint(folded.travel(Goto(step)))
