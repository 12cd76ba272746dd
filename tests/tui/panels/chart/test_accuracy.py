"""The accuracy view: which scores are drawn."""

from types import SimpleNamespace

import numpy as np
import pytest

from engine.experiment.starts import setup_for
from engine.training.state import begin
from tui.drawing.palette import DARK
from tui.panels.chart.accuracy import accuracy_chart


@pytest.mark.parametrize(
    ("scores", "drawn"),
    [
        ([-5.0, -2.0, 0.5], [np.nan, np.nan, 0.5]),
        ([-5.0, -2.0], [-5.0, -2.0]),
        ([0.1, -3.0], [0.1, -3.0]),
    ],
)
def test_a_poor_start_does_not_flatten_the_curve(scores, drawn):
    scores_by_epoch = SimpleNamespace(points=lambda state, part: (np.arange(len(scores)), np.array(scores)))
    chart = accuracy_chart(begin(setup_for("sine")), scores_by_epoch, DARK)
    np.testing.assert_array_equal(chart.curves[0].y, drawn)
