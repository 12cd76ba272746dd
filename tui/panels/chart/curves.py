"""Which curves the chart panel shows of a training.

What is for one view alone is imported when that is drawn: the first screen shows the error by epoch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from textual.strip import Strip

from engine.arrays import FloatArray
from engine.explaining.worked_step import context_of
from engine.network.places import Bias, Neuron, Place, Weight, parameter_name
from engine.network.quantities import Kind, Quantity
from engine.training.history import Series
from engine.training.state import TrainingState
from tui.drawing.numbers import short
from tui.drawing.palette import DARK, Palette
from tui.panels.chart.axes import ChartColours
from tui.panels.chart.plot import LARGEST, Chart, Curve, Plotter
from tui.terminal.text import safe

if TYPE_CHECKING:
    from engine.training.learning_curve import LearningCurve

VIEWS = ("linear", "log", "weight", "accuracy", "slice", "slice of all", "answers", "results")
"""The MSE by epoch, linear and logarithmic; one weight by epoch; the accuracy, or R², by epoch; the error along a
weight, of the current sample and of all rows; what is answered where, and how good that is."""


ABOVE = 1.25
"""How far above the highest point of a slice its tangent goes."""


@dataclass(frozen=True)
class ChartLook:
    """How the chart is to be drawn: which view, of which place, how large in cells, in which colours."""

    view: str = "linear"
    place: Place | None = None
    width: int = 0
    height: int = 0
    palette: Palette = DARK
    inputs: tuple[int, int] = (0, 1)
    results_first: int = 0


class ChartDrawer:
    """Draws charts. One for each thread, as its figure must not be shared."""

    def __init__(self) -> None:
        self._plotter = Plotter()

    @cached_property
    def _learning(self) -> LearningCurve:
        from engine.training.learning_curve import LearningCurve

        return LearningCurve()

    def draw(self, state: TrainingState, look: ChartLook) -> list[Strip]:
        """Draw the chart of a state; none where there is no room."""
        if look.width < 1 or look.height < 1:
            return []
        if look.view == "results":
            from tui.panels.chart.results import result_lines

            return result_lines(state, look.width, look.height, look.palette, look.results_first)
        if look.view == "answers" and has_map(state):
            from tui.panels.chart.decision_map import map_lines

            return map_lines(state, look.inputs, look.width, look.height, look.palette)
        colours = ChartColours(axis=look.palette.faint, label=look.palette.muted, mark=look.palette.muted)
        chart = accuracy_chart(state, self._learning, look) if look.view == "accuracy" else chart_of(state, look)
        return self._plotter.lines(chart, look.width, look.height, colours)


def chart_of(state: TrainingState, look: ChartLook) -> Chart:
    """Choose the curves of a view."""
    if look.view == "answers":
        return answer_chart(state, look)
    if look.view in ("linear", "log"):
        return error_chart(state, look)
    parameter, along = sliced(look.place), look.view != "weight"
    if parameter is None:
        return Chart((), empty=f"select a weight or a bias to see {'the error along it' if along else 'its history'}")
    return slice_chart(state, parameter, look) if along else weight_chart(state, parameter, look)


def has_map(state: TrainingState) -> bool:
    """Whether there are classes, and two inputs to spread a map over."""
    return state.dataset.task == "classification" and state.dataset.input_count > 1


def answer_chart(state: TrainingState, look: ChartLook) -> Chart:
    """Where there is no map: the outputs along the only input, or with several what was got over what was expected.

    In the data's own units.
    """
    from engine.analysis.landscape import expected_and_got, output_curve

    dataset, palette, scaling = state.dataset, look.palette, state.scaling
    hues = palette.classes
    if dataset.input_count == 1:
        along = output_curve(state.network, dataset)
        x, outputs, inputs, expected = along.x, along.outputs, dataset.inputs[:, 0], dataset.expected
        if scaling is not None:
            x, inputs = (scaling.inputs.undone(values[:, np.newaxis])[:, 0] for values in (x, inputs))
            outputs, expected = scaling.own_outputs(outputs), scaling.own_outputs(expected)
        if reason := _too_far(dataset.input_names[0], x) or _too_far(dataset.output_names[0], expected):
            return Chart((), empty=reason)
        names = dataset.output_names
        lines = [Curve(name, x, outputs[:, n], hues[n % len(hues)]) for n, name in enumerate(names)]
        rows = Curve(names[0], inputs, expected[:, 0], palette.muted, look="dots")
        return Chart((rows, *lines), y_from_zero=False)
    pairs = expected_and_got(dataset, state.evaluation.outputs)
    if scaling is not None and scaling.outputs is not None:
        with np.errstate(all="ignore"):
            pairs = pairs * scaling.outputs.scale[0] + scaling.outputs.offset[0]
    if reason := _too_far(dataset.output_names[0], pairs[:, 0]):
        return Chart((), empty=reason)
    diagonal = np.array([pairs.min(), pairs.max()])
    return Chart(
        (
            Curve("as it should be", diagonal, diagonal, palette.faint),
            Curve("rows", pairs[:, 0], pairs[:, 1], palette.accent, look="dots"),
        ),
        y_from_zero=False,
        empty="no answer that is a number",
    )


def _too_far(name: str, values: FloatArray) -> str:
    """Say why a chart with some values on an axis cannot be drawn, if it cannot."""
    drawn = (np.abs(values) <= LARGEST).all()
    return "" if drawn else f"{safe(name, 20)} goes beyond ±{short(LARGEST, 5)}: too far to draw"


def sliced(place: Place | None) -> Weight | Bias | None:
    """Return the parameter that a slice goes along when a place is selected: a neuron's is its bias."""
    match place:
        case Weight() | Bias():
            return place
        case Neuron(layer, index) if layer:
            return Bias(layer, index)
    return None


