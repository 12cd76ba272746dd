"""Metrics: confusion matrix, precision, recall and F1 for classification; RMSE, MAE and R² for regression."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass


@dataclass(frozen=True)
class ClassScore:
    """How well one class is told from the others. Immutable; a ratio of nothing is None.

    Attributes:
        name: The class.
        rows: Rows of this class.
        answered: Rows answered with this class.
        right: Rows of this class answered with it.
    """

    name: str
    rows: int
    answered: int
    right: int

    @property
    def precision(self) -> float | None:
        """The share of right answers among those with this class; None if there were none."""
        return self.right / self.answered if self.answered else None

    @property
    def recall(self) -> float | None:
        """The share of right answers among the rows of this class; None if there are none."""
        return self.right / self.rows if self.rows else None

    @property
    def f1(self) -> float | None:
        """2·right / (rows + answered), the harmonic mean of precision and recall; None without rows and answers."""
        return 2 * self.right / (self.rows + self.answered) if self.rows + self.answered else None


@dataclass(frozen=True, eq=False)
class Classification:
    """The metrics of a classification. Immutable.

    Attributes:
        confusion: The confusion matrix, shape (classes, classes), read-only: rows of class i answered with class j.
        unanswered: Rows with an infinite or NaN output. They count as wrong and stand in no cell of the matrix.
        classes: The metrics of each class.
    """

    confusion: NDArray[np.intp]
    unanswered: int
    classes: tuple[ClassScore, ...]

    @property
    def rows(self) -> int:
        return int(self.confusion.sum()) + self.unanswered

    @property
    def right(self) -> int:
        return int(self.confusion.trace())

    @property
    def accuracy(self) -> float:
        """The share of right answers."""
        return self.right / self.rows


@dataclass(frozen=True)
class OutputScore:
    """The metrics of one output of a regression, in the unit of the outputs. Immutable.

    Attributes:
        name: The output.
        rmse: The root of the mean over rows of (got − expected)².
        mean_absolute: The mean over rows of |got − expected|.
        largest: The largest |got − expected|.
        r2: R² = 1 − Σ (got − expected)² / Σ (expected − mean expected)²: 1 is perfect, 0 no better than predicting the
            mean, below 0 worse. None if all expected values are equal.
    """

    name: str
    rmse: float
    mean_absolute: float
    largest: float
    r2: float | None


@dataclass(frozen=True)
class Regression:
    """The metrics of a regression. Immutable.

    Attributes:
        mse: The mean over rows and outputs of (got − expected)².
        outputs: The metrics of each output.
    """

    mse: float
    outputs: tuple[OutputScore, ...]

    @property
    def r2(self) -> float | None:
        """The mean R² of the outputs that have one; None if none has."""
        known = [output.r2 for output in self.outputs if output.r2 is not None]
        return sum(known) / len(known) if known else None


def metrics(outputs: FloatArray, dataset: Dataset) -> Classification | Regression:
    """Compute the metrics of a network's outputs on a data set.

    Args:
        outputs: Shape (rows, outputs).
        dataset: The rows with their expected values.

    Raises:
        InvalidValue: The outputs do not have the shape of the expected values.
    """
    if outputs.shape != dataset.expected.shape:
        raise InvalidValue(f"{dataset.name} has {dataset.expected.shape} expected values, got {outputs.shape} outputs")
    return _classified(outputs, dataset) if dataset.task == "classification" else _regressed(outputs, dataset)


def _classified(outputs: FloatArray, dataset: Dataset) -> Classification:
    names, answers = dataset.classes, np.isfinite(outputs).all(axis=1)
    cells = dataset.target_classes * len(names) + dataset.classes_of(outputs)
    confusion = np.bincount(cells[answers], minlength=len(names) ** 2).reshape(len(names), -1)
    confusion.flags.writeable = False
    rows = np.bincount(dataset.target_classes, minlength=len(names))
    columns = zip(names, rows.tolist(), confusion.sum(axis=0).tolist(), confusion.diagonal().tolist(), strict=True)
    return Classification(confusion, int((~answers).sum()), tuple(ClassScore(*column) for column in columns))


def _regressed(outputs: FloatArray, dataset: Dataset) -> Regression:
    expected = dataset.expected
    with np.errstate(all="ignore"):
        off = np.abs(outputs - expected)
        squares = np.square(off)
        spread = np.square(expected - expected.mean(axis=0)).sum(axis=0)
        unexplained = (squares.sum(axis=0) / spread).tolist()
        errors = (np.sqrt(squares.mean(axis=0)), off.mean(axis=0), off.max(axis=0))
    # Compared one by one: the mean of equal numbers can be off by a rounding error.
    constant = (expected == expected[0]).all(axis=0) | (spread == 0.0)
    r2 = (None if same else 1.0 - share for share, same in zip(unexplained, constant, strict=True))
    scores = zip(dataset.output_names, *(error.tolist() for error in errors), r2, strict=True)
    return Regression(float(squares.mean()), tuple(OutputScore(*score) for score in scores))
