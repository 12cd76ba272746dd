"""The error by epoch, on a linear or a logarithmic axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from rich.cells import cell_len
from textual.strip import Strip

from engine.arrays import FloatArray
from engine.session.look import Look, LookAction
from engine.training.history import Series
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.frame import Caption
from tui.drawing.numbers import short
from tui.drawing.palette import Palette
from tui.panels.chart.captions import CORNERS, Pieces, fitting, longest, progress
from tui.panels.chart.chart import Chart, Curve
from tui.panels.chart.epochs import clicked, cursor_pieces, marks_of, value_near
from tui.panels.chart.tools import Tools
from tui.panels.chart.zeros import zero_texts

LOG = "log"
"""Name of the view with a logarithmic axis."""


def title(state: TrainingState, look: Look, canvas: Canvas) -> str:
    """Define the MSE drawn and the loss descended."""
    name, rows = "MSE log" if look.view == LOG else "MSE", "mean of (a − y)² over rows × outputs"
    loss = f"E = {state.network.loss.definition}"
    titles = (
        f"{name}  {rows}   descended: {loss}",
        f"{name}  {rows}   {loss}",
        f"{name}  mean of (a − y)²   {loss}",
        f"{name}  {rows}",
        f"{name}  {loss}",
        f"{name}  mean of (a − y)²",
        name,
    )
    return longest(titles, canvas)


def caption(state: TrainingState, look: Look, canvas: Canvas) -> Caption:
    """Tell the current errors in the colours of their curves, and the name of a loss that the title had no room for."""
    palette = canvas.palette
    if look.epoch is not None:
        return fitting(cursor_pieces(look, palette, _errors_at(look.epoch, state)), canvas)
    if look.view == LOG and (zeros := _zeros(state, canvas)):
        return fitting([*zeros, *_errors(state, palette), *progress(state, palette)], canvas)
    defined = "E =" in title(state, look, canvas)
    loss = [] if defined else [(f"E = {state.network.loss_name}", palette.muted)]
    return fitting([*_errors(state, palette), *progress(state, palette), *loss], canvas)


def _errors(state: TrainingState, palette: Palette) -> Pieces:
    train = short(state.evaluation.mse, 9, 4)
    if state.test_evaluation is None:
        return [(f"MSE {train}", palette.accent)]
    test = short(state.test_evaluation.mse, 9, 4)
    return [(f"━ train {train}", palette.accent), (f"┅ test {test}", palette.key)]


def _zeros(state: TrainingState, canvas: Canvas) -> Pieces:
    """Say of each curve where it has no logarithm; no pieces if it has one everywhere."""
    said = []
    for curve in error_chart(state, canvas.palette).curves:
        if texts := zero_texts(curve.x, curve.y, _name(curve, state)):
            text = next((text for text in texts if cell_len(text) <= canvas.width - CORNERS), texts[-1])
            said.append((text, curve.colour))
    return said


def _name(curve: Curve, state: TrainingState) -> str:
    return "MSE" if state.test is None else f"{curve.name} MSE"


def _errors_at(epoch: int, state: TrainingState) -> str:
    """Tell the errors at the end of an epoch."""
    value, where = value_near(epoch, state.history.x, state.history.y)
    text = f"MSE {short(value, 9, 4)}"
    if state.test is None:
        return f"{text}{where}"
    test, where = value_near(epoch, state.test_history.x, state.test_history.y)
    return f"{text}, test {short(test, 9, 4)}{where}"


def draw(state: TrainingState, look: Look, canvas: Canvas, tools: Tools) -> list[Strip]:
    """Draw the MSE by epoch."""
    chart = error_chart(state, canvas.palette, log=look.view == LOG)
    return tools.plotter.lines(replace(chart, cursor=marks_of(look)), canvas)


def click(state: TrainingState, look: Look, canvas: Canvas, lines: Sequence[Strip], x: int, y: int) -> LookAction:
    """Move the cursor to where the chart was clicked."""
    return clicked(state, float(state.history.x[0]), lines, x)


def error_chart(state: TrainingState, palette: Palette, *, log: bool = False) -> Chart:
    """Return the training and test MSE by epoch up to now, with a mark for each of the learner's edits."""
    curves = [Curve("train", *_until_now(state.history, state, state.evaluation.mse), palette.accent)]
    if state.test_evaluation is not None:
        test = _until_now(state.test_history, state, state.test_evaluation.mse)
        curves.append(Curve("test", *test, palette.key, look="dashed"))
    zeros = [zero_texts(curve.x, curve.y, _name(curve, state)) for curve in curves] if log else []
    empty = next((texts[0] for texts in zeros if texts), "the error is not a number")
    return Chart(tuple(curves), log=log, x_label="epoch", marks=state.marks, empty=empty)


def _until_now(history: Series, state: TrainingState, mse: float) -> tuple[FloatArray, FloatArray]:
    return np.append(history.x, state.cursor.time), np.append(history.y, mse)