def error_chart(state: TrainingState, look: ChartLook) -> Chart:
    """The MSE by epoch, up to now; where the learner edited something, a mark."""
    palette, now = look.palette, state.time
    train = _until(state.history, now, state.evaluation.mse)
    curves = [Curve("train", *train, palette.accent)]
    if state.test_evaluation is not None:
        test = _until(state.test_history, now, state.test_evaluation.mse)
        curves.append(Curve("test", *test, palette.key, look="dashed"))
    return Chart(
        tuple(curves),
        log=look.view == "log",
        x_label="epoch",
        marks=state.marks,
        empty="the error is not a number",
    )


def _until(history: Series, now: float, error: float) -> tuple[FloatArray, FloatArray]:
    """Return the points of a curve, up to now."""
    return np.append(history.x, now), np.append(history.y, error)


def weight_chart(state: TrainingState, place: Weight | Bias, look: ChartLook) -> Chart:
    """One weight or bias by epoch, up to now; where the learner edited something, a mark."""
    index, moments = state.network.parameter_index(place), state.trail.moments
    times = np.array([*(moment.time for moment in moments), state.time])
    values = np.array([*(moment.parameters[index] for moment in moments), state.network.parameters[index]])
    colour = look.palette.negative if values[-1] < 0 else look.palette.positive
    lines = (Curve("value", times, values, colour), _dot("now", state.time, float(values[-1]), look.palette.key, "●"))
    return Chart(lines, x_label="epoch", marks=state.marks, y_from_zero=False)


def accuracy_chart(state: TrainingState, learning: LearningCurve, look: ChartLook) -> Chart:
    """The share of rows that are right, or R², by epoch, up to now."""
    palette = look.palette
    times, scores = learning.points(state, "train")
    curves = [Curve("train", times, _not_far_below(scores), palette.accent)]
    if state.test_evaluation is not None:
        times, scores = learning.points(state, "test")
        curves.append(Curve("test", times, _not_far_below(scores), palette.key, look="dashed"))
    return Chart(
        tuple(curves), x_label="epoch", marks=state.marks, empty="R² is not defined: all expected values are the same"
    )


def _not_far_below(scores: FloatArray) -> FloatArray:
    """Leave out R² below −1 once it is above: how bad a network was at first must not flatten what came after."""
    return np.where(scores < -1.0, np.nan, scores) if scores[-1:] >= -1.0 else scores


def slice_chart(state: TrainingState, place: Weight | Bias, look: ChartLook) -> Chart:
    """The error along one weight or bias: the curve, the tangent, the next step and, on top, where it stands."""
    from engine.analysis.slices import loss_slice

    shown, palette = state.shown, look.palette
    data = shown.dataset
    if look.view.endswith("all"):
        cut = loss_slice(shown.network, data, place, learning_rate=shown.learning_rate)
    else:
        sample, step = (data.inputs[shown.row], data.expected[shown.row]), Quantity(Kind.NEXT, place)
        following = context_of(shown).value(step)
        cut = loss_slice(shown.network, sample, place, learning_rate=shown.learning_rate, next_value=following)
    tangent = cut.tangent(cut.values)
    highest = np.nanmax(np.where(np.isfinite(cut.losses), cut.losses, np.nan), initial=0.0)
    inside = (tangent >= 0.0) & (tangent <= ABOVE * highest)  # a steep tangent must not flatten the curve
    return Chart(
        curves=(
            Curve("tangent", cut.values[inside], tangent[inside], palette.text, look="dashed"),
            Curve("error", cut.values, cut.losses, palette.accent),
            _dot("next", cut.next_value, cut.next_loss, palette.good, "○"),
            _dot("now", cut.value, cut.loss, palette.key, "●"),
        ),
        x_label=parameter_name(shown.network.sizes, place),
        empty=_why_empty(cut.loss, parameter_name(shown.network.sizes, place)),
    )


def _why_empty(error: float, name: str) -> str:
    if math.isfinite(error):
        return f"{name} is too large for a chart of the error along it"
    return "the error is not a number" if math.isnan(error) else "the error is infinite"


def _dot(name: str, x: float, y: float, colour: str, sign: str) -> Curve:
    return Curve(name, np.array([x]), np.array([y]), colour, "dots", sign)
