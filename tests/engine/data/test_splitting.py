"""Splits and folds: disjoint, complete, stratified, and decided by the seed."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.data.bundled import bundled
from engine.data.dataset import Dataset
from engine.data.splitting import Split, folds, split
from engine.errors import InvalidValue


def labelled(labels: list[int], classes: int = 4) -> Dataset:
    """Return rows of these classes; the input of each row is its number."""
    expected = np.eye(classes)[labels]
    names = tuple(map(str, range(classes)))
    rows = np.arange(len(labels), dtype=float)[:, np.newaxis]
    return Dataset("drawn", rows, expected, ("row",), names, "classification", "a test")


labels = st.lists(st.integers(0, 3), min_size=2, max_size=80)
seeds = st.integers(0, 2**53)


def whole(parts: Split, rows: int) -> bool:
    return sorted([*parts.train.tolist(), *parts.test.tolist()]) == list(range(rows))


@given(labels, st.floats(0.01, 0.99), seeds)
@example([0, 0, 1], 0.1875, 0)
def test_a_split_is_disjoint_complete_and_stratified(drawn, share, seed):
    data = labelled(drawn)
    try:
        parts = split(data, share, seed)
    except InvalidValue:
        assert round(share * len(drawn)) in (0, len(drawn)) or max(Counter(drawn).values()) == 1
        return
    assert whole(parts, len(drawn))
    tested = Counter(data.target_classes[parts.test].tolist())
    for label, count in Counter(drawn).items():
        assert tested[label] < count  # one row of each class is for training
        assert count == 1 or abs(tested[label] - share * count) <= 1.0 + 1e-9 or tested[label] == count - 1
    if all(tested[label] < count - 1 for label, count in Counter(drawn).items()):  # no class gave a row back
        assert len(parts.test) == math.floor(share * len(drawn) + 0.5)
    again = split(data, share, seed)
    assert np.array_equal(parts.test, again.test)


@given(labels, st.data(), seeds)
def test_folds_are_each_tested_once(drawn, data, seed):
    dataset = labelled(drawn)
    count = data.draw(st.integers(2, len(drawn)))
    dealt = folds(dataset, count, seed)
    assert len(dealt) == count
    assert all(whole(fold, len(drawn)) for fold in dealt)
    assert sorted(row for fold in dealt for row in fold.test.tolist()) == list(range(len(drawn)))
    sizes = [len(fold.test) for fold in dealt]
    assert max(sizes) - min(sizes) <= 1
    for label in set(drawn):
        held = [int((dataset.target_classes[fold.test] == label).sum()) for fold in dealt]
        assert max(held) - min(held) <= 1


def test_iris_keeps_the_balance_of_its_classes():
    data = bundled("iris")
    assert Counter(data.target_classes[split(data, 0.2, 3).test].tolist()) == {0: 10, 1: 10, 2: 10}
    for fold in folds(data, 10, 0):
        assert Counter(data.target_classes[fold.test].tolist()) == {0: 5, 1: 5, 2: 5}


def test_the_seed_decides():
    data = bundled("iris")
    assert not np.array_equal(split(data, 0.2, 0).test, split(data, 0.2, 1).test)


def test_parts_keep_the_order_of_the_rows():
    data = bundled("penguin-mass")
    parts = split(data, 0.25, 0)
    train, test = parts.parts(data)
    assert np.array_equal(train.inputs, data.inputs[parts.train])
    assert np.array_equal(test.expected, data.expected[parts.test])
    assert (np.diff(parts.train) > 0).all()
    assert len(parts.test) == round(0.25 * data.rows)


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan"), float("inf")])
def test_a_share_out_of_range_is_refused(share):
    with pytest.raises(InvalidValue, match="from 0 to below 1"):
        split(bundled("iris"), share, 0)


@pytest.mark.parametrize("count", [-1, 0, 1, 151])
def test_too_few_or_too_many_folds_are_refused(count):
    with pytest.raises(InvalidValue, match="2 to 150 folds"):
        folds(bundled("iris"), count, 0)


def test_one_row_is_too_few():
    with pytest.raises(InvalidValue, match="one row cannot be split into folds"):
        folds(labelled([0]), 2, 0)
    with pytest.raises(InvalidValue, match=r"a test share of 0\.5 of 1 row leaves no row to test on"):
        split(labelled([0]), 0.5, 0)


@pytest.mark.parametrize(("train", "test"), [([], [1]), ([0], []), ([0, 1], [1]), ([-1], [0]), ([0, 0], [1])])
def test_parts_that_overlap_or_are_empty_are_refused(train, test):
    with pytest.raises(InvalidValue):
        Split(np.array(train, dtype=np.intp), np.array(test, dtype=np.intp))


def test_rows_that_do_not_exist_are_refused():
    with pytest.raises(InvalidValue, match="there is no row 5"):
        Split(np.array([0]), np.array([4])).parts(bundled("xor"))


def test_the_row_numbers_of_a_split_cannot_be_written_to():
    given = np.array([2, 0])
    parts = Split(given, np.array([1]))
    given[0] = 1
    assert parts.train.tolist() == [0, 2]
    for rows in (parts.train, parts.test):
        with pytest.raises(ValueError, match="read-only"):
            rows[0] = 3
