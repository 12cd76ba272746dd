"""Split rows into training and test rows, stratified by class and drawn from a seed."""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine import wording
from engine.arrays import IndexArray
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass

Part = Literal["train", "test"]
_OWN_KEY = (0, 1)  # independent of the weights and epochs drawn from the same seed


@dataclass(frozen=True, eq=False)
class Split:
    """The rows of a data set in two parts. Immutable; row numbers count from 0, sorted, in read-only arrays.

    Attributes:
        train: The training rows, shape (rows,).
        test: The test rows, shape (rows,).
    """

    train: IndexArray
    test: IndexArray

    def __post_init__(self) -> None:
        for name in ("train", "test"):
            rows = np.sort(np.array(getattr(self, name), dtype=np.intp))
            rows.flags.writeable = False
            object.__setattr__(self, name, rows)
        if not (self.train.size and self.test.size):
            raise InvalidValue("a split needs at least one row to train on and one to test on")
        together = np.concatenate([self.train, self.test])
        if together.min() < 0 or len(np.unique(together)) != len(together):
            raise InvalidValue("a row is either trained on or tested on, and rows count from 0")

    def parts(self, dataset: Dataset) -> tuple[Dataset, Dataset]:
        """Return the training rows and the test rows, in the order of the data set.

        Raises:
            InvalidValue: The data set has no such rows.
        """
        if (last := max(self.train[-1], self.test[-1])) >= dataset.rows:
            raise InvalidValue(f"{dataset.name} has {wording.count(dataset.rows, 'row')}: there is no row {last + 1}")
        return dataset.chosen(self.train), dataset.chosen(self.test)


def check_test_share(share: float) -> float:
    """Return the share of test rows, checked.

    Raises:
        InvalidValue: It is not a number from 0 to below 1.
    """
    if not 0.0 <= share < 1.0:  # also false for NaN
        raise InvalidValue(f"the test share must be a number from 0 to below 1, got {share}")
    return float(share)


def split(dataset: Dataset, share: float, seed: int) -> Split:
    """Draw the test rows: this share of each class, as nearly as whole rows allow.

    Every class keeps at least one training row, since a class that is never shown cannot be learned.

    Args:
        dataset: The rows; a regression counts as one class.
        share: The share of test rows, between 0 and 1.
        seed: The same seed draws the same rows.

    Raises:
        InvalidValue: The share is out of range, or leaves no row to test on.
    """
    check_test_share(share)
    shuffled, classes = _by_class(dataset, seed)
    # A row is a test row where the running share passes a whole number, class after class: each gets its part.
    steps = np.floor(np.arange(dataset.rows + 1) * share + 0.5)
    tested = np.diff(steps) > 0
    for label in np.unique(classes):
        of_class = np.flatnonzero(classes == label)
        if tested[of_class].all():
            tested[of_class[0]] = False
    largest = np.flatnonzero(classes == np.bincount(classes).argmax())
    if steps[-1] >= 1 and not tested.any() and len(largest) > 1:
        tested[largest[-1]] = True  # instead of a class's only row
    if not tested.any():
        raise InvalidValue(
            f"a test share of {share:g} of {wording.count(dataset.rows, 'row')} leaves no row to test on"
        )
    return Split(shuffled[~tested], shuffled[tested])


def folds(dataset: Dataset, count: int, seed: int) -> tuple[Split, ...]:
    """Split the rows into folds for stratified k-fold cross-validation; each fold is the test part once.

    The sizes of two folds differ by at most one row, and so do their numbers of rows of a class.

    Args:
        dataset: The rows; a regression counts as one class.
        count: The number of folds, from 2 to the number of rows.
        seed: The same seed draws the same folds.

    Raises:
        InvalidValue: There cannot be this many folds.
    """
    if dataset.rows < 2:
        raise InvalidValue("one row cannot be split into folds")
    if not 2 <= count <= dataset.rows:
        raise InvalidValue(f"{dataset.rows} rows can be split into 2 to {dataset.rows} folds, not {count}")
    shuffled, _ = _by_class(dataset, seed)
    fold = np.arange(dataset.rows) % count
    return tuple(Split(shuffled[fold != number], shuffled[fold == number]) for number in range(count))


def _by_class(dataset: Dataset, seed: int) -> tuple[IndexArray, IndexArray]:
    """Return the rows, shuffled and sorted by class, and the class of each, shapes (rows,)."""
    shuffled = np.random.default_rng((seed, *_OWN_KEY)).permutation(dataset.rows)
    labels = dataset.target_classes if dataset.task == "classification" else np.zeros(dataset.rows, dtype=np.intp)
    together = shuffled[np.argsort(labels[shuffled], kind="stable")]
    return together, labels[together]
