"""An object of every type that can be saved, with no field as it is by default."""

from dataclasses import replace

import numpy as np

from engine.arrays import frozen
from engine.data.data_columns import DataColumn
from engine.data.dataset import Dataset
from engine.data.options import ReadOptions
from engine.data.splitting import Split
from engine.experiment.given_weights import GivenWeights
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for
from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.network.switches import Switches
from engine.session.openings import Openings
from engine.session.session import Session
from engine.session.steps import Step
from engine.session.summary import ReplacedWord, StepSummary
from engine.training import commands as do
from engine.training.cursor import Cursor
from engine.training.history import Series
from engine.training.phases import Phase, PhaseKind, phases
from engine.training.state import TrainingState, begin

REGRESSION = Dataset(
    name='say "π"\x1b[31m\udc80',
    inputs=[[0.1, -0.0, 1.0], [5e-324, 1.7e308, 0.0], [1 / 3, 2.0, 1.0]],
    expected=[[0.0], [1.0], [1.0]],
    input_names=("length", "width", "sort"),
    output_names=("price",),
    task="regression",
    source="a test",
    notes=("a note", ""),
    input_words=(DataColumn("sort", 2, ("no", "yes"), one_hot=False),),
    output_words=(DataColumn("price", 0, ("low", "high"), one_hot=False),),
    numbers=[2, 3, 7],
    last_number=9,
    understood=("as it is",),
    filled=np.array([[True, False, False], [False, False, False], [False, False, True]]),
)
CLASSES = replace(
    REGRESSION, task="classification", output_words=(), output_names=("high",), two_classes=("low", "high")
)
SETUP = Setup(
    name="mine",
    dataset=REGRESSION,
    sizes=(3, 2, 1),
    activations=("tanh", "linear"),
    initializer="normal:0.2",
    seed=3,
    epochs=7,
    parameters=frozen(np.arange(11) / 7),
    is_own_start=True,
    worked_example=True,
    switches=Switches(frozenset({Weight(1, 0, 2), Bias(2, 0)}), frozenset({Neuron(1, 1)}), frozenset({1})),
    loss="mse",
    method=Method(0.01, "adam", None, False, 0.5),
    stop_rule=StopRule(9, 0.125, 4),
    test_share=0.25,
    split_seed=2,
    split=Split([0, 2], [1]),
    scaling="minmax",
)
SCALED = Options(test_share=0.3, scaling="standard", optimizer="adam", batch_size=4, hidden=(3,), patience=5)
READING = ReadOptions(
    header=True,
    delimiter=";",
    decimal=",",
    encoding="utf-8",
    targets=("price",),
    without=("sort",),
    task="regression",
    missing="fill",
    missing_values=(-999.0,),
    strays="drop",
    max_rows=5,
)
OPTIONS = Options(
    layers=(3, 2, 1),
    hidden=(2,),
    activations=("tanh", "linear"),
    initializer="zeros",
    learning_rate=0.25,
    epochs=7,
    seed=3,
    loss="mse",
    optimizer="adam",
    batch_size="all",
    shuffle=False,
    l2=0.5,
    target_mse=0.125,
    patience=4,
    test_share=0.25,
    split_seed=2,
    scaling="minmax",
    reading=READING,
    bias="none",
    weights=GivenWeights(
        "w.json", (1, 1), frozen([0.5, -0.0]), ("tanh",), "mse", "minmax", Switches(frozenset({Bias(1, 0)}))
    ),
)
OTHER_OPTIONS = Options(batch_size=4, reading=ReadOptions(inputs=("length",)))
COMMANDS: tuple[do.Command, ...] = (
    *(do.StepPhase(1), do.StepSample(2), do.StepEpoch(), do.Run(2**40, "numba")),
    *(do.SetParameter(Weight(1, 0, 1), -0.0), do.SetParameter(Bias(2, 0), 1), do.SetMethod(Method(0.1))),
    *(do.SetStopRule(StopRule(3)), do.SetLoss("mse", "tanh"), do.SetActivation(1, "relu"), do.AddLayer(0, 3, "tanh")),
    *(do.RemoveLayer(1), do.AddNeuron(1), do.RemoveNeuron(1, 2), do.SetHidden((4, 2)), do.SetHidden(())),
    *(do.SetOutputs(1), do.SetScaling("minmax"), do.SetInput(0, 1, 0.1), do.SetExpected(1, 0, 0.3)),
    *(do.SetWord(0, Neuron(0, 2), 1), do.SetWord(0, Expected(0), 0), do.SetValues(Weight(1, 1, 0), (0.1, 0.2))),
    *(do.SetValues(Expected(0), (1.0,), 3), do.AddRow((0.1, 0.2), (1.0,)), do.DeleteRow(2), do.SetStart()),
    *(
        do.Reset(),
        do.NewStart(),
        do.NewStart(2**53 - 1),
        do.SetInitializer("zeros"),
        do.Load(SETUP, "rows.csv", OPTIONS),
        do.SetFrozen(Bias(2, 0), True),
        do.SetOff(Neuron(1, 0), True),
        do.SetBiases(1, False),
    ),
    do.Folded((do.AddNeuron(1), do.RemoveNeuron(1, 0))),
)
SUMMARIES = (
    StepSummary(1, 2, 3, 0.5, Phase(PhaseKind.DELTAS, 2), ReplacedWord("sort", None, "yes"), 1, 2, 3, True),
    StepSummary(1, 2, 3, None, None, ReplacedWord("sort", "no", "yes")),
    *(StepSummary(0, 0, 1, mse, None, Method(0.2)) for mse in (np.inf, np.nan, -np.nan, -0.0)),
)


def walked() -> TrainingState:
    """Return a state of a scaled training with a test part, in the update of a sample that was chosen."""
    session = Session(setup_for("iris", SCALED))
    session.apply(do.SetParameter(Bias(1, 0), 0.5))
    session.run(77)
    for number in range(len(phases(session.state.network.sizes))):
        session.apply(do.StepPhase(5 if number == 0 else None))
    return session.state


OTHER_LOSS = begin(setup_for("xor", Options(loss="mse")))
SWITCHED = begin(replace(SETUP, split=None, test_share=0.0, scaling="none"))
LONG = Series().extended(np.arange(3_000.0), 1 / np.arange(1.0, 3_001.0))  # thinned out
WALKED = walked()
STEPS = tuple(Step(command, (3, 2, 1), SUMMARIES[0], 17) for command in COMMANDS)
EXAMPLES: tuple[object, ...] = (
    *(
        REGRESSION,
        CLASSES,
        SETUP,
        OTHER_OPTIONS,
        OTHER_LOSS,
        SWITCHED,
        LONG,
        WALKED,
        WALKED.seen_in_test(2),
        *COMMANDS,
        *SUMMARIES,
        *STEPS,
    ),
    Cursor(1, 10, True, 2, 3, 1, 23, 4),
    Openings((do.Load(SETUP, "iris", Options(seed=3)),)),
    Session(setup_for("iris", SCALED))._timeline.kept,
)
