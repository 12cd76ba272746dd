"""The answers of a network without a decision map, as curves in the data's own units."""

from __future__ import annotations

import numpy as np

from engine.analysis.landscape import expected_and_got, output_curve
from engine.arrays import FloatArray
from engine.training.state import TrainingState
from tui.drawing.numbers import short
from tui.drawing.palette import Palette
from tui.panels.chart.chart import LARGEST, Chart, Curve
from tui.terminal.text import safe


def along_input(state: TrainingState, palette: Palette) -> Chart:
    """Return the outputs along the only input, and the rows."""
    dataset, scaling, hues = state.dataset, state.scaling, palette.classes
    along = output_curve(state.network, dataset)
    x, outputs, inputs, expected = along.x, along.outputs, dataset.inputs[:, 0], dataset.expected
    if scaling is not None:
        x, inputs = (scaling.inputs.undone(values[:, np.newaxis])[:, 0] for values in (x, inputs))
        outputs, expected = scaling.own_outputs(outputs), scaling.own_outputs(expected)
    if reason := _too_large(dataset.input_names[0], x) or _too_large(dataset.output_names[0], expected):
        return Chart((), empty=reason)
    names = dataset.output_names
    lines = [Curve(name, x, outputs[:, n], hues[n % len(hues)]) for n, name in enumerate(names)]
    rows = Curve(names[0], inputs, expected[:, 0], palette.muted, look="dots")
    return Chart((rows, *lines), y_from_zero=False)


def got_over_expected(state: TrainingState, palette: Palette) -> Chart:
    """Return what the first output got against what was expected, and the diagonal on which they agree."""
    scaling = state.scaling
    pairs = expected_and_got(state.dataset, state.evaluation.outputs)
    if scaling is not None and scaling.outputs is not None:
        with np.errstate(all="ignore"):
            pairs = pairs * scaling.outputs.scale[0] + scaling.outputs.offset[0]
    if reason := _too_large(state.dataset.output_names[0], pairs[:, 0]):
        return Chart((), empty=reason)
    diagonal = np.array([pairs.min(), pairs.max()])
    return Chart(
        (
            Curve("got = expected", diagonal, diagonal, palette.faint),
            Curve("rows", pairs[:, 0], pairs[:, 1], palette.accent, look="dots"),
        ),
        y_from_zero=False,
        empty="no output is a number",
    )


def _too_large(name: str, values: FloatArray) -> str:
    """Say why values cannot be placed on an axis; "" if they can."""
    if (np.abs(values) <= LARGEST).all():
        return ""
    return f"{safe(name, 20)} goes beyond ±{short(LARGEST, 5)}: too large to draw"
