"""What the learner looks at: view state that is separate from the training.

Changing the look is not a step of the timeline. Actions go through ``look_after``, and the panels draw the result.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.formulas.notation import Digits
from engine.network.places import Place, Weight, exists
from engine.network.quantities import Quantity, Subject
from engine.session.shown_row import seen
from engine.training.phases import Phase
from engine.training.state import TrainingState

if TYPE_CHECKING:
    from engine.analysis.gradient_check import Check

Topic = Subject | Phase
"""What the inspector explains: a place, the error, α, or the last phase."""

USUAL_NUDGE = 0.1
WORKED_EXAMPLE = "walkthrough"
"""The preset with the article's worked example."""
TERMS_WHILE_RUNNING = 8
"""How many terms of a long sum are written during a run, when they change too fast to read."""


@dataclass(frozen=True)
class Visited:
    """A topic to come back to. Immutable.

    Attributes:
        topic: What the inspector explained.
        focus: The number it highlighted. None if there was none.
        selected: What was selected in the network.
        cursor: The index of the factor that was followed.
        first_line: The first visible line of the inspector.
    """

    topic: Topic
    focus: Quantity | None
    selected: Place | None
    cursor: int = 0
    first_line: int = 0


@dataclass(frozen=True)
class Look:
    """Everything the learner looks at. Immutable.

    Attributes:
        selected: The selected place. None before there is a network.
        topic: What the inspector explains.
        focus: The number of the topic that the inspector highlights. None if it highlights none.
        digits: How many digits numbers are written with. None means all.
        largest_first: Whether the terms of a sum are ordered by size.
        most_terms: The most terms of a sum that are written. None means all.
        check: The gradient check of the topic. None if it is not shown.
        names: Whether weights show their names on their edges. None: only in the article's worked example, whose text
            speaks of w5.
        view: The name of the view that the chart shows.
        inputs: The inputs on the x and y axes of the decision map. None means the first two.
        first_result: The first visible line of the results.
        panel: The panel with the keyboard focus.
        lower_panel: The panel below the network where there is room for only one.
        nudge: How much a nudge changes a value.
        back: The topics to come back to, newest last.
        row: The training row looked at. None means the current sample's.
    """

    selected: Place | None = None
    topic: Topic = "E"
    focus: Quantity | None = None
    digits: Digits = 4
    largest_first: bool = False
    most_terms: int | None = None
    check: Check | None = None
    names: bool | None = None
    view: str = "linear"
    inputs: tuple[int, int] | None = None
    first_result: int = 0
    panel: str = "network"
    lower_panel: str = "inspector"
    nudge: float = USUAL_NUDGE
    back: tuple[Visited, ...] = ()
    row: int | None = None

    @property
    def map_inputs(self) -> tuple[int, int]:
        """The inputs on the x and y axes of the decision map: the first two unless others are chosen."""
        return self.inputs or (0, 1)


@dataclass(frozen=True)
class LookAtRow:
    """Look at a training row; None means the current sample's."""

    row: int | None


@dataclass(frozen=True)
class Select:
    """Select a place and explain it."""

    place: Place


@dataclass(frozen=True)
class Follow:
    """Explain where a number comes from.

    Attributes:
        quantity: The number.
        cursor: The index of the factor that was followed, to come back to.
        first_line: The first visible line, to come back to.
    """

    quantity: Quantity
    cursor: int = 0
    first_line: int = 0


@dataclass(frozen=True)
class ComeBack:
    """Return to the topic before the last ``Follow``."""


@dataclass(frozen=True)
class ExplainError:
    """Explain the error."""


@dataclass(frozen=True)
class ShowCheck:
    """Show the gradient check of a weight or bias."""

    check: Check


@dataclass(frozen=True)
class SetDigits:
    """Change how many digits numbers are written with; None means all."""

    digits: Digits


@dataclass(frozen=True)
class OrderTerms:
    """Order the terms of sums by size, or as in the network."""

    largest_first: bool


@dataclass(frozen=True)
class NameWeights:
    """Show the names of weights on their edges, or hide them."""

    shown: bool


@dataclass(frozen=True)
class ShowView:
    """Show another view of the chart, by name."""

    view: str


@dataclass(frozen=True)
class ChooseInputs:
    """Choose the inputs on the x and y axes of the decision map."""

    inputs: tuple[int, int]


@dataclass(frozen=True)
class ScrollResults:
    """Scroll the results to a line."""

    first: int


@dataclass(frozen=True)
class FocusPanel:
    """Move the keyboard focus to a panel."""

    panel: str


@dataclass(frozen=True)
class RevealPanel:
    """Show a panel below the network without moving the keyboard focus."""

    panel: str


@dataclass(frozen=True)
class SetNudge:
    """Change how much a nudge changes a value."""

    step: float


@dataclass(frozen=True, eq=False)
class StateChanged:
    """The training moved to another state.

    Attributes:
        before: The state shown before. None for the first.
        walked: Whether a step through the phases led here, forwards or back. An edit that restarts the sample does not
            count.
        running: Whether the training runs.
        ran: Whether it ran until now.
    """

    before: TrainingState | None
    walked: bool = False
    running: bool = False
    ran: bool = False


