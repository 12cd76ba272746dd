"""The error view: its title defines the loss, its caption names the curves."""

import pytest

from engine.experiment.starts import setup_for
from engine.training.commands import Run, SetParameter
from engine.training.state import begin
from engine.training.update import update
from tests.tui.panels.chart.frame_texts import WEIGHT, caption, pieces, state_of, title
from tui.drawing.palette import DARK
from tui.panels.chart.error import error_chart


def test_the_caption_names_train_and_test_in_the_style_of_their_curves():
    state = state_of("iris", test_share=0.2)
    train, test = error_chart(state, DARK).curves
    colours = dict(pieces(state, 46))
    assert colours[f"━ train {state.evaluation.mse:.4f}"] == train.colour
    assert colours[f"  ┅ test {state.test_evaluation.mse:.4f}"] == test.colour
    assert (train.look, test.look) == ("line", "dashed")
    assert train.colour != test.colour != DARK.muted  # the colour of the marks


def test_a_single_curve_needs_no_legend():
    assert caption(state_of("level2", 2)) == f"MSE {state_of('level2', 2).evaluation.mse:.4f}  epoch 2"
    assert "┊ edited" in caption(update(state_of("level2"), SetParameter(WEIGHT, 1.0)))


@pytest.mark.parametrize(
    ("samples", "text"), [(0, "epoch 0"), (20, "epoch 2"), (21, "epoch 2"), (12_340, "epoch 1,234")]
)
def test_the_caption_counts_complete_epochs(samples, text):
    state = begin(setup_for("level2"))
    assert caption(update(state, Run(samples)) if samples else state).endswith(text)


def test_the_loss_is_named_at_every_width():
    state = state_of("level2", loss="cross-entropy")
    assert title(state, 100).endswith("E = −Σ (y·ln a + (1 − y)·ln(1 − a))")
    assert title(state, 58) == "MSE  mean of (a − y)² over rows × outputs"
    assert caption(state, 46).endswith("E = cross-entropy")
    assert "E =" not in caption(state, 100)
    assert title(state_of("level2"), 58) == "MSE  mean of (a − y)²   E = ½ Σ (a − y)²"
    assert title(state, 12) == "MSE"
