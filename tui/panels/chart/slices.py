"""The error along the selected weight or bias: of the current row, or of all rows."""

from __future__ import annotations

import math

import numpy as np
from textual.strip import Strip

from engine.explaining.worked_step import context_of
from engine.network.places import Bias, Weight, parameter_name
from engine.network.quantities import Kind, Quantity
from engine.session.look import Look
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.frame import Caption
from tui.drawing.palette import Palette
from tui.panels.chart.captions import fitting, longest
from tui.panels.chart.chart import BOTH, Chart, Curve, point
from tui.panels.chart.tools import Tools
from tui.panels.chart.weight import parameter_of

OF_ALL = "slice of all"
"""Name of the view that shows the mean error of all rows."""
ABOVE = 1.25
"""How high the tangent is drawn, as a multiple of the highest error of the slice."""


def title(state: TrainingState, look: Look, canvas: Canvas) -> str:
    """Name the rows and the parameter, and define the loss."""
    error = "mean E of all rows" if look.view == OF_ALL else f"E of row {state.dataset.number(state.shown.row):,}"
    parameter = parameter_of(look.selected)
    along = f" along {parameter_name(state.network.sizes, parameter)}" if parameter else ""
    return longest((f"{error}{along}   E = {state.network.loss.definition}", f"{error}{along}"), canvas)


def caption(state: TrainingState, look: Look, canvas: Canvas) -> Caption:
    """Explain the signs."""
    palette = canvas.palette
    signs = [("● now", palette.key), ("○ next", palette.good), (f"{BOTH} both", palette.key)]
    signs.append(("┅ tangent", palette.text))
    return fitting(signs, canvas) if parameter_of(look.selected) else []


def draw(state: TrainingState, look: Look, canvas: Canvas, tools: Tools) -> list[Strip]:
    """Draw the error along the parameter."""
    chart = slice_chart(state, parameter_of(look.selected), canvas.palette, of_all=look.view == OF_ALL)
    return tools.plotter.lines(chart, canvas)


def slice_chart(state: TrainingState, parameter: Weight | Bias | None, palette: Palette, *, of_all: bool) -> Chart:
    """Return the error along a parameter, with its tangent, the parameter's value and its value after the next step.

    Args:
        state: The training.
        parameter: The weight or bias to vary; None if none is selected.
        palette: The colours.
        of_all: Whether to show the mean error of all rows instead of the current row's.
    """
    from engine.analysis.slices import loss_slice  # not for the first screen, which shows the error by epoch

    if parameter is None:
        return Chart((), empty="select a weight or a bias to see the error along it")
    shown = state.shown
    data = shown.dataset
    if of_all:
        cut = loss_slice(shown.network, data, parameter, learning_rate=shown.method.learning_rate)
    else:
        sample = data.inputs[shown.row], data.expected[shown.row]
        following = context_of(shown).value(Quantity(Kind.NEXT, parameter))
        cut = loss_slice(
            shown.network, sample, parameter, learning_rate=shown.method.learning_rate, next_value=following
        )
    tangent = cut.tangent(cut.values)
    highest = np.nanmax(np.where(np.isfinite(cut.losses), cut.losses, np.nan), initial=0.0)
    inside = (tangent >= 0.0) & (tangent <= ABOVE * highest)  # a steep tangent must not flatten the curve
    name = parameter_name(shown.network.sizes, parameter)
    return Chart(
        curves=(
            Curve("tangent", cut.values[inside], tangent[inside], palette.text, look="dashed"),
            Curve("error", cut.values, cut.losses, palette.accent),
            point("next", cut.next_value, cut.next_loss, palette.good, "○"),
            point("now", cut.value, cut.loss, palette.key, "●"),
        ),
        x_label=name,
        empty=_why_empty(cut.loss, name),
    )


def _why_empty(error: float, name: str) -> str:
    if math.isfinite(error):
        return f"{name} is too large for a chart of the error along it"
    return "the error is not a number" if math.isnan(error) else "the error is infinite"
