"""The selected weight or bias by epoch."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from textual.strip import Strip

from engine.arrays import FloatArray
from engine.network.places import Bias, Neuron, Weight, parameter_name
from engine.session.look import Look
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.frame import Caption
from tui.drawing.numbers import short
from tui.drawing.palette import Palette
from tui.panels.chart.captions import fitting, longest, progress
from tui.panels.chart.chart import Chart, Curve, point
from tui.panels.chart.epochs import cursor_pieces, marks_of, value_near
from tui.panels.chart.tools import Tools


def parameter_of(look: Look, state: TrainingState) -> Weight | Bias | None:
    """Return the selected parameter; that of a neuron is its bias. None if there is none."""
    match look.selected:
        case Weight() | Bias() as place:
            return place
        case Neuron(layer, index) if layer and state.network.has(Bias(layer, index)):
            return Bias(layer, index)
    return None


def title(state: TrainingState, look: Look, canvas: Canvas) -> str:
    """Name the parameter."""
    parameter = parameter_of(look, state)
    name = parameter_name(state.network.sizes, parameter) if parameter else "One weight"
    return longest((f"{name} by epoch", name), canvas)


def caption(state: TrainingState, look: Look, canvas: Canvas) -> Caption:
    """Tell the current value."""
    parameter, palette = parameter_of(look, state), canvas.palette
    if parameter is None:
        return []
    name, value = parameter_name(state.network.sizes, parameter), short(state.network.value(parameter), 10, 5)
    if look.epoch is not None:
        then, where = value_near(look.epoch, *_values(state, parameter))
        said = "the layers were others" if math.isnan(then) else f"{name} = {short(then, 10, 5)}{where}"
        return fitting(cursor_pieces(look, palette, said), canvas)
    return fitting([(f"● {name} = {value}", palette.key), *progress(state, palette)], canvas)


def draw(state: TrainingState, look: Look, canvas: Canvas, tools: Tools) -> list[Strip]:
    """Draw the parameter by epoch."""
    chart = weight_chart(state, parameter_of(look, state), canvas.palette)
    return tools.plotter.lines(replace(chart, cursor=marks_of(look)), canvas)


def _values(state: TrainingState, parameter: Weight | Bias) -> tuple[FloatArray, FloatArray]:
    """Return when a parameter's values are known, in epochs, and the values, the present one last."""
    index, checkpoints = state.network.parameter_index(parameter), state.parameter_history.checkpoints
    times = np.array([*(checkpoint.time for checkpoint in checkpoints), state.cursor.time])
    values = np.array([*(checkpoint.parameters[index] for checkpoint in checkpoints), state.network.parameters[index]])
    return times, values


def weight_chart(state: TrainingState, parameter: Weight | Bias | None, palette: Palette) -> Chart:
    """Return a parameter's values by epoch up to now, with a mark for each of the learner's edits."""
    if parameter is None:
        return Chart((), empty="select a weight or a bias to see its history")
    times, values = _values(state, parameter)
    colour = palette.negative if values[-1] < 0 else palette.positive
    curves = Curve("value", times, values, colour), point("now", state.cursor.time, float(values[-1]), palette.key, "●")
    return Chart(curves, x_label="epoch", marks=state.marks, y_from_zero=False)
