"""What the engine's tests draw from: networks, data sets, setups, commands; and how two states are compared."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from hypothesis import assume, settings
from hypothesis import strategies as st

from engine.arrays import FloatArray, IndexArray, frozen
from engine.data.data_columns import DataColumn
from engine.data.dataset import Dataset
from engine.data.scaling import SCALINGS
from engine.errors import InvalidValue
from engine.experiment.stop_rule import StopRule
from engine.network.activations import HIDDEN_ACTIVATIONS
from engine.network.initializers import INITIALIZER_NAMES
from engine.network.method import Method
from engine.network.network import Network, parameter_count
from engine.network.optimizers import OPTIMIZERS
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.network.propagation import forward, sample_error
from engine.network.value_lists import values_from
from engine.session.session import Session
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    AddRow,
    Command,
    DeleteRow,
    Load,
    NewStart,
    RemoveLayer,
    RemoveNeuron,
    Reset,
    Run,
    SetActivation,
    SetBiases,
    SetExpected,
    SetFrozen,
    SetHidden,
    SetInitializer,
    SetInput,
    SetLoss,
    SetMethod,
    SetOff,
    SetOutputs,
    SetParameter,
    SetScaling,
    SetStart,
    SetStopRule,
    SetValues,
    SetWord,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.divergence import Divergence
from engine.training.state import Setup, TrainingState

# A deadline would measure the machine, not the engine.
settings.register_profile("glassnet", deadline=None, max_examples=40)
settings.load_profile("glassnet")

GOALS = (
    *((loss, output) for loss in ("half-squared", "mse") for output in HIDDEN_ACTIVATIONS),
    ("cross-entropy", "sigmoid"),
    ("cross-entropy", "softmax"),
)
"""Every loss with every activation of the outputs that it goes with."""
# Numbers come from a generator that hypothesis seeds: drawn one by one they would take most of the time.
seeds = st.integers(0, 2**32 - 1)


@st.composite
def shapes(draw: st.DrawFn, outputs: int | None = None) -> tuple[int, ...]:
    """Two to four layers of one to five neurons; with so many outputs, if told."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=4))
    return (*sizes[:-1], outputs or sizes[-1])


@st.composite
def networks(draw: st.DrawFn, outputs: int | None = None, goals: Sequence[tuple[str, str]] = GOALS) -> Network:
    """Any shape, layers of any activation mixed, any loss that goes with the outputs."""
    sizes = draw(shapes(outputs))
    loss, output = draw(st.sampled_from(goals))
    hidden = draw(st.tuples(*[st.sampled_from(HIDDEN_ACTIVATIONS)] * (len(sizes) - 2)))
    parameters = np.random.default_rng(draw(seeds)).normal(0.0, 0.7, parameter_count(sizes))
    return Network(sizes, (*hidden, output), parameters, loss)


def expected_for(network: Network, rng: np.random.Generator, *rows: int) -> FloatArray:
    """Draw what is expected, shape (*rows, outputs): shares of 1 for softmax, from 0 to 1 for cross-entropy."""
    shape = (*rows, network.sizes[-1])
    if network.loss_name != "cross-entropy":
        return rng.uniform(-1.0, 2.0, shape)
    values = rng.uniform(0.0, 1.0, shape)
    return values / values.sum(axis=-1, keepdims=True) if network.activations[-1] == "softmax" else values


def is_smooth(network: Network, *inputs: FloatArray) -> bool:
    """Tell whether no ReLU is so close to its kink that a nudge would go over it."""
    for sample in inputs:
        for sums, name in zip(forward(network, sample).sums, network.activations, strict=True):
            if "relu" in name and np.abs(sums).min() < 1e-3:
                return False
    return True


def errors_of(network: Network, inputs: FloatArray, expected: FloatArray) -> float:
    """E of one sample."""
    return sample_error(network, forward(network, inputs), expected)


