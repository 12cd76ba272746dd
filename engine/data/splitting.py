"""Which rows are trained on and which are kept for the test: drawn from a seed, each class with its share."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine import wording
from engine.data.dataset import Dataset
from engine.errors import InvalidValue

RowIndices = NDArray[np.intp]

_OWN_KEY = (0, 1)  # so that the parts are drawn apart from the weights and the epochs of the same seed


@dataclass(frozen=True, eq=False)
class Split:
    """The rows of a data set in two parts. Immutable; row numbers count from 0 and rise, the arrays are read-only.

    Attributes:
        train: the rows that are trained on, shape (rows,).
        test: the others, shape (rows,).
    """

    train: RowIndices
    test: RowIndices

    def __post_init__(self) -> None:
        for name in ("train", "test"):
            rows = np.sort(np.array(getattr(self, name), dtype=np.intp))
            rows.flags.writeable = False
            object.__setattr__(self, name, rows)
        if not (self.train.size and self.test.size):
            raise InvalidValue("a split needs a row to train on and one to test on")
        together = np.concatenate([self.train, self.test])
        if together.min() < 0 or len(np.unique(together)) != len(together):
            raise InvalidValue("a row is either trained on or tested on, and rows count from 0")

    def parts(self, dataset: Dataset) -> tuple[Dataset, Dataset]:
        """Return the rows to train on and those to test on, both in the order of the data set.

        Raises:
            InvalidValue: the data set has no such rows.
        """
        if (last := max(self.train[-1], self.test[-1])) >= dataset.rows:
            raise InvalidValue(
                f"{dataset.name} has {wording.count(dataset.rows, 'row')}: row {last + 1} is none of them"
            )
        return _chosen(dataset, self.train), _chosen(dataset, self.test)


def check_test_share(share: float) -> float:
    """Return the share, if it is one.

    Raises:
        InvalidValue: it is not a number from 0 to below 1.
    """
    if not 0.0 <= share < 1.0:  # NaN is in no range
        raise InvalidValue(f"the test share must be a number from 0 to below 1, got {share}")
    return float(share)


def split(dataset: Dataset, share: float, seed: int) -> Split:
    """Draw the rows to test on: the share of each class, as near as whole rows come to it.

    A class's last row is not taken for the test: what was never shown cannot be learned.

    Args:
        dataset: the rows; a regression is drawn from as one class.
        share: which part of them is for the test, between 0 and 1.
        seed: the same seed draws the same rows.

    Raises:
        InvalidValue: the share is none, or it leaves no row to train on or to test on.
    """
    check_test_share(share)
    shuffled, classes = _by_class(dataset, seed)
    # Where the running share reaches the next whole number: all along the classes, so that each comes by its part.
    steps = np.floor(np.arange(dataset.rows + 1) * share + 0.5)
    tested = np.diff(steps) > 0
    for label in np.unique(classes):
        of_class = np.flatnonzero(classes == label)
        if tested[of_class].all():
            tested[of_class[0]] = False
    largest = np.flatnonzero(classes == np.bincount(classes).argmax())
    if steps[-1] >= 1 and not tested.any() and len(largest) > 1:
        tested[largest[-1]] = True  # in place of the row that was not taken
    if not tested.any() or tested.all():
        purpose = "train" if tested.all() else "test"
        raise InvalidValue(
            f"a test share of {share:g} of {wording.count(dataset.rows, 'row')} leaves no row to {purpose} on"
        )
    return Split(shuffled[~tested], shuffled[tested])


def folds(dataset: Dataset, count: int, seed: int) -> tuple[Split, ...]:
    """Deal the rows to so many folds, each of which is the test part once: k-fold cross-validation.

    The rows of each class are dealt out evenly, and so are all rows: two folds differ by at most one.

    Args:
        dataset: the rows; a regression is dealt out as one class.
        count: how many folds, from 2 to as many as there are rows.
        seed: the same seed deals the same folds.

    Raises:
        InvalidValue: so many folds cannot be dealt.
    """
    if dataset.rows < 2:
        raise InvalidValue("one row cannot be dealt to folds")
    if not 2 <= count <= dataset.rows:
        raise InvalidValue(f"{dataset.rows} rows can be dealt to 2 to {dataset.rows} folds, not {count}")
    shuffled, _ = _by_class(dataset, seed)
    fold = np.arange(dataset.rows) % count
    return tuple(Split(shuffled[fold != number], shuffled[fold == number]) for number in range(count))


def _by_class(dataset: Dataset, seed: int) -> tuple[RowIndices, RowIndices]:
    """Shuffle the rows and put those of a class together; return them and the class of each, shapes (rows,)."""
    shuffled = np.random.default_rng((seed, *_OWN_KEY)).permutation(dataset.rows)
    labels = dataset.target_classes if dataset.task == "classification" else np.zeros(dataset.rows, dtype=np.intp)
    together = shuffled[np.argsort(labels[shuffled], kind="stable")]
    return together, labels[together]


def _chosen(dataset: Dataset, rows: RowIndices) -> Dataset:
    return replace(dataset, inputs=dataset.inputs[rows], expected=dataset.expected[rows])
