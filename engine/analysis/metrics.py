"""How good the answers are: confusion matrix, precision and recall for classes; errors and R² for a regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import FloatArray
from engine.data.dataset import Dataset
from engine.errors import InvalidValue


@dataclass(frozen=True)
class ClassScore:
    """How well one class is told from the others. Immutable; None where there is nothing to take a share of.

    Attributes:
        name: the class.
        rows: how many rows are of it.
        answered: how often it was the answer.
        right: how often rightly.
    """

    name: str
    rows: int
    answered: int
    right: int

    @property
    def precision(self) -> float | None:
        """Of the answers that were this class, the share that was right; None for a class never answered."""
        return self.right / self.answered if self.answered else None

    @property
    def recall(self) -> float | None:
        """Of the rows of this class, the share that was found; None for a class without rows."""
        return self.right / self.rows if self.rows else None

    @property
    def f1(self) -> float | None:
        """2·right / (rows + answered), the harmonic mean of precision and recall; None for a class not seen at all."""
        return 2 * self.right / (self.rows + self.answered) if self.rows + self.answered else None


@dataclass(frozen=True, eq=False)
class Classification:
    """How well the classes of a data set are told apart. Immutable.

    Attributes:
        confusion: how often a row of class i was answered with class j, shape (classes, classes), read-only.
        unanswered: how many rows had an output that is no finite number, and so no answer: wrong, and in no cell.
        classes: the score of each class.
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
        """The share of rows that was answered rightly."""
        return self.right / self.rows


@dataclass(frozen=True)
class OutputScore:
    """How near one output comes, in the unit of the numbers judged. Immutable.

    Attributes:
        name: the output.
        rmse: the root of the mean over rows of (got − expected)².
        mean_absolute: the mean over rows of |got − expected|.
        largest: the largest |got − expected|.
        r2: R² = 1 − Σ (got − expected)² / Σ (expected − their mean)²: 1 is perfect, 0 no better than always the mean,
            below 0 worse; None where the expected values are all the same.
    """

    name: str
    rmse: float
    mean_absolute: float
    largest: float
    r2: float | None


@dataclass(frozen=True)
class Regression:
    """How near the outputs of a regression come. Immutable.

    Attributes:
        mse: the mean over rows and outputs of (got − expected)².
        outputs: the score of each output.
    """

    mse: float
    outputs: tuple[OutputScore, ...]

    @property
    def r2(self) -> float | None:
        """The mean R² of the outputs that have one."""
        known = [output.r2 for output in self.outputs if output.r2 is not None]
        return sum(known) / len(known) if known else None


def metrics(outputs: FloatArray, dataset: Dataset) -> Classification | Regression:
    """Judge a network's outputs for every row of a data set.

    Args:
        outputs: shape (rows, outputs).
        dataset: what was expected.

    Raises:
        InvalidValue: the outputs are not those of this data set.
    """
    if outputs.shape != dataset.expected.shape:
        raise InvalidValue(f"{dataset.name} has {dataset.expected.shape} expected values, got {outputs.shape} outputs")
    return _classified(outputs, dataset) if dataset.task == "classification" else _regressed(outputs, dataset)


def _classified(outputs: FloatArray, dataset: Dataset) -> Classification:
    names, answers = dataset.output_names, np.isfinite(outputs).all(axis=1)
    cells = dataset.target_classes * len(names) + outputs.argmax(axis=1)
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
    # Compared, for the mean of equal numbers can be off by a rounding error.
    constant = (expected == expected[0]).all(axis=0) | (spread == 0.0)
    r2 = (None if same else 1.0 - share for share, same in zip(unexplained, constant, strict=True))
    scores = zip(dataset.output_names, *(error.tolist() for error in errors), r2, strict=True)
    return Regression(float(squares.mean()), tuple(OutputScore(*score) for score in scores))