def dataset_of(inputs: object, expected: object, name: str = "drawn") -> Dataset:
    """Name the columns of a table of numbers."""
    xs, ys = frozen(inputs), frozen(expected)
    names = tuple(f"x{i}" for i in range(xs.shape[1])), tuple(f"y{i}" for i in range(ys.shape[1]))
    return Dataset(name, xs, ys, *names, task="regression", source="a test")


def of_two_classes(dataset: Dataset, classes: IndexArray) -> Dataset:
    """Expect one of two classes of each row, of a single output or of one for each class."""
    single = dataset.output_count == 1
    expected = classes[:, np.newaxis].astype(float) if single else np.eye(2)[classes]
    return replace(
        dataset, task="classification", expected=expected, two_classes=("no", dataset.output_names[0]) if single else ()
    )


@st.composite
def datasets(draw: st.DrawFn, inputs: int, outputs: int, most_rows: int = 6) -> Dataset:
    """A few rows for a network with so many inputs and outputs."""
    rows, rng = draw(st.integers(1, most_rows)), np.random.default_rng(draw(seeds))
    dataset = dataset_of(rng.normal(0.0, 1.5, (rows, inputs)), rng.uniform(0.0, 1.0, (rows, outputs)))
    if outputs <= 2 and draw(st.booleans()):
        dataset = of_two_classes(dataset, rng.integers(0, 2, rows))
    words = DataColumn("word", 0, ("no", "yes"), one_hot=inputs > 1)
    return replace(dataset, input_words=(words,)) if draw(st.booleans()) else dataset


def methods() -> st.SearchStrategy[Method]:
    """Any method."""
    return st.builds(
        Method,
        learning_rate=st.sampled_from([0.01, 0.1, 0.5]),
        optimizer=st.sampled_from(tuple(OPTIMIZERS)),
        batch_size=st.sampled_from([1, 1, 2, 3, None]),
        shuffle=st.booleans(),
        l2=st.sampled_from([0.0, 0.01]),
    )


def stop_rules() -> st.SearchStrategy[StopRule]:
    """Any stop rule."""
    numbers = st.sampled_from([None, 1, 2, 3, 4])
    return st.builds(StopRule, numbers, st.sampled_from([None, 0.0, 0.3, 3.0]), numbers)


def changed_method(state: TrainingState, **changes: Any) -> SetMethod:
    """Change some hyper-parameters of a state."""
    return SetMethod(replace(state.method, **changes))


def changed_stop_rule(state: TrainingState, **changes: Any) -> SetStopRule:
    """Change some conditions of a state's stop rule."""
    return SetStopRule(replace(state.stop_rule, **changes))


@st.composite
def setups(draw: st.DrawFn) -> Setup:
    """A start of any shape, shuffled or not, its parameters drawn or given."""
    network = draw(networks())
    assume(network.activations[-1] != "softmax" or network.sizes[-1] > 1)
    dataset = draw(datasets(network.sizes[0], network.sizes[-1]))
    kept = 1 if dataset.task == "regression" else 2  # each class keeps a training row
    return Setup(
        name="drawn",
        dataset=dataset,
        sizes=network.sizes,
        activations=network.activations,
        initializer=draw(st.sampled_from(["uniform", "auto", "normal:0.2"])),
        seed=draw(st.integers(0, 1000)),
        parameters=draw(st.sampled_from([None, network.parameters])),
        loss=network.loss_name,
        method=draw(methods()),
        test_share=draw(st.sampled_from([0.0, 0.5])) if dataset.rows > kept else 0.0,
        split_seed=draw(st.integers(0, 3)),
        # Cross-entropy takes what is expected from 0 to 1 as it is.
        scaling="none" if network.loss_name == "cross-entropy" else draw(st.sampled_from(SCALINGS)),
    )


