"""The error along the selected weight or bias: of the current row, or of all rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from textual.strip import Strip

from engine.explaining.worked_step import context_of
from engine.network.places import Bias, Weight, parameter_name
from engine.network.quantities import ERROR, Kind, Quantity
from engine.session.look import Look
from engine.training.phases import is_computed
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.frame import Caption
from tui.drawing.palette import Palette
from tui.panels.chart.captions import fitting, longest
from tui.panels.chart.chart import BOTH, Chart, Curve, point
from tui.panels.chart.tools import Tools
from tui.panels.chart.weight import parameter_of

if TYPE_CHECKING:
    from engine.analysis.slices import Slice

OF_ALL = "slice of all"
"""Name of the view that shows the mean error of all rows."""
ABOVE = 1.25
"""How high the tangent is drawn, as a multiple of the highest error of the slice."""


def title(state: TrainingState, look: Look, canvas: Canvas) -> str:
    """Name the rows and the parameter, and define the loss."""
    row = f"{'test ' if state.in_test else ''}row {state.dataset.number(state.shown.row):,}"
    error = "mean E of all rows" if look.view == OF_ALL else f"E of {row}"
    parameter = parameter_of(look, state)
    along = f" along {parameter_name(state.network.sizes, parameter)}" if parameter else ""
    return longest((f"{error}{along}   E = {state.network.loss.definition}", f"{error}{along}"), canvas)


def caption(state: TrainingState, look: Look, canvas: Canvas) -> Caption:
    """Explain the signs."""
    palette, parameter = canvas.palette, parameter_of(look, state)
    if parameter is None:
        return []
    ahead = [] if look.view == OF_ALL else _not_computed(state, parameter)
    signs = [("● now", palette.key)]
    if Kind.NEXT not in ahead:
        signs += [("○ next", palette.good), (f"{BOTH} both", palette.key)]
    if Kind.GRADIENT not in ahead:
        signs.append(("┅ tangent", palette.text))
    return fitting(signs, canvas)


def draw(state: TrainingState, look: Look, canvas: Canvas, tools: Tools) -> list[Strip]:
    """Draw the error along the parameter."""
    chart = slice_chart(state, parameter_of(look, state), canvas.palette, of_all=look.view == OF_ALL)
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
    shown = state.trained.shown if of_all else state.shown
    data = shown.dataset
    if not of_all and not _is_known(state, ERROR):
        return Chart((), empty="the error of the row is not computed yet: n goes on")
    if of_all:
        cut = loss_slice(shown.network, data, parameter, learning_rate=shown.method.learning_rate)
    else:
        sample = data.inputs[shown.row], data.expected[shown.row]
        following = context_of(shown).value(Quantity(Kind.NEXT, parameter))
        cut = loss_slice(
            shown.network, sample, parameter, learning_rate=shown.method.learning_rate, next_value=following
        )
    name = parameter_name(shown.network.sizes, parameter)
    ahead = [] if of_all else _not_computed(state, parameter)
    curves = tuple(curve for kind, curve in _curves(cut, palette).items() if kind not in ahead)
    return Chart(curves, x_label=name, empty=_why_empty(cut.loss, name))


def _curves(cut: Slice, palette: Palette) -> dict[Kind, Curve]:
    """Return the curves of a slice, each by the number that it shows or needs."""
    tangent = cut.tangent(cut.values)
    highest = np.nanmax(np.where(np.isfinite(cut.losses), cut.losses, np.nan), initial=0.0)
    inside = (tangent >= 0.0) & (tangent <= ABOVE * highest)  # a steep tangent must not flatten the curve
    return {
        Kind.GRADIENT: Curve("tangent", cut.values[inside], tangent[inside], palette.text, look="dashed"),
        Kind.ERROR: Curve("error", cut.values, cut.losses, palette.accent),
        Kind.NEXT: point("next", cut.next_value, cut.next_loss, palette.good, "○"),
        Kind.VALUE: point("now", cut.value, cut.loss, palette.key, "●"),
    }


def _not_computed(state: TrainingState, parameter: Weight | Bias) -> list[Kind]:
    """List which of the gradient and the next value the phases so far have not computed."""
    return [kind for kind in (Kind.GRADIENT, Kind.NEXT) if not _is_known(state, Quantity(kind, parameter))]


def _is_known(state: TrainingState, quantity: Quantity) -> bool:
    """Tell whether a number of the row is known.

    While the learner walks through the row, not all are computed yet; and no step comes from a test row.
    """
    if state.in_test and quantity.kind is Kind.NEXT:
        return False
    return not state.phase or is_computed(state.network.sizes, quantity, state.phase)


def _why_empty(error: float, name: str) -> str:
    if math.isfinite(error):
        return f"{name} is too large for a chart of the error along it"
    return "the error is not a number" if math.isnan(error) else "the error is infinite"
