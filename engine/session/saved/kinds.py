"""What a saved session can hold: a closed list of types. Nothing else is written, and nothing else made on reading."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any, get_type_hints

from engine.data.data_columns import DataColumn
from engine.data.dataset import Dataset
from engine.data.options import ReadOptions
from engine.data.report import Task
from engine.data.scaling import ColumnScaling, Scaling
from engine.data.splitting import Split
from engine.experiment.given_weights import GivenWeights
from engine.experiment.setup import Parts, Setup
from engine.experiment.starts import Options
from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.network.network import Network
from engine.network.optimizers import Memory
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.network.switches import Switches
from engine.quick_dataclass import dataclass
from engine.session.openings import Openings
from engine.session.steps import Step
from engine.session.summary import ReplacedWord, StepSummary
from engine.session.timeline import Kept
from engine.training import commands
from engine.training.cursor import Cursor
from engine.training.history import Series
from engine.training.parameter_history import Checkpoint, ParameterHistory
from engine.training.phases import Phase
from engine.training.state import TrainingState

COMMANDS = (
    *(commands.StepPhase, commands.StepSample, commands.StepEpoch, commands.Run),
    *(commands.SetParameter, commands.SetMethod, commands.SetStopRule, commands.SetLoss, commands.SetActivation),
    *(commands.AddLayer, commands.RemoveLayer, commands.AddNeuron, commands.RemoveNeuron, commands.SetHidden),
    *(commands.SetOutputs, commands.SetScaling, commands.SetInput, commands.SetExpected, commands.SetWord),
    *(commands.SetValues, commands.AddRow, commands.DeleteRow, commands.SetStart, commands.Reset, commands.NewStart),
    *(commands.SetFrozen, commands.SetOff, commands.SetBiases),
    *(commands.SetInitializer, commands.Load, commands.Folded),
)
KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        *(DataColumn, Dataset, ColumnScaling, Scaling, Split),
        *(Options, ReadOptions, GivenWeights, Setup, Parts, StopRule),
        *(Method, Switches, Network, Memory, Bias, Expected, Neuron, Weight),
        *(Cursor, Series, Checkpoint, ParameterHistory, Phase, TrainingState),
        *(*COMMANDS, ReplacedWord, StepSummary, Step, Kept, Openings),
    )
}
"""The dataclasses by name. The fields that the constructor takes are written; what follows from them is not."""


IN_COLUMNS = (Step, StepSummary)
"""Types of which there are thousands: a tuple of them is written field by field, and nothing else refers to them."""


@dataclass(frozen=True)
class ArrayRule:
    """What an array of a field has to be.

    Attributes:
        dimensions: How many.
        finite: Whether it has no infinity and no NaN.
    """

    dimensions: int
    finite: bool = True


ARRAYS = {
    (Dataset, "inputs"): ArrayRule(2),
    (Dataset, "expected"): ArrayRule(2),
    (Dataset, "numbers"): ArrayRule(1),
    (Dataset, "filled"): ArrayRule(2),
    (ColumnScaling, "offset"): ArrayRule(1),
    (ColumnScaling, "scale"): ArrayRule(1),
    (Split, "train"): ArrayRule(1),
    (Split, "test"): ArrayRule(1),
    (GivenWeights, "parameters"): ArrayRule(1),
    (Setup, "parameters"): ArrayRule(1),
    (Network, "parameters"): ArrayRule(1),
    (Memory, "moments"): ArrayRule(2),
    (Series, "x"): ArrayRule(1),
    (Series, "y"): ArrayRule(1, finite=False),
    (Checkpoint, "parameters"): ArrayRule(1),
}
"""The rule of each array. The error of a network whose outputs overflow is infinite, or no number at all."""
NOT_FINITE = {(StepSummary, "mse")}
"""The single numbers that may be infinite or NaN, for the same reason."""


@cache
def hints_of(name: str) -> dict[str, Any]:
    """Return what each field of a type takes, by its name, in the order of the constructor."""
    kind = KINDS[name]
    hints = get_type_hints(kind, localns={**KINDS, "Task": Task})
    return {field.name: hints[field.name] for field in fields(kind) if field.init}