@dataclass(frozen=True)
class Recipe:
    """A command before it is known what it will meet: ``made_for`` fits its numbers to the state."""

    kind: type
    first: int
    second: int
    third: int
    value: float
    given: Setup | Method | StopRule | None

    def made_for(self, state: TrainingState) -> Command:
        """Return a command that this state can take."""
        dataset, row = state.dataset, self.first % state.dataset.rows
        if self.kind in (StepPhase, StepSample) and self.second % 2:
            return self.kind(row)
        if self.kind is NewStart and self.second % 2:
            return NewStart(self.first)
        if self.kind in (StepPhase, StepSample, StepEpoch, Reset, NewStart, SetStart):
            return self.kind()
        if self.kind is Run:
            return Run(1 + self.first)
        if self.kind is SetMethod:
            names = tuple(field.name for field in fields(Method))
            changed = names[self.first % (len(names) + 1) :][:1] or names  # one of them, or all at once
            return changed_method(state, **{name: getattr(self.given, name) for name in changed})
        if self.kind is SetStopRule:
            return SetStopRule(self.given)
        if self.kind is SetParameter:
            return SetParameter(self._place(state.network), self.value)
        if self.kind is SetInput:
            return SetInput(row, self.second % dataset.input_count, self.value)
        if self.kind is SetExpected:
            shares = state.network.loss_name == "cross-entropy"
            value = abs(self.value) / 3.0 if shares else self.value
            return SetExpected(row, self.second % dataset.output_count, value)
        if self.kind is SetValues:
            return self._values(state)
        if self.kind is SetWord and dataset.input_words:
            return SetWord(row, Neuron(0, 0), self.second % 2)
        if self.kind is SetWord:
            return SetInput(row, 0, self.value)
        if self.kind in SETTINGS:
            return self._setting(state)
        if self.kind is DeleteRow and dataset.rows > 1:
            return DeleteRow(row)
        if self.kind in (AddRow, DeleteRow):
            return AddRow((self.value,) * dataset.input_count, tuple(dataset.expected[row].tolist()))
        return Load(self.given)

    def _values(self, state: TrainingState) -> Command:
        """Return a change of several values of one list, from one of them on."""
        sizes, row = state.network.sizes, self.first % state.dataset.rows
        first, given = (
            (self._place(state.network), None),
            (Neuron(0, self.second % sizes[0]), row),
            (Expected(self.second % sizes[-1]), row),
        )[self.third % 3]
        value = abs(self.value) / 3.0 if isinstance(first, Expected) else self.value
        count = sum(state.network.has(place) for place in values_from(sizes, first, 1 + self.third))
        return SetValues(first, tuple(value / (1 + number) for number in range(count)), given)

    def _setting(self, state: TrainingState) -> Command:
        """Return a change of how it is trained, or of the layers."""
        last = len(state.network.sizes) - 1
        hidden = 1 + self.first % max(1, last - 1)
        activation = HIDDEN_ACTIVATIONS[self.third % len(HIDDEN_ACTIVATIONS)]
        switches, place = state.network.switches, self._place(state.network)
        neuron, layer = Neuron(hidden, self.second % state.network.sizes[min(hidden, last)]), 1 + self.third % last
        made = {
            SetLoss: SetLoss(*GOALS[self.first % len(GOALS)]),
            SetActivation: SetActivation(hidden, activation),
            SetInitializer: SetInitializer(INITIALIZER_NAMES[self.first % len(INITIALIZER_NAMES)]),
            AddLayer: AddLayer(self.first % last, 1 + self.second % 3, activation),
            RemoveLayer: RemoveLayer(hidden),
            AddNeuron: AddNeuron(hidden),
            RemoveNeuron: RemoveNeuron(hidden, self.second % state.network.sizes[min(hidden, last)]),
            SetFrozen: SetFrozen(place, place not in switches.frozen),
            SetOff: SetOff(neuron, neuron not in switches.off),
            SetBiases: SetBiases(layer, layer in switches.without_bias),
            SetOutputs: SetOutputs(1 + self.first % 2),
            SetScaling: SetScaling(SCALINGS[self.first % len(SCALINGS)]),
            SetHidden: SetHidden(tuple(1 + number % 5 for number in (self.first, self.second)[: self.third % 3])),
        }
        return made[self.kind]

    def _place(self, network: Network) -> Weight | Bias:
        sizes = network.sizes
        layer = 1 + self.first % (len(sizes) - 1)
        target, source = self.second % sizes[layer], self.third % (sizes[layer - 1] + 1)
        bias = Bias(layer, target)
        return (
            bias
            if source == sizes[layer - 1] and network.has(bias)
            else Weight(layer, target, min(source, sizes[layer - 1] - 1))
        )


