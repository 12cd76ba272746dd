"""The names in an expression, and their values in a state.

Which names a network has depends on its shape: ``w5`` and ``a_h2.1`` can be written for any network, and are looked up
only when the expression is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum

from engine.errors import InvalidValue
from engine.network.optimizers import OPTIMIZERS
from engine.network.places import Bias, Expected, Neuron, Weight
from engine.network.propagation import sample_error
from engine.network.subjects import parse_subject
from engine.quick_dataclass import dataclass
from engine.training.phases import PhaseKind
from engine.training.results import part_metrics, score_name, score_of
from engine.training.state import TrainingState


class ValueKind(Enum):
    """What a part of an expression is."""

    NUMBER = "a number"
    TRUTH = "true or false"
    PHASE = "a phase"
    OPTIMIZER = "an optimizer"
    TEXT = "a text in quotes"


Lookup = Callable[[TrainingState], float | str]


@dataclass(frozen=True)
class Name:
    """A name of an expression. Immutable.

    Attributes:
        kind: What it stands for.
        lookup: Returns its value in a state.

    Raises:
        InvalidValue: When ``lookup`` finds no such number in the state.
    """

    kind: ValueKind
    lookup: Lookup


NO_PHASE = "none"
_PHASE_NAMES = {PhaseKind.DELTAS: "delta"} | {kind: kind.value for kind in PhaseKind if kind is not PhaseKind.DELTAS}
PHASES = (NO_PHASE, *(_PHASE_NAMES[kind] for kind in PhaseKind))
"""The phases in the order of the walk; before them, that no sample is walked through."""
CHOICES: dict[ValueKind, tuple[str, ...]] = {ValueKind.PHASE: PHASES, ValueKind.OPTIMIZER: tuple(OPTIMIZERS)}
"""The texts that a kind is compared with."""

_OF_NETWORK = re.compile(r"(a_|s_|delta_|grad_|)((?:w|y|i|h|o|b_h|b_o)(?:[0-9]{1,9}\.)?[0-9]{1,9})")
_KINDS_OF_PLACE = {"": "wybi", "grad_": "wb", "a_": "ho", "s_": "ho", "delta_": "ho"}
"""What each beginning stands before: weights, biases, inputs, expected values, neurons."""

_OTHER_WORDS = {"alpha": "rate", "learning_rate": "rate", "loss": "error", "test_error": "test_mse"}


def name_of(text: str) -> Name | None:
    """Return the name that is written like this in some network; None if there is none."""
    match = _OF_NETWORK.fullmatch(text)
    if match is None:
        return FIXED.get(text)
    beginning, place = match[1], match[2]
    if place[0] not in _KINDS_OF_PLACE[beginning]:
        return None
    return Name(ValueKind.NUMBER, lambda state: _number(state, beginning, place))


def meant_by(text: str) -> str:
    """Return the name that another writing stands for: a_h1 for h1, i1 for a_i1. Empty if there is none."""
    match = _OF_NETWORK.fullmatch(text.casefold())
    if match is None:
        return _OTHER_WORDS.get(text.casefold(), "")
    place = match[2]
    return f"a_{place}" if place[0] in "ho" else place


def _number(state: TrainingState, beginning: str, place: str) -> float:
    """Return a number of the network, or of the passes of the row that the state shows or trains."""
    subject, shown = parse_subject(place, state.network.sizes), state.shown
    match beginning, subject:
        case "", Weight() | Bias():
            return state.network.value(subject)
        case "", Neuron(0, index):
            return float(shown.trace.activations[0][index])
        case "", Expected(index):
            return float(shown.dataset.expected[shown.row][index])
        case "grad_", Weight() | Bias():
            return float(shown.gradients.parameters[shown.network.parameter_index(subject)])
        case "a_", Neuron(layer, index):
            return float(shown.trace.activations[layer][index])
        case "s_", Neuron(layer, index):
            return float(shown.trace.sums[layer - 1][index])
        case "delta_", Neuron(layer, index):
            return float(shown.gradients.deltas[layer - 1][index])
    raise InvalidValue(f"there is no number {beginning}{place}")


def _sample_error(state: TrainingState) -> float:
    shown = state.shown
    return sample_error(shown.network, shown.trace, shown.dataset.expected[shown.row])


def _right(state: TrainingState) -> float:
    right = state.trained.evaluation.right
    if right is None:
        raise InvalidValue("a regression has no right answers: compare mse or r2")
    return float(right.sum())


def _score(wanted: str) -> Lookup:
    def lookup(state: TrainingState) -> float:
        state = state.trained
        if (name := score_name(state.dataset)) != wanted:
            raise InvalidValue(f"a {state.dataset.task} has no {wanted}: its score is {name}")
        score = score_of(part_metrics(state.evaluation, state.dataset, state.scaling))
        if score is None:
            raise InvalidValue(f"{wanted} is not defined: all expected values are equal")
        return score

    return lookup


def _test_error(state: TrainingState) -> float:
    evaluation = state.trained.test_evaluation
    if evaluation is None:
        raise InvalidValue("there is no test part, so there is no test_mse")
    return evaluation.mse


def _phase(state: TrainingState) -> str:
    phase = state.current_phase
    return NO_PHASE if phase is None else _PHASE_NAMES[phase.kind]


FIXED = {
    "E": Name(ValueKind.NUMBER, _sample_error),
    "mse": Name(ValueKind.NUMBER, lambda state: state.trained.evaluation.mse),
    "error": Name(ValueKind.NUMBER, lambda state: state.trained.evaluation.error),
    "accuracy": Name(ValueKind.NUMBER, _score("accuracy")),
    "r2": Name(ValueKind.NUMBER, _score("r2")),
    "test_mse": Name(ValueKind.NUMBER, _test_error),
    "epoch": Name(ValueKind.NUMBER, lambda state: float(state.epoch)),
    "samples": Name(ValueKind.NUMBER, lambda state: float(state.samples)),
    "rate": Name(ValueKind.NUMBER, lambda state: state.method.learning_rate),
    "hidden": Name(ValueKind.NUMBER, lambda state: float(sum(state.network.sizes[1:-1]))),
    "right": Name(ValueKind.NUMBER, _right),
    "rows": Name(ValueKind.NUMBER, lambda state: float(state.trained.dataset.rows)),
    "optimizer": Name(ValueKind.OPTIMIZER, lambda state: state.method.optimizer),
    "phase": Name(ValueKind.PHASE, _phase),
}
"""The names that every network has: ``mse`` to ``r2``, ``right`` and ``rows`` are about all training rows, ``error`` is
their mean E, ``E`` is that of the row shown; ``hidden`` counts all hidden neurons."""
