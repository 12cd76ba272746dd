"""The views of the chart: a row of ``VIEWS`` and a file each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.strip import Strip

from engine.quick_dataclass import dataclass
from engine.session.look import Look, LookAction
from engine.session.looking import look_after
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.frame import Caption
from tui.panels.chart import accuracy, answers, epochs, error, results, slices, weight
from tui.panels.chart.arrows import Arrows
from tui.panels.chart.tools import Tools


@dataclass(frozen=True)
class View:
    """One way to show a training.

    Attributes:
        name: What the look calls it.
        label: What the learner calls it.
        words: Other words by which the command palette finds it.
        title: Returns the text in the upper edge of the frame: what is drawn.
        caption: Returns the text in the lower edge: current values, or what the signs mean.
        draw: Returns the lines inside the frame. It imports what is slow to import itself, so that the first screen
            does not wait for views it does not show.
        arrows: What the arrow keys do; None if nothing.
        of_selected: Whether the view changes with the selected place.
        begin: Chooses what the view shows first, such as the inputs of a map; returns None if that is chosen already.
        of_row: Whether it shows the row looked at, which may be a test row.
        click: Returns what a click on a cell of the canvas does, given the lines drawn there; None if nothing. It
            raises InvalidValue, which says why, if there is nothing to show.
    """

    name: str
    label: str
    words: str
    title: Callable[[TrainingState, Look, Canvas], str]
    caption: Callable[[TrainingState, Look, Canvas], Caption]
    draw: Callable[[TrainingState, Look, Canvas, Tools], list[Strip]]
    arrows: Arrows | None = None
    of_selected: bool = False
    begin: Callable[[TrainingState, Look], LookAction | None] | None = None
    of_row: bool = False
    click: Callable[[TrainingState, Look, Canvas, Sequence[Strip], int, int], LookAction | None] | None = None

    def state_of(self, state: TrainingState) -> TrainingState:
        """Return the state to draw: the training, unless the view shows the row looked at."""
        return state if self.of_row else state.trained


VIEWS = (
    View(
        "linear",
        "MSE",
        "error loss curve linear mean squared",
        error.title,
        error.caption,
        error.draw,
        epochs.ARROWS,
        click=error.click,
    ),
    View(
        error.LOG,
        "log MSE",
        "error loss curve logarithmic scale",
        error.title,
        error.caption,
        error.draw,
        epochs.ARROWS,
        click=error.click,
    ),
    View(
        "weight",
        "weight history",
        "parameter by epoch",
        weight.title,
        weight.caption,
        weight.draw,
        epochs.ARROWS,
        of_selected=True,
        click=epochs.click,
    ),
    View(
        "accuracy",
        "accuracy",
        "share right r² score learning curve",
        accuracy.title,
        accuracy.caption,
        accuracy.draw,
        epochs.ARROWS,
        click=epochs.click,
    ),
    View(
        "slice",
        "error slice",
        "slices loss gradient tangent landscape row",
        slices.title,
        slices.caption,
        slices.draw,
        of_selected=True,
        of_row=True,
    ),
    View(
        slices.OF_ALL,
        "error slice, all rows",
        "slices loss gradient tangent landscape mean",
        slices.title,
        slices.caption,
        slices.draw,
        of_selected=True,
        of_row=True,
    ),
    View(
        "answers",
        "answers",
        "decision map boundary classes got expected scatter",
        answers.title,
        answers.caption,
        answers.draw,
        answers.ARROWS,
        begin=answers.begin,
        of_row=True,
    ),
    View(
        "results",
        "results",
        "confusion matrix precision recall r² errors",
        results.title,
        results.caption,
        results.draw,
        results.ARROWS,
        click=results.click,
    ),
)
"""In the order in which a key goes through them."""
_BY_NAME = {view.name: view for view in VIEWS}


def view_named(name: str) -> View:
    """Return a view.

    Raises:
        KeyError: There is no view of that name.
    """
    return _BY_NAME[name]


def view_after(name: str, by: int = 1) -> View:
    """Return the view that follows another, or precedes it if ``by`` is −1; the last and the first are neighbours."""
    return VIEWS[(VIEWS.index(_BY_NAME[name]) + by) % len(VIEWS)]


def begun(look: Look, state: TrainingState) -> Look:
    """Return a look in which its view has chosen what it shows first."""
    begin = view_named(look.view).begin
    action = begin(state, look) if begin is not None else None
    return look if action is None else look_after(look, action, state)


def working_arrows(look: Look, state: TrainingState, canvas: Canvas) -> Arrows | None:
    """Return what the arrow keys do in the view of a look; None if they change nothing now."""
    view = view_named(look.view)
    arrows = view.arrows
    return arrows if arrows is not None and arrows.work(view.state_of(state), canvas) else None
