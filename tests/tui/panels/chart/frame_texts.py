"""The title and the caption in the frame of the chart, for states with one weight selected."""

from engine.experiment.starts import Options, setup_for
from engine.network.places import Weight
from engine.session.look import Look
from engine.training.commands import StepEpoch
from engine.training.state import TrainingState, begin
from engine.training.update import update
from tui.drawing.canvas import Canvas
from tui.drawing.frame import Caption
from tui.drawing.palette import DARK
from tui.panels.chart.views import view_named

WEIGHT = Weight(2, 0, 0)


def state_of(start: str, epochs: int = 1, **options: object) -> TrainingState:
    state = begin(setup_for(start, Options(**options)))
    for _ in range(epochs):
        state = update(state, StepEpoch())
    return state


def pieces(state: TrainingState, width: int = 70, view: str = "linear") -> Caption:
    return view_named(view).caption(state, Look(view=view, selected=WEIGHT), Canvas(width, 9, DARK))


def caption(state: TrainingState, width: int = 70, view: str = "linear") -> str:
    return "".join(text for text, _ in pieces(state, width, view))


def title(state: TrainingState, width: int = 70, view: str = "linear", inputs: tuple[int, int] = (0, 1)) -> str:
    return view_named(view).title(state, Look(view=view, selected=WEIGHT, inputs=inputs), Canvas(width, 9, DARK))


STATES = {start: state_of(start, 0) for start in ("level2", "iris", "penguin-mass", "digits")}