LookAction = (
    LookAtRow
    | Select
    | Follow
    | ComeBack
    | ExplainError
    | ShowCheck
    | SetDigits
    | OrderTerms
    | NameWeights
    | ShowView
    | ChooseInputs
    | ScrollResults
    | FocusPanel
    | RevealPanel
    | SetNudge
    | StateChanged
)


def look_after(look: Look, action: LookAction, state: TrainingState) -> Look:
    """Return the look after an action.

    Selecting or following a place that the network does not have changes nothing: it may have been removed between
    the click and the action.

    Args:
        look: The look before.
        action: What the learner did, or what happened to the training.
        state: The state that is shown.
    """
    match action:
        case StateChanged():
            return _after_change(look, action, state)
        case LookAtRow(row):
            return _looking_at(look, row, state)
        case Select(place):
            return _selecting(look, place) if exists(state.network.sizes, place) else look
        case Follow(quantity, cursor, first_line):
            return _following(look, quantity, Visited(look.topic, look.focus, look.selected, cursor, first_line), state)
        case ComeBack():
            return _coming_back(look)
        case ExplainError():
            return replace(look, topic="E", focus=None, check=None)
        case ShowCheck(check):
            return replace(_selecting(look, check.place), check=check)
        case SetDigits(digits):
            return replace(look, digits=digits)
        case OrderTerms(largest_first):
            return replace(look, largest_first=largest_first)
        case NameWeights(shown):
            return replace(look, names=shown)
        case ShowView(view):
            return replace(look, view=view)
        case ChooseInputs(inputs):
            return replace(look, inputs=inputs)
        case ScrollResults(first):
            return replace(look, first_result=first)
        case FocusPanel("network"):
            return replace(look, panel="network")
        case FocusPanel(panel):
            return replace(look, panel=panel, lower_panel=panel)
        case RevealPanel(panel):
            return replace(look, lower_panel=panel)
        case SetNudge(step):
            return replace(look, nudge=step)


def names_weights(look: Look, state: TrainingState) -> bool:
    """Tell whether weights show their names on their edges."""
    return state.setup.name == WORKED_EXAMPLE if look.names is None else look.names


def without_places(look: Look) -> Look:
    """Return the look without places and chosen inputs, which fits a network of any shape."""
    return replace(look, selected=None, topic="E", focus=None, check=None, inputs=None, back=())


def _selecting(look: Look, place: Place) -> Look:
    return replace(look, selected=place, topic=place, focus=None, check=None, back=())


def _following(look: Look, quantity: Quantity, here: Visited, state: TrainingState) -> Look:
    subject = quantity.subject
    if isinstance(subject, str):
        selected = look.selected
    elif exists(state.network.sizes, subject):
        selected = subject
    else:
        return look
    return replace(look, selected=selected, topic=subject, focus=quantity, check=None, back=(*look.back, here))


def _coming_back(look: Look) -> Look:
    if not look.back:
        return look
    there = look.back[-1]
    return replace(look, selected=there.selected, topic=there.topic, focus=there.focus, check=None, back=look.back[:-1])


def _looking_at(look: Look, row: int | None, state: TrainingState) -> Look:
    """Look at a row; back at a sample half walked, the inspector explains its last phase again."""
    walked = seen(state, look.row).phase == 0
    return _following_phases(replace(look, row=row, check=None), seen(state, row), walked)


def _after_change(look: Look, change: StateChanged, state: TrainingState) -> Look:
    """Replace places and rows that no longer exist, and let the inspector follow the phases."""
    before, sizes = change.before, state.network.sizes
    if before is None or before.network.sizes != sizes:
        explains_error = before is not None and look.topic == "E"
        selected = look.selected
        if selected is None or not exists(sizes, selected):
            selected = Weight(len(sizes) - 1, 0, 0)
        look = _selecting(look, selected)
        if explains_error:
            look = replace(look, topic="E")
    other_data = before is not None and before.setup.dataset is not state.setup.dataset
    if other_data or max(look.map_inputs) >= state.dataset.input_count:
        look = replace(look, inputs=None)
    look = replace(look, row=None if other_data else _row_after(look.row, change, state))
    look = _following_phases(look, seen(state, look.row), change.walked)
    return replace(look, most_terms=TERMS_WHILE_RUNNING if change.running else None, check=None)


def _row_after(row: int | None, change: StateChanged, state: TrainingState) -> int | None:
    """Return the row to look at: the same during a run and after an edit, the current sample's after a step."""
    before = change.before
    moved = before is None or before.samples != state.samples or (change.walked and before.phase != state.phase)
    stays = change.running or change.ran or not moved
    return min(row, state.dataset.rows - 1) if row is not None and stays else None


def _following_phases(look: Look, state: TrainingState, walked: bool) -> Look:
    """Explain the last phase, if the learner walked there or the phase before was explained."""
    topic, phase = look.topic, state.current_phase
    if phase is not None and (walked or isinstance(topic, Phase)):
        topic = phase
    elif isinstance(topic, Phase) and look.selected is not None:
        topic = look.selected
    return replace(look, topic=topic, focus=look.focus if topic == look.topic else None)
