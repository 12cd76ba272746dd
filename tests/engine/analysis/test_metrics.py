"""Metrics against their definitions, row by row; and None where there is nothing to divide by."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.metrics import Classification, Regression, metrics
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from tests.engine.strategies import dataset_of


def judged(expected: list[int], answers: list[int], classes: int = 3) -> Classification:
    """Compute the metrics of outputs that are 1 for the answer and 0 elsewhere."""
    return metrics(np.eye(classes)[answers], labelled(expected, classes))


def labelled(expected: list[int], classes: int) -> Dataset:
    names, rows = tuple("abcdefgh"[:classes]), np.zeros((len(expected), 1))
    return Dataset("drawn", rows, np.eye(classes)[expected], ("x",), names, "classification", "a test")


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=40))
def test_classes_by_their_definitions(pairs):
    result = judged([want for want, _ in pairs], [got for _, got in pairs])
    assert result.accuracy == sum(want == got for want, got in pairs) / len(pairs)
    assert (result.rows, result.unanswered) == (len(pairs), 0)
    for number, score in enumerate(result.classes):
        found = sum(want == got == number for want, got in pairs)
        answered, there = (sum(pair[side] == number for pair in pairs) for side in (1, 0))
        precision = found / answered if answered else None
        recall = found / there if there else None
        assert (score.precision, score.recall) == (precision, recall)
        if precision and recall:
            assert score.f1 == pytest.approx(2 * precision * recall / (precision + recall))
        else:
            assert score.f1 == (0 if answered or there else None)
        for other in range(3):
            assert result.confusion[number, other] == sum(pair == (number, other) for pair in pairs)


def test_a_class_never_answered_has_no_precision_and_a_class_without_rows_no_recall():
    a, b, c = judged([0, 0, 1], [0, 0, 0]).classes
    assert (a.precision, a.recall) == (2 / 3, 1.0)
    assert (b.precision, b.recall, b.f1) == (None, 0.0, 0.0)
    assert (c.precision, c.recall, c.f1) == (None, None, None)


def test_a_nan_is_no_answer():
    outputs = np.array([[1.0, 0.0], [np.nan, 0.0], [0.0, np.inf]])
    result = metrics(outputs, labelled([0, 0, 1], 2))
    assert isinstance(result, Classification)
    assert (result.accuracy, result.unanswered, result.rows) == (1 / 3, 2, 3)
    assert result.confusion.tolist() == [[1, 0], [0, 0]]


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=2, max_size=30))
def test_regression_by_its_definitions(pairs):
    expected, got = (np.array(side) for side in zip(*pairs, strict=True))
    result = metrics(got[:, np.newaxis], dataset_of(np.zeros((len(pairs), 1)), expected[:, np.newaxis]))
    assert isinstance(result, Regression)
    assert result.mse == pytest.approx(sum((b - a) ** 2 for a, b in pairs) / len(pairs))
    (output,) = result.outputs
    assert output.rmse == pytest.approx(result.mse**0.5)
    assert output.mean_absolute == pytest.approx(sum(abs(b - a) for a, b in pairs) / len(pairs))
    assert output.largest == max(abs(b - a) for a, b in pairs)
    mean = sum(expected) / len(pairs)
    total = sum((a - mean) ** 2 for a, _ in pairs)
    if len(set(expected.tolist())) == 1:
        assert result.r2 is None
    elif total > 1e-6:
        assert result.r2 == pytest.approx(1 - sum((b - a) ** 2 for a, b in pairs) / total, rel=1e-6, abs=1e-6)


def test_constant_targets_have_no_r2_despite_rounding():
    expected = np.column_stack([np.full(10, 0.1), np.arange(10.0)])
    result = metrics(expected, dataset_of(np.zeros((10, 1)), expected))
    assert ([output.r2 for output in result.outputs], result.r2, result.mse) == ([None, 1.0], 1.0, 0.0)


def test_each_output_has_errors_of_its_own():
    expected = np.array([[1.0, 100.0], [3.0, 300.0]])
    got = expected + np.array([[2.0, 0.0], [-1.0, 40.0]])
    result = metrics(got, dataset_of(np.zeros((2, 1)), expected))
    one, other = result.outputs
    assert (one.rmse, one.mean_absolute, one.largest) == (pytest.approx(2.5**0.5), 1.5, 2.0)
    assert (other.rmse, other.mean_absolute, other.largest) == (pytest.approx(800**0.5), 20.0, 40.0)
    assert (one.r2, other.r2) == (1.0 - 5.0 / 2.0, 1.0 - 1600.0 / 20_000.0)
    assert (result.r2, result.mse) == (pytest.approx((-1.5 + 0.92) / 2), (4.0 + 1.0 + 0.0 + 1600.0) / 4)
    assert (one.name, other.name) == ("y0", "y1")


def test_targets_that_differ_by_less_than_can_be_squared_have_no_r2():
    expected = np.array([[0.0], [1e-200]])
    assert metrics(expected, dataset_of(np.zeros((2, 1)), expected)).r2 is None


def test_predicting_the_mean_has_r2_0():
    expected = np.arange(5.0)[:, np.newaxis]
    assert metrics(np.full((5, 1), 2.0), dataset_of(np.zeros((5, 1)), expected)).r2 == 0.0


def test_outputs_of_other_rows_are_refused():
    with pytest.raises(InvalidValue):
        metrics(np.zeros((2, 3)), labelled([0], 3))


def test_results_cannot_be_written_to():
    assert not judged([0, 1], [0, 1]).confusion.flags.writeable
