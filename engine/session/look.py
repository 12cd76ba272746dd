"""What the learner looks at: view state that is separate from the training.

Changing the look is not a step of the timeline. Actions go through ``look_after``, and the panels draw the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.formulas.notation import Digits
from engine.network.places import Place
from engine.network.quantities import Quantity, Subject
from engine.quick_dataclass import dataclass
from engine.session.rows import ConfusionCell, Row, RowFilter
from engine.training.phases import Phase
from engine.training.state import TrainingState

if TYPE_CHECKING:
    from engine.analysis.gradient_check import Check

Topic = Subject | Phase
"""What the inspector explains: a place, the error, α, or the last phase."""

PANELS = ("network", "inspector", "chart", "samples", "steps")
"""The names of the panels, in the order of their keys, 1 to 5."""
VIEWS = ("linear", "log", "weight", "accuracy", "slice", "slice of all", "answers", "results")
"""The names of the views of the chart."""
USUAL_NUDGE = 0.1


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
        names: Whether weights show their names on their edges. None: only in a worked example, whose text speaks
            of w5.
        view: The name of the view that the chart shows.
        inputs: The inputs on the x and y axes of the decision map. None means the first two.
        first_result: The first visible line of the results.
        panel: The panel with the keyboard focus.
        lower: The panels other than the network, the last used first: the first of them are shown where there is
            no room for all.
        zoomed: Whether the panel with the focus fills the screen.
        nudge: How much a nudge changes a value.
        back: The topics to come back to, newest last.
        row: The row looked at, of the training part or the test part. None means the current sample's.
        rows: Which rows the samples list.
        cell: The cell of a confusion matrix whose rows the samples list instead. None if they do not.
        epoch: The past epoch that the cursor of the chart points at. None means the present.
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
    lower: tuple[str, ...] = PANELS[1:]
    zoomed: bool = False
    nudge: float = USUAL_NUDGE
    back: tuple[Visited, ...] = ()
    row: Row | None = None
    rows: RowFilter = "train"
    cell: ConfusionCell | None = None
    epoch: int | None = None

    @property
    def map_inputs(self) -> tuple[int, int]:
        """The inputs on the x and y axes of the decision map: the first two unless others are chosen."""
        return self.inputs or (0, 1)

    @property
    def listed(self) -> RowFilter | ConfusionCell:
        """What the samples list."""
        return self.cell or self.rows


@dataclass(frozen=True)
class LookAtRow:
    """Look at a row of the training part or the test part; None means the current sample's."""

    row: Row | None


@dataclass(frozen=True)
class ListRows:
    """List other rows in the samples."""

    rows: RowFilter


@dataclass(frozen=True)
class ListCell:
    """List the rows of a cell of a confusion matrix in the samples; None means the rows listed before."""

    cell: ConfusionCell | None


@dataclass(frozen=True)
class PointAtEpoch:
    """Point at a past epoch in the chart; None means the present."""

    epoch: int | None


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
    """Show a panel below the network without moving the keyboard focus, unless a panel fills the screen."""

    panel: str


@dataclass(frozen=True)
class ZoomPanel:
    """Show the panel with the focus on the whole screen, or all panels again."""

    zoomed: bool


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
    | ListRows
    | ListCell
    | PointAtEpoch
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
    | ZoomPanel
    | SetNudge
    | StateChanged
)


def names_weights(look: Look, state: TrainingState) -> bool:
    """Tell whether weights show their names on their edges."""
    return state.setup.worked_example if look.names is None else look.names
