"""The verbs that take no value: one row each. The key map names the verbs, the workbench runs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from engine.errors import InvalidValue
from engine.formulas.notation import Digits
from engine.network.places import Bias, Neuron, Weight
from engine.session.look import (
    ComeBack,
    ExplainError,
    Look,
    LookAction,
    NameWeights,
    OrderTerms,
    SetDigits,
    SetNudge,
    ShowCheck,
    ShowView,
    names_weights,
)
from engine.training.commands import NewStart, Reset, StepEpoch
from engine.training.state import TrainingState
from tui.panels.chart.views import view_after
from tui.running.controller import TrainingController

if TYPE_CHECKING:
    from engine.analysis.gradient_check import Check

Item = TypeVar("Item")
NUDGES = (0.001, 0.01, 0.1, 1.0)
DIGITS: tuple[Digits, ...] = (4, 6, None)

TRAINING: dict[str, Callable[[TrainingController, Look], LookAction | None]] = {
    "phase": TrainingController.step_phase,
    "sample": TrainingController.step_sample,
    "epoch": lambda training, look: training.do(StepEpoch()),
    "run": lambda training, look: training.toggle(),
    "faster": lambda training, look: training.change_pace(1),
    "slower": lambda training, look: training.change_pace(-1),
    "undo": lambda training, look: training.undo(),
    "redo": lambda training, look: training.redo(),
    "reset": lambda training, look: training.do(Reset()),
    "row+": TrainingController.copy_row,
    "row-": TrainingController.delete_row,
    "newstart": lambda training, look: training.do(NewStart()),
}
"""Verbs that change the training; some return where to look then."""

LOOKS: dict[str, Callable[[Look, TrainingState], LookAction]] = {
    "view": lambda look, state: ShowView(view_after(look.view).name),
    "back": lambda look, state: ComeBack(),
    "error": lambda look, state: ExplainError(),
    "check": lambda look, state: ShowCheck(_check_selected(look, state)),
    "digits": lambda look, state: SetDigits(_after(look.digits, DIGITS)),
    "order": lambda look, state: OrderTerms(not look.largest_first),
    "names": lambda look, state: NameWeights(not names_weights(look, state)),
    "nudge": lambda look, state: SetNudge(_after(look.nudge, NUDGES)),
}
"""Verbs that change only the look."""


def check_gradient(state: TrainingState, place: Weight | Bias) -> Check:
    """Check the gradient of a weight or bias by a nudge, which leaves the network as it was."""
    from engine.analysis.gradient_check import check

    shown = state.shown
    return check(shown.network, shown.dataset.inputs[shown.row], shown.dataset.expected[shown.row], place)


def _check_selected(look: Look, state: TrainingState) -> Check:
    """Check the gradient of the selected weight or bias, or of the selected neuron's bias.

    Raises:
        InvalidValue: Something else is selected.
    """
    match look.selected:
        case Weight() | Bias() as place:
            return check_gradient(state, place)
        case Neuron(layer, index) if layer:
            return check_gradient(state, Bias(layer, index))
    raise InvalidValue("select a weight or a bias to check its gradient: inputs and expected values have none")


def _after(item: Item, items: tuple[Item, ...]) -> Item:
    """Return the next item, or the first after the last."""
    return items[(items.index(item) + 1) % len(items)]
