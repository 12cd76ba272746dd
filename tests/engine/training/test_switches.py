"""Frozen parameters, neurons that are off, layers without biases: what training does with them, to the last bit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.gradient_check import check_all
from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.experiment.starts import setup_for
from engine.kernels.workspace import Workspace
from engine.network.activations import HIDDEN_ACTIVATIONS
from engine.network.many_rows import batch_gradient, predict
from engine.network.method import Method
from engine.network.network import Network, layer_matrices, parameter_count
from engine.network.optimizers import OPTIMIZERS, Memory
from engine.network.places import Bias, Neuron, Weight, place_name
from engine.network.propagation import advance, backward, forward
from engine.network.switches import Switches
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    Command,
    NewStart,
    RemoveLayer,
    RemoveNeuron,
    Reset,
    Run,
    SetBiases,
    SetFrozen,
    SetHidden,
    SetMethod,
    SetOff,
    SetOutputs,
    SetParameter,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.learning_curve import LearningCurve
from engine.training.update import update
from tests.engine.strategies import dataset_of, fingerprint

W5, B_H1, H2 = Weight(2, 0, 0), Bias(1, 0), Neuron(1, 1)


@st.composite
def switched(draw: st.DrawFn) -> Network:
    """A random network in which some things are switched off."""
    sizes = tuple(draw(st.lists(st.integers(1, 4), min_size=2, max_size=4)))
    layers = range(1, len(sizes))
    parameters = [Bias(layer, j) for layer in layers for j in range(sizes[layer])]
    parameters += [Weight(m, j, i) for m in layers for j in range(sizes[m]) for i in range(sizes[m - 1])]
    hidden = [Neuron(layer, index) for layer in layers[:-1] for index in range(sizes[layer])]
    switches = Switches(
        draw(st.frozensets(st.sampled_from(parameters), max_size=6)),
        draw(st.frozensets(st.sampled_from(hidden), max_size=3)) if hidden else frozenset(),
        draw(st.frozensets(st.sampled_from(layers))),
    )
    names = [draw(st.sampled_from(HIDDEN_ACTIVATIONS)) for _ in layers[:-1]]
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    return Network(sizes, (*names, "sigmoid"), rng.normal(0.0, 0.7, parameter_count(sizes)), switches=switches)


def rows_for(network: Network, rows: int = 5) -> Dataset:
    """Some rows that fit a network."""
    rng = np.random.default_rng(rows)
    return dataset_of(rng.normal(size=(rows, network.sizes[0])), rng.uniform(size=(rows, network.sizes[-1])))


methods = st.builds(
    Method,
    learning_rate=st.sampled_from([0.5, 0.3]),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    batch_size=st.sampled_from([1, 2, None]),
    l2=st.sampled_from([0.0, 0.1]),
)


def silenced_gradient(network: Network, inputs: FloatArray, expected: FloatArray, off: frozenset[Neuron]) -> FloatArray:
    """∂E/∂w where neurons answer 0, of a network that has none off: the weights out of them count as 0.

    What leads out of them then has a gradient as if they answered; it is 0, since they do not.
    """
    silent = network.parameters.copy()
    for neuron in off:
        layer_matrices(silent, network.sizes)[neuron.layer][:, neuron.index] = 0.0
    gradient = batch_gradient(network.with_parameters(silent), inputs, expected)
    for neuron in off:
        layer_matrices(gradient, network.sizes)[neuron.layer][:, neuron.index] = 0.0
    return gradient


@settings(max_examples=150)
@given(network=switched(), method=methods)
def test_training_equals_one_without_switches_that_puts_back_what_stays(network: Network, method: Method) -> None:
    data, off = rows_for(network), network.switches.off
    start = network.parameters
    plain, memory = replace(network, switches=Switches()), method.new_memory(start.size)
    stays = [plain.parameter_index(place) for place in network.switches.frozen]
    stays += [plain.parameter_index(Bias(m, j)) for m in network.switches.without_bias for j in range(network.sizes[m])]
    for m, h in ((neuron.layer, neuron.index) for neuron in off):
        stays += [plain.parameter_index(Weight(m, h, i)) for i in range(network.sizes[m - 1])]
        stays += [plain.parameter_index(Weight(m + 1, j, h)) for j in range(network.sizes[m + 1])]
        stays.append(plain.parameter_index(Bias(m, h)))
    workspace = Workspace(network, data, method)
    for _ in range(2):
        for first in range(0, data.rows, method.rows_per_batch(data.rows)):
            rows = slice(first, min(data.rows, first + method.rows_per_batch(data.rows)))
            gradient = silenced_gradient(plain, data.inputs[rows], data.expected[rows], off)
            plain, remembered = advance(plain, gradient, method, memory)
            parameters, moments = plain.parameters.copy(), remembered.moments.copy()
            parameters[stays], moments[:, stays] = start[stays], memory.moments[:, stays]
            plain, memory = plain.with_parameters(parameters), Memory(remembered.updates, moments)
        workspace.train(range(data.rows))
    assert workspace.parameters == pytest.approx(plain.parameters, rel=1e-9, abs=1e-12)
    assert workspace.memory().moments == pytest.approx(memory.moments, rel=1e-9, abs=1e-12)
    assert workspace.parameters[stays].tobytes() == start[stays].tobytes()
    assert sorted(set(stays)) == network.left_alone.tolist()


@settings(max_examples=60)
@given(network=switched(), method=methods)
def test_the_kernel_trains_as_the_formulas_do(network: Network, method: Method) -> None:
    data = rows_for(network)
    workspace, memory, now = Workspace(network, data, method), method.new_memory(network.parameters.size), network
    workspace.train(range(data.rows))
    size = method.rows_per_batch(data.rows)
    for first in range(0, data.rows, size):
        inputs, expected = data.inputs[first : first + size], data.expected[first : first + size]
        gradient = batch_gradient(now, inputs, expected)
        if size == 1:
            gradient = backward(now, forward(now, inputs[0]), expected[0]).parameters
        now, memory = advance(now, gradient, method, memory)
    assert workspace.parameters == pytest.approx(now.parameters, rel=1e-10, abs=1e-13)
    left = network.left_alone
    assert now.parameters[left].tobytes() == network.parameters[left].tobytes()


@settings(max_examples=60)
@given(network=switched())
def test_every_gradient_is_that_of_the_error(network: Network) -> None:
    data = rows_for(network)
    report = check_all(network, data.inputs[0], data.expected[0])
    assert report.passed
    biases = sum(network.sizes[layer] for layer in network.switches.without_bias)
    assert report.total == parameter_count(network.sizes) - biases


def test_a_neuron_that_is_off_answers_0_and_has_no_delta() -> None:
    session = Session(setup_for("walkthrough"))
    state = session.apply(SetOff(H2, off=True))
    assert state.trace.activations[1][1] == state.gradients.deltas[0][1] == 0.0
    assert state.trace.sums[0][1] == pytest.approx(1.974)
    gone = update(begun(), RemoveNeuron(1, 1))
    assert state.trace.outputs == pytest.approx(gone.trace.outputs, rel=1e-14)
    session.apply(StepSample())
    back = session.apply(SetOff(H2, off=False))
    start = begun().network
    for place in (Weight(1, 1, 0), Weight(1, 1, 1), Bias(1, 1), Weight(2, 0, 1), Weight(2, 1, 1)):
        assert back.network.value(place) == start.value(place)
    assert back.network.value(W5) != start.value(W5)


def begun():  # type: ignore[no-untyped-def]
    """The beginning of the worked example."""
    return Session(setup_for("walkthrough")).state


def test_a_frozen_weight_has_a_gradient_and_stays_with_its_momentum() -> None:
    session = Session(setup_for("level2"))
    session.apply(SetMethod(Method(0.01, "momentum", l2=0.01)))
    before = session.apply(StepEpoch())
    index = before.network.parameter_index(W5)
    session.apply(SetFrozen(W5, frozen=True))
    after = session.apply(StepEpoch())
    assert after.network.value(W5) == before.network.value(W5)
    assert after.memory.moments[0][index] == before.memory.moments[0][index] != 0.0
    assert after.gradients.parameters[index] != 0.0
    assert session.apply(SetFrozen(W5, frozen=False)).memory is after.memory
    assert session.apply(StepEpoch()).network.value(W5) != before.network.value(W5)


def test_the_learner_still_sets_what_training_leaves_alone() -> None:
    state = update(update(begun(), SetFrozen(W5, frozen=True)), SetParameter(W5, 0.25))
    assert update(state, StepSample()).network.value(W5) == 0.25


@pytest.mark.parametrize("command", [Reset(), NewStart(), SetHidden((5,)), StepPhase(), StepEpoch()])
def test_marks_outlast_a_reset_and_a_step(command: Command) -> None:
    state = begun()
    for edit in (SetFrozen(W5, frozen=True), SetOff(H2, off=True), SetBiases(2, present=False)):
        state = update(state, edit)
    after = update(state, command)
    assert after.network.switches == after.setup.switches == Switches(frozenset({W5}), frozenset({H2}), frozenset({2}))


def test_a_layer_without_biases_has_none_to_set_freeze_or_draw() -> None:
    session = Session(setup_for("level2"))
    drawn = session.state.network.biases[0].copy()
    state = session.apply(SetBiases(1, present=False))
    assert state.network.biases[0].tolist() == [0.0, 0.0, 0.0]
    assert not state.network.has(B_H1)
    for command in (SetParameter(B_H1, 1.0), SetFrozen(B_H1, frozen=True)):
        with pytest.raises(InvalidValue, match="the hidden layer has no biases"):
            session.apply(command)
    assert session.apply(StepEpoch()).network.biases[0].tolist() == [0.0, 0.0, 0.0]
    assert session.apply(NewStart()).network.biases[0].tolist() == [0.0, 0.0, 0.0]
    assert session.apply(SetBiases(1, present=True)).network.biases[0].tolist() == [0.0, 0.0, 0.0]
    session.travel(Goto(1))
    session.apply(SetBiases(1, present=True))
    assert session.apply(Reset()).network.biases[0].tolist() == drawn.tolist()


def test_biases_that_come_back_begin_anew() -> None:
    state = update(begun(), SetMethod(Method(0.1, "adam")))
    state = update(update(state, SetFrozen(B_H1, frozen=True)), StepSample())
    state = update(update(state, SetBiases(1, present=False)), SetBiases(1, present=True))
    assert not state.network.switches
    assert not layer_matrices(state.memory.moments, state.network.sizes)[0][..., -1].any()
    assert layer_matrices(state.memory.moments, state.network.sizes)[1][..., -1].all()


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (SetFrozen(W5, frozen=False), "w5 is not frozen"),
        (SetFrozen(Weight(2, 5, 0), frozen=True), "this network has no Weight"),
        (SetOff(H2, off=False), "h2 is on already"),
        (SetOff(Neuron(0, 0), off=True), "only hidden neurons can be switched off, and i1 is none"),
        (SetOff(Neuron(2, 1), off=True), "only hidden neurons can be switched off, and o2 is none"),
        (SetOff(Neuron(1, 2), off=True), "this network has no Neuron"),
        (SetBiases(1, present=True), "the hidden layer has biases already"),
        (SetBiases(0, present=False), "layer 0 has no biases to go without"),
    ],
)
def test_what_cannot_be_switched_is_refused(command: Command, why: str) -> None:
    session = Session(setup_for("walkthrough"))
    with pytest.raises(InvalidValue, match=why):
        session.apply(command)
    assert session.step == 0


def names(switches: Switches, sizes: tuple[int, ...]) -> tuple[set[str], set[str], set[int]]:
    """What is switched off, by the names of the places."""
    parameters, off = ({place_name(sizes, place) for place in places} for places in (switches.frozen, switches.off))
    return parameters, off, set(switches.without_bias)


@pytest.mark.parametrize(
    ("change", "frozen", "off", "without"),
    [
        (AddLayer(0, 2, "sigmoid"), {"w12", "b_o2"}, {"h2.3"}, {2}),  # h2 → o1 is h2.2 → o1 now
        (AddLayer(1, 2, "sigmoid"), {"w1", "b_o2"}, {"h1.3"}, {1}),
        (AddNeuron(1), {"w1", "w10", "b_o2"}, {"h3"}, {1}),
        (RemoveNeuron(1, 0), {"w5", "b_o2"}, {"h2"}, {1}),
        (RemoveNeuron(1, 2), {"w1", "w6", "b_o2"}, set(), {1}),
        (RemoveLayer(1), {"b_o2"}, set(), set()),
        (SetHidden((2,)), {"w1", "w6", "b_o2"}, set(), {1}),
        (SetHidden((4, 3)), {"w1", "b_o2"}, {"h1.3"}, {1}),
        (SetHidden(()), {"b_o2"}, set(), set()),
        (SetOutputs(1), {"w1", "b_o1"}, {"h3"}, {1}),
    ],
)
def test_marks_move_with_their_places(change: Command, frozen: set[str], off: set[str], without: set[int]) -> None:
    state = Session(setup_for("level2")).state
    edits = [SetFrozen(place, frozen=True) for place in (Weight(1, 0, 0), Weight(2, 0, 1), Bias(2, 1))]
    for edit in (*edits, SetOff(Neuron(1, 2), off=True), SetBiases(1, present=False)):
        state = update(state, edit)
    after = update(state, change)
    assert names(after.network.switches, after.network.sizes) == (frozen, off, without)


@settings(max_examples=25)
@given(data=st.data())
def test_undo_and_replay_are_exact(data: st.DataObject) -> None:
    edits: list[Command] = [SetFrozen(W5, frozen=True), SetOff(H2, off=True), SetBiases(2, present=False)]
    edits += [SetFrozen(W5, frozen=False), SetOff(H2, off=False), SetBiases(2, present=True)]
    steps: list[Command] = [StepPhase(), StepSample(), StepEpoch(), Run(7), AddNeuron(1), RemoveNeuron(1, 0), Reset()]
    session = Session(setup_for("level2"))
    prints = [fingerprint(session.state)]
    for command in data.draw(st.lists(st.sampled_from(edits + steps), min_size=1, max_size=14)):
        try:
            session.apply(command)
        except InvalidValue:
            continue
        prints.append(fingerprint(session.state))
    for step in reversed(range(len(prints))):
        assert fingerprint(session.travel(Goto(step))) == prints[step]
    replayed = Session(setup_for("level2"))
    for command in session.commands:
        replayed.apply(command)
    assert fingerprint(replayed.state) == prints[-1]


def test_freezing_in_the_middle_of_a_sample_keeps_its_phase() -> None:
    state = begun()
    for _ in range(6):
        state = update(state, StepPhase())
    assert update(state, SetFrozen(W5, frozen=True)).phase == state.phase == 6
    assert update(state, SetOff(H2, off=True)).phase == 1
    assert update(state, SetBiases(1, present=False)).phase == 1


def test_the_learning_curve_scores_each_epoch_with_what_was_off_then() -> None:
    session = Session(setup_for("iris"))
    session.apply(StepEpoch())
    before = LearningCurve().points(session.state, "train")[1]
    session.apply(SetOff(Neuron(1, 0), off=True))
    off = session.apply(SetOff(Neuron(1, 1), off=True))
    assert LearningCurve().points(off, "train")[1][:2].tolist() == before[:2].tolist()
    again = session.apply(StepEpoch())
    checkpoint = again.parameter_history.checkpoints[-1]
    assert checkpoint.switches == again.network.switches
    outputs = predict(checkpoint.network(again.network), again.dataset.inputs)
    assert outputs.tobytes() == again.evaluation.outputs.tobytes()
