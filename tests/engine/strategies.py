"""What the engine's tests draw from: networks, data sets, setups, commands; and how two states are compared."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from engine.arrays import FloatArray, frozen
from engine.commands import (
    AddRow,
    ChooseRow,
    Command,
    DeleteRow,
    Load,
    NewStart,
    Reset,
    Run,
    SetExpected,
    SetInput,
    SetLearningRate,
    SetParameter,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.dataset import Dataset
from engine.names import Bias, Weight
from engine.network import Network, parameter_count
from engine.scaling import SCALINGS
from engine.session import Session
from engine.state import Divergence, Setup, TrainingState

# A deadline would measure the machine, not the engine.
settings.register_profile("glassnet", deadline=None, max_examples=40)
settings.load_profile("glassnet")

ACTIVATIONS = ("sigmoid", "linear")
# Numbers come from a generator that hypothesis seeds: drawn one by one they would take most of the time.
seeds = st.integers(0, 2**32 - 1)


@st.composite
def shapes(draw: st.DrawFn, outputs: int | None = None) -> tuple[int, ...]:
    """Two to four layers of one to five neurons; with so many outputs, if told."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=4))
    return (*sizes[:-1], outputs or sizes[-1])


@st.composite
def networks(draw: st.DrawFn, outputs: int | None = None) -> Network:
    """Any shape, sigmoid and linear layers mixed."""
    sizes = draw(shapes(outputs))
    activations = draw(st.tuples(*[st.sampled_from(ACTIVATIONS)] * (len(sizes) - 1)))
    parameters = np.random.default_rng(draw(seeds)).normal(0.0, 0.7, parameter_count(sizes))
    return Network(sizes, activations, parameters)


def dataset_of(inputs: object, expected: object, name: str = "drawn") -> Dataset:
    """Name the columns of a table of numbers."""
    xs, ys = frozen(inputs), frozen(expected)
    names = tuple(f"x{i}" for i in range(xs.shape[1])), tuple(f"y{i}" for i in range(ys.shape[1]))
    return Dataset(name, xs, ys, *names, task="regression", source="a test")


@st.composite
def datasets(draw: st.DrawFn, inputs: int, outputs: int, most_rows: int = 6) -> Dataset:
    """A few rows for a network with so many inputs and outputs."""
    rows, rng = draw(st.integers(1, most_rows)), np.random.default_rng(draw(seeds))
    return dataset_of(rng.normal(0.0, 1.5, (rows, inputs)), rng.uniform(0.0, 1.0, (rows, outputs)))


@st.composite
def setups(draw: st.DrawFn) -> Setup:
    """A start of any shape, shuffled or not, its parameters drawn or given."""
    network = draw(networks())
    dataset = draw(datasets(network.sizes[0], network.sizes[-1]))
    return Setup(
        name="drawn",
        dataset=dataset,
        sizes=network.sizes,
        activations=network.activations,
        initializer=draw(st.sampled_from(["uniform", "glorot"])),
        seed=draw(st.integers(0, 1000)),
        learning_rate=draw(st.sampled_from([0.01, 0.1, 0.5])),
        shuffle=draw(st.booleans()),
        parameters=draw(st.sampled_from([None, network.parameters])),
        test_share=draw(st.sampled_from([0.0, 0.5])) if dataset.rows > 1 else 0.0,
        scaling=draw(st.sampled_from(SCALINGS)),
    )


@dataclass(frozen=True)
class Recipe:
    """A command before it is known what it will meet: ``made_for`` fits its numbers to the state."""

    kind: type
    first: int
    second: int
    third: int
    value: float
    setup: Setup | None

    def made_for(self, state: TrainingState) -> Command:
        """Return a command that this state can take."""
        dataset, row = state.dataset, self.first % state.dataset.rows
        if self.kind in (StepPhase, StepSample, StepEpoch, Reset, NewStart):
            return self.kind()
        if self.kind is Run:
            return Run(1 + self.first)
        if self.kind is SetParameter:
            return SetParameter(self._place(state.network.sizes), self.value)
        if self.kind is SetLearningRate:
            return SetLearningRate(0.01 + abs(self.value) / 10)
        if self.kind is SetInput:
            return SetInput(row, self.second % dataset.input_count, self.value)
        if self.kind is SetExpected:
            return SetExpected(row, self.second % dataset.output_count, self.value)
        if self.kind is DeleteRow and dataset.rows > 1:
            return DeleteRow(row)
        if self.kind in (AddRow, DeleteRow):
            return AddRow((self.value,) * dataset.input_count, (abs(self.value),) * dataset.output_count)
        return ChooseRow(row) if self.kind is ChooseRow else Load(self.setup)

    def _place(self, sizes: tuple[int, ...]) -> Weight | Bias:
        layer = 1 + self.first % (len(sizes) - 1)
        target, source = self.second % sizes[layer], self.third % (sizes[layer - 1] + 1)
        return Bias(layer, target) if source == sizes[layer - 1] else Weight(layer, target, source)


KINDS = (
    StepPhase,
    StepSample,
    StepEpoch,
    Run,
    SetParameter,
    SetLearningRate,
    SetInput,
    SetExpected,
    AddRow,
    DeleteRow,
    ChooseRow,
    Reset,
    NewStart,
    Load,
)


def recipes(kinds: Sequence[type] = KINDS) -> st.SearchStrategy[Recipe]:
    """Any command, of these kinds."""
    numbers, values = st.integers(0, 30), st.floats(-3.0, 3.0)
    return st.sampled_from(kinds).flatmap(
        lambda kind: st.builds(
            Recipe, st.just(kind), numbers, numbers, numbers, values, setups() if kind is Load else st.none()
        )
    )


def apply_to(session: Session, recipe: Recipe) -> bool:
    """Do what the recipe makes of the session's state; return whether that was a step."""
    before = session.step
    try:
        session.apply(recipe.made_for(session.state))
    except Divergence:  # a drawn linear network may well blow up; what came before is kept
        return session.step > before
    return True


def steps_lived(session: Session, drawn: Sequence[Recipe]) -> list[TrainingState]:
    """Apply all the recipes and return the state at every step, the start first."""
    lived = [session.state]
    for recipe in drawn:
        if apply_to(session, recipe):
            lived.append(session.state)
    return lived


def fingerprint(state: TrainingState) -> tuple[object, ...]:
    """Everything in a state, to the last bit, as one comparable value."""
    setup = state.setup
    start = None if setup.parameters is None else _bits(setup.parameters)
    histories = (state.history, state.test_history)
    return (
        (setup.name, setup.sizes, setup.activations, setup.initializer, setup.seed, setup.shuffle, start),
        (_bits(setup.dataset.inputs), _bits(setup.dataset.expected), setup.learning_rate),
        (state.network.sizes, state.network.activations, _bits(state.network.parameters)),
        (_bits(state.dataset.inputs), _bits(state.dataset.expected), state.learning_rate),
        (state.epoch, state.position, state.row, state.samples, state.marks),
        (state.phase, state.before and fingerprint(state.before)),
        *((_bits(series.x), _bits(series.y), series.aged, series.stride) for series in histories),
        state.test and (_bits(state.test.inputs), _bits(state.test.expected)),
        state.scaling and (_bits(state.scaling.inputs.offset), _bits(state.scaling.inputs.scale)),
    )


def _bits(array: FloatArray) -> tuple[tuple[int, ...], bytes]:
    return array.shape, array.tobytes()
