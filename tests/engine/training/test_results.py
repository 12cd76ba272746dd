"""The results of a training: its parts, their metrics in the units of the data, and one score."""

import numpy as np
import pytest

from engine.analysis.metrics import Classification, Regression
from engine.experiment.starts import Options, setup_for
from engine.training.results import part_metrics, parts, score_name, score_of
from engine.training.state import begin


def test_the_parts_of_a_training() -> None:
    whole, split = begin(setup_for("iris")), begin(setup_for("iris", Options(test_share=0.2)))
    assert parts(whole) == [("train", whole.dataset, whole.evaluation)]
    assert parts(split) == [
        ("train", split.dataset, split.evaluation),
        ("test", split.test, split.test_evaluation),
    ]


def test_a_classification_is_scored_by_its_share_of_right_answers() -> None:
    state = begin(setup_for("iris"))
    found = part_metrics(state.evaluation, state.dataset, state.scaling)
    assert isinstance(found, Classification)
    assert score_of(found) == state.evaluation.right.mean()
    assert score_name(state.dataset) == "accuracy"


@pytest.mark.parametrize("scaling", ["none", "standard"])
def test_a_regression_is_scored_by_r2_with_errors_in_the_units_of_the_data(scaling: str) -> None:
    state = begin(setup_for("penguin-mass", Options(scaling=scaling)))
    expected, got = state.setup.dataset.expected, state.evaluation.outputs
    if scaling == "standard":
        got = got * expected.std() + expected.mean()
    found = part_metrics(state.evaluation, state.dataset, state.scaling)
    assert isinstance(found, Regression)
    assert found.mse == pytest.approx(np.square(got - expected).mean())
    spread = np.square(expected - expected.mean()).sum()
    assert score_of(found) == pytest.approx(1 - np.square(got - expected).sum() / spread)
    assert score_name(state.dataset) == "r2"
