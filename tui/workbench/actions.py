"""The verbs that take no value: one row each. The key map names the verbs, the workbench runs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from engine.errors import InvalidValue
from engine.formulas.notation import Digits
from engine.network.places import Bias, Neuron, Weight
from engine.quick_dataclass import dataclass
from engine.session.look import (
    ComeBack,
    ExplainError,
    Look,
    LookAction,
    LookAtRow,
    NameWeights,
    OrderTerms,
    SetDigits,
    SetNudge,
    ShowCheck,
    ShowView,
    ZoomPanel,
    names_weights,
)
from engine.session.rows import number_shown, row_numbered, wrong_after
from engine.session.travel import Redo, Undo
from engine.training.commands import NewStart, Reset, SetStart, StepEpoch
from engine.training.state import TrainingState
from tui.panels.chart.views import VIEWS, View, view_after
from tui.panels.inspector.explained import explained
from tui.panels.samples.titles import rows_named
from tui.running.controller import TrainingController
from tui.workbench.refusals import check_rows_change, check_trains
from tui.workbench.switching import freeze, frozen_text, off_text, switch_off

if TYPE_CHECKING:
    from engine.analysis.gradient_check import Check

Item = TypeVar("Item")
NUDGES = (0.001, 0.01, 0.1, 1.0)
DIGITS: tuple[Digits, ...] = (4, 6, None)

Verb = Callable[[TrainingController, Look], LookAction | None]


def _checked(check: Callable[[TrainingController, Look], None], verb: Verb) -> Verb:
    """Return a verb that is only done if a check does not refuse it."""

    def do(training: TrainingController, look: Look) -> LookAction | None:
        check(training, look)
        return verb(training, look)

    return do


TRAINING: dict[str, Verb] = {
    "phase": _checked(check_trains, TrainingController.step_phase),
    "sample": _checked(check_trains, TrainingController.step_sample),
    "epoch": lambda training, look: training.do(StepEpoch()),
    "run": lambda training, look: training.toggle(),
    "play": lambda training, look: _play(training, look),
    "faster": lambda training, look: training.change_speed(1),
    "slower": lambda training, look: training.change_speed(-1),
    "undo": lambda training, look: training.travel(lambda session: Undo()),
    "redo": lambda training, look: training.travel(lambda session: Redo()),
    "reset": lambda training, look: _reset(training),
    "row+": _checked(check_rows_change, TrainingController.copy_row),
    "row-": _checked(check_rows_change, TrainingController.delete_row),
    "newstart": lambda training, look: training.do(NewStart()),
    "start": lambda training, look: _make_start(training),
    "freeze": freeze,
    "off": switch_off,
}
"""Verbs that change the training; some return where to look then."""

SAID: dict[str, Callable[[TrainingState, Look], str]] = {
    "start": lambda state, look: "these are the starting weights now: r goes back to them",
    "freeze": frozen_text,
    "off": off_text,
}
"""What is said when a verb has been done whose effect is not seen at once."""


@dataclass(frozen=True)
class LookVerb:
    """A verb that changes only the look.

    Attributes:
        action: Returns what it does; raises InvalidValue if it can do nothing.
        seen_in: The panel that shows its effect; "" if that is in sight anyway.
        otherwise: What to say if it changed nothing.
    """

    action: Callable[[Look, TrainingState], LookAction]
    seen_in: str = ""
    otherwise: str = ""


def _showing(view: View) -> LookVerb:
    return LookVerb(lambda look, state: ShowView(view.name), "chart", f"the chart shows this already: {view.label}")


LOOKS = {
    "view": LookVerb(lambda look, state: ShowView(view_after(look.view).name), "chart"),
    "view back": LookVerb(lambda look, state: ShowView(view_after(look.view, -1).name), "chart"),
    "back": LookVerb(
        lambda look, state: ComeBack(), "inspector", "nowhere to come back to: no number was followed from here"
    ),
    "error": LookVerb(lambda look, state: ExplainError(), "inspector", "the inspector explains the error already"),
    "check": LookVerb(
        lambda look, state: ShowCheck(_check_selected(look, state)), "inspector", "the check is shown already"
    ),
    "digits": LookVerb(lambda look, state: SetDigits(_after(look.digits, DIGITS)), "inspector"),
    "order": LookVerb(lambda look, state: OrderTerms(_other_order(look, state)), "inspector"),
    "names": LookVerb(lambda look, state: NameWeights(not names_weights(look, state)), "network"),
    "nudge": LookVerb(lambda look, state: SetNudge(_after(look.nudge, NUDGES))),
    "zoom": LookVerb(lambda look, state: ZoomPanel(not look.zoomed)),
    "wrong": LookVerb(lambda look, state: _wrong_row(look, state, 1)),
    "wrong back": LookVerb(lambda look, state: _wrong_row(look, state, -1)),
} | {f"view {view.name}": _showing(view) for view in VIEWS}
"""Verbs that change only the look; the chart's views have one each."""


def _play(training: TrainingController, look: Look) -> None:
    """Play the phases, or pause them.

    Raises:
        InvalidValue: They would be those of a test row.
    """
    if not training.player.playing:
        check_trains(training, look)
    training.toggle_play()


def _reset(training: TrainingController) -> None:
    """Go back to the starting weights.

    Raises:
        InvalidValue: The training has not left them.
    """
    training.pause()
    state = training.session.state
    untouched = not (state.samples or state.phase or state.marks or state.cursor.is_out_of_turn)
    if untouched and _has_starting_weights(state):
        raise InvalidValue("these are the starting weights already: R draws others")
    training.do(Reset())


def _make_start(training: TrainingController) -> None:
    """Make the current weights and biases the starting ones.

    Raises:
        InvalidValue: They are.
    """
    training.pause()
    if _has_starting_weights(training.session.state):
        raise InvalidValue("these are the starting weights already: edit them or train first")
    training.do(SetStart())


def _has_starting_weights(state: TrainingState) -> bool:
    return np.array_equal(state.network.parameters, state.setup.network().parameters)


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


def _other_order(look: Look, state: TrainingState) -> bool:
    """Return whether sums are to be ordered by size from now on.

    Raises:
        InvalidValue: No sum would look different then.
    """
    sections = explained(state, look.topic).sections
    if all(section.terms() == section.terms(largest_first=True) for section in sections):
        raise InvalidValue("no sum here would stand in another order")
    return not look.largest_first


def _wrong_row(look: Look, state: TrainingState, by: int) -> LookAtRow:
    """Look at the next wrong row of those that the samples list (1), or at the one before (-1).

    Raises:
        InvalidValue: There is none.
    """
    if state.dataset.task == "regression":
        raise InvalidValue("numbers are more or less far off, not right or wrong: w is for classes")
    number = wrong_after(state, look.listed, by)
    if number is None:
        raise InvalidValue(f"{rows_named(state, look)} are right")
    if number == number_shown(state):
        raise InvalidValue(f"of {rows_named(state, look)} only this one is wrong")
    return LookAtRow(row_numbered(state, number))


def _after(item: Item, items: tuple[Item, ...]) -> Item:
    """Return the next item, or the first after the last."""
    return items[(items.index(item) + 1) % len(items)]
