"""Which curves the chart panel shows of a training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from textual.strip import Strip

from engine.context import context_of
from engine.landscape import curve, expected_and_got
from engine.names import Bias, Neuron, Place, Weight, parameter_name
from engine.quantities import Kind, Quantity
from engine.slices import loss_slice
from engine.state import TrainingState
from tui.renderables.decision_map import class_colours, map_lines, map_title
from tui.renderables.numbers import short
from tui.renderables.palette import DARK, Palette
from tui.renderables.plot import Chart, ChartColours, Curve, Plotter
from tui.renderables.results import result_lines
from tui.text import safe

VIEWS = ("linear", "log", "slice", "slice of all", "answers", "results")
"""The MSE by epoch, linear and logarithmic; the error along one weight, of the current sample and of all rows; what is
answered where, and how good that is."""


@dataclass(frozen=True)
class ChartLook:
    """How the chart is to be drawn: which view, of which place, how large in cells, in which colours."""

    view: str = "linear"
    place: Place | None = None
    width: int = 0
    height: int = 0
    palette: Palette = DARK
    inputs: tuple[int, int] = (0, 1)


class ChartDrawer:
    """Draws charts. One for each thread, as its figure must not be shared."""

    def __init__(self) -> None:
        self._plotter: Plotter | None = None

    def draw(self, state: TrainingState, look: ChartLook) -> list[Strip]:
        """Draw the chart of a state; none where there is no room."""
        if look.width < 1 or look.height < 1:
            return []
        if look.view == "results":
            return result_lines(state, look.width, look.height, look.palette)
        if look.view == "answers" and has_map(state):
            return map_lines(state, look.inputs, look.width, look.height, look.palette)
        if self._plotter is None:  # not before the first chart: plotext takes a while to import
            self._plotter = Plotter()
        colours = ChartColours(axis=look.palette.faint, label=look.palette.muted, mark=look.palette.key)
        return self._plotter.lines(chart_of(state, look), look.width, look.height, colours)


def chart_of(state: TrainingState, look: ChartLook) -> Chart:
    """Choose the curves of a view."""
    if look.view == "answers":
        return answer_chart(state, look)
    if not look.view.startswith("slice"):
        return error_chart(state, look)
    parameter = sliced(look.place)
    if parameter is None:
        return Chart((), empty="select a weight or a bias to see the error along it")
    return slice_chart(state, parameter, look)


def has_map(state: TrainingState) -> bool:
    """Whether there are classes, and two inputs to spread a map over."""
    return state.dataset.task == "classification" and state.dataset.input_count > 1


def answer_chart(state: TrainingState, look: ChartLook) -> Chart:
    """Where there is no map: the outputs along the only input, or with several what was got over what was expected.

    All in the numbers the network sees.
    """
    dataset, palette, outputs = state.dataset, look.palette, state.evaluation.outputs
    hues = class_colours(palette)
    if dataset.input_count == 1:
        along = curve(state.network, dataset)
        lines = [
            Curve(name, along.x, along.outputs[:, number], hues[number % len(hues)])
            for number, name in enumerate(dataset.output_names)
        ]
        rows = [
            Curve(name, dataset.inputs[:, 0], dataset.expected[:, number], palette.muted, dots=True)
            for number, name in enumerate(dataset.output_names[:1])
        ]
        return Chart((*rows, *lines), x_label=safe(dataset.input_names[0], 16), y_from_zero=False)
    pairs = expected_and_got(dataset, outputs)
    diagonal = np.array([pairs.min(), pairs.max()])
    return Chart(
        (
            Curve("as it should be", diagonal, diagonal, palette.faint),
            Curve("rows", pairs[:, 0], pairs[:, 1], palette.accent, dots=True),
        ),
        x_label="expected",
        y_from_zero=False,
        empty="no answer that is a number",
    )


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
    parts = [("MSE", state.history, state.evaluation.mse, look.palette.accent)]
    if state.test_evaluation is not None:
        parts.append(("test", state.test_history, state.test_evaluation.mse, look.palette.key))
    return Chart(
        curves=tuple(
            Curve(name, np.append(history.x, state.time), np.append(history.y, now), colour)
            for name, history, now, colour in parts
        ),
        log=look.view == "log",
        x_label="epoch",
        marks=state.marks,
        empty="the error is not a number",
    )


def slice_chart(state: TrainingState, place: Weight | Bias, look: ChartLook) -> Chart:
    """The error along one weight or bias: the curve, the tangent, the next step and, on top, where it stands."""
    shown, palette = state.shown, look.palette
    data = shown.dataset
    if look.view.endswith("all"):
        cut = loss_slice(shown.network, data, place, learning_rate=shown.learning_rate)
    else:
        sample, step = (data.inputs[shown.row], data.expected[shown.row]), Quantity(Kind.NEXT, place)
        following = context_of(shown).value(step)
        cut = loss_slice(shown.network, sample, place, learning_rate=shown.learning_rate, next_value=following)
    middle = len(cut.values) // 2
    near = cut.values[middle // 2 : middle + middle // 2 + 1]
    tangent = cut.tangent(near)
    highest = np.nanmax(np.where(np.isfinite(cut.losses), cut.losses, np.nan), initial=0.0)
    inside = (tangent >= 0.0) & (tangent <= highest)  # a steep tangent must not flatten the curve
    return Chart(
        curves=(
            Curve("tangent", near[inside], tangent[inside], palette.muted),
            Curve("error", cut.values, cut.losses, palette.accent),
            Curve("next step", np.array([cut.next_value]), np.array([cut.next_loss]), palette.good, dots=True),
            Curve("now", np.array([cut.value]), np.array([cut.loss]), palette.key, dots=True),
        ),
        x_label=parameter_name(shown.network.sizes, place),
        empty="the error is not a number",
    )


def chart_title(state: TrainingState, view: str, place: Place | None, inputs: tuple[int, int]) -> str:
    """Say what is drawn, with its definition."""
    if view == "results":
        return "Results"
    if view == "answers":
        if has_map(state):
            return map_title(state, inputs)
        return "Output along the input" if state.dataset.input_count == 1 else "Got over expected"
    if not view.startswith("slice"):
        return f"MSE{' log' if view == 'log' else ''}  mean of (a − y)² over rows × outputs"
    parameter = sliced(place)
    along = f" along {parameter_name(state.network.sizes, parameter)}" if parameter else ""
    return f"mean E of all rows{along}" if view.endswith("all") else f"E of row {state.shown.row + 1:,}{along}"


def chart_subtitle(state: TrainingState, view: str, place: Place | None) -> str:
    """Say where the curve is now, or what a slice's points are."""
    if view == "answers" and has_map(state):
        return "o right · x wrong · ◆ current" + (" · arrows: other inputs" if state.dataset.input_count > 2 else "")
    if not view.startswith("slice"):
        test = f" · test {short(state.test_evaluation.mse, 9, 5)}" if state.test_evaluation is not None else ""
        return f"epoch {state.time:.6g} · MSE {short(state.evaluation.mse, 9, 5)}{test}"
    return "orange now · green after a step · grey tangent, the gradient" if sliced(place) else ""