SETTINGS = (
    *(SetLoss, SetActivation, SetInitializer, SetScaling),
    *(AddLayer, RemoveLayer, AddNeuron, RemoveNeuron, SetHidden, SetOutputs),
    *(SetFrozen, SetOff, SetBiases),
)
KINDS = (
    StepPhase,
    StepSample,
    StepEpoch,
    Run,
    SetParameter,
    SetMethod,
    SetMethod,
    SetLoss,
    SetActivation,
    AddLayer,
    RemoveLayer,
    AddNeuron,
    RemoveNeuron,
    SetHidden,
    SetOutputs,
    SetScaling,
    SetFrozen,
    SetOff,
    SetBiases,
    SetInput,
    SetExpected,
    SetWord,
    SetValues,
    SetValues,
    AddRow,
    DeleteRow,
    Reset,
    NewStart,
    SetStart,
    SetInitializer,
    SetStopRule,
    Load,
)


def recipes(kinds: Sequence[type] = KINDS) -> st.SearchStrategy[Recipe]:
    """Any command, of these kinds."""
    numbers, values = st.integers(0, 30), st.floats(-3.0, 3.0)
    given = {Load: setups(), SetMethod: methods(), SetStopRule: stop_rules()}
    return st.sampled_from(kinds).flatmap(
        lambda kind: st.builds(Recipe, st.just(kind), numbers, numbers, numbers, values, given.get(kind, st.none()))
    )


def apply_to(session: Session, recipe: Recipe, fold: bool = False) -> bool:
    """Do what the recipe makes of the session's state; return whether that was a step."""
    before = session.step
    try:
        session.apply(recipe.made_for(session.state), fold)
    except Divergence:  # a drawn linear network may well blow up; what came before is kept
        return session.step > before
    except InvalidValue:  # a layer that is not there, a loss that does not go with the data
        assert recipe.kind in SETTINGS
        return False
    return True


def visited_states(session: Session, drawn: Sequence[Recipe]) -> list[TrainingState]:
    """Apply all the recipes and return the state at every step, the start first."""
    visited = [session.state]
    for recipe in drawn:
        if apply_to(session, recipe):
            visited.append(session.state)
    return visited


def fingerprint(state: TrainingState) -> tuple[object, ...]:
    """Everything in a state, to the last bit, as one comparable value."""
    setup = state.setup
    start = None if setup.parameters is None else (setup.is_own_start, _bits(setup.parameters))
    histories = (state.history, state.test_history)
    return (
        (setup.name, setup.sizes, setup.activations, setup.initializer, setup.seed, start, setup.loss),
        (setup.method, setup.stop_rule, state.method, state.stop_rule),
        (state.memory.updates, _bits(state.memory.moments)),
        (state.cursor, state.marks, state.network.loss_name),
        (_bits(setup.dataset.inputs), _bits(setup.dataset.expected)),
        (state.network.sizes, state.network.activations, _bits(state.network.parameters)),
        (setup.switches, state.network.switches),
        (_bits(state.dataset.inputs), _bits(state.dataset.expected)),
        (state.phase, state.before and fingerprint(state.before)),
        *((_bits(series.x), _bits(series.y), series.aged, series.stride) for series in histories),
        tuple((one.time, _bits(one.parameters), one.switches) for one in state.parameter_history.checkpoints),
        state.test and (_bits(state.test.inputs), _bits(state.test.expected)),
        (setup.scaling, state.dataset.output_names, state.dataset.two_classes, setup.dataset.two_classes),
        state.scaling and (_bits(state.scaling.inputs.offset), _bits(state.scaling.inputs.scale)),
    )


def _bits(array: FloatArray) -> tuple[tuple[int, ...], bytes]:
    return array.shape, array.tobytes()
