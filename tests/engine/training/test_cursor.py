"""The cursor: the position in epochs and batches."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.training.cursor import Cursor

small = st.integers(1, 7)


def advanced(cursor: Cursor, samples: int, batch_size: int, shuffle: bool) -> Cursor:
    """Advance through as many epochs as it takes."""
    for _ in range(samples):
        cursor = cursor.advance(1, batch_size, shuffle)
    return cursor


@given(small, small, st.integers(0, 30), st.booleans())
def test_a_cursor_counts_samples_epochs_and_batches(rows: int, size: int, samples: int, shuffle: bool) -> None:
    size = min(size, rows)
    cursor = advanced(Cursor(3, rows, shuffle), samples, size, shuffle)
    assert (cursor.samples, cursor.epoch, cursor.position) == (samples, samples // rows, samples % rows)
    assert cursor.pending == cursor.position % size
    assert cursor.time == pytest.approx(samples / rows)
    assert cursor.row == cursor.order[cursor.position]
    assert not cursor.is_out_of_turn


@given(small, small, small, st.booleans())
def test_advancing_by_several_rows_equals_advancing_one_by_one(rows: int, count: int, size: int, shuffle: bool) -> None:
    start, count = Cursor(1, rows, shuffle), min(count, rows)
    assert start.advance(count, min(size, rows), shuffle) == advanced(start, count, min(size, rows), shuffle)


@given(small, st.integers(1, 4), small, st.booleans(), st.booleans())
def test_advancing_by_epochs_equals_advancing_one_by_one(
    rows: int, epochs: int, size: int, shuffled: bool, shuffle: bool
) -> None:
    start, size = Cursor(5, rows, shuffled), min(size, rows)
    orders, cursor = start.orders(epochs, size, shuffle), start
    for order in orders:
        assert list(order) == list(cursor.rows_between(0, rows, size))
        cursor = cursor.advance(rows, 1, shuffle)
    assert start.advance_epochs(epochs, shuffle) == cursor
    assert orders.shape == (epochs, rows)


def test_a_shuffled_epoch_is_drawn_from_the_seed_and_its_number() -> None:
    cursor = Cursor(3, 9, True, epoch=4)
    assert (cursor.order == np.random.default_rng((3, 4)).permutation(9)).all()
    assert not cursor.order.flags.writeable


def test_the_rows_of_a_batch() -> None:
    cursor = Cursor(0, 10, False, position=6, pending=2, samples=6)
    assert list(cursor.batch(4)) == [4, 5, 6, 7]
    assert list(Cursor(0, 10, False, position=8).batch(4)) == [8, 9]
    assert list(Cursor(0, 10, True).batch(10)) == list(range(10))


def test_choosing_the_next_row_is_not_out_of_turn() -> None:
    cursor = Cursor(0, 10, False, position=3, samples=3)
    assert cursor.choose(7).row == 7
    assert cursor.choose(7).is_out_of_turn
    assert cursor.choose(3) == cursor
    assert cursor.choose(7).in_turn(samples=1) == Cursor(0, 10, False, position=3, samples=4)


def test_restarting_a_batch_keeps_a_chosen_row() -> None:
    cursor = Cursor(0, 10, False, epoch=1, position=6, pending=2, samples=16)
    again = cursor.restart_batch()
    assert (again.position, again.pending, again.samples, again.row) == (4, 0, 14, 4)
    assert cursor.choose(8).restart_batch() == again.choose(8)
    assert cursor.choose(4).restart_batch() == again


@pytest.mark.parametrize(("position", "pending", "epoch"), [(0, 0, 1), (2, 2, 1), (6, 2, 2), (4, 0, 2)])
def test_resizing_ends_the_current_epoch_and_batch(position: int, pending: int, epoch: int) -> None:
    cursor = Cursor(0, 10, False, 1, position, pending, 10 + position)
    other = cursor.resize(9, shuffle=True)
    assert (other.rows, other.epoch, other.position, other.pending) == (9, epoch, 0, 0)
    assert other.samples == cursor.samples - pending
    assert other.shuffled == (epoch == 2)
