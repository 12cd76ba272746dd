"""Which states of a timeline are kept: as few as fit, and none far from the one before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import setup_for
from engine.session import keyframes
from engine.session.keyframes import ALWAYS_KEPT, Keyframes
from engine.training.state import begin

START = begin(setup_for("xor"))


@given(st.lists(st.integers(1, 200), min_size=1, max_size=400), st.integers(8, 40))
def test_no_two_are_much_further_apart_than_if_all_were_spread_evenly(work: list[int], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyframes, "MOST_KEYFRAMES", most)
        frames = Keyframes(START)
        for step, amount in enumerate(work, 1):
            frames.keep(step, START, amount)
        assert len(frames) == min(most, len(work) + 1)
        assert {0, len(work), max(0, len(work) - 1)} <= set(frames._steps)
        assert sum(frames._work) == sum(work)
        even = sum(work) / (most - ALWAYS_KEPT + 1)
        assert max(frames._work) <= max(2 * even, *work)


def test_a_step_is_found_from_the_last_one_kept_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyframes, "MOST_KEYFRAMES", 5)
    frames = Keyframes(START)
    for step in range(1, 9):
        frames.keep(step, START, 1)
    kept = frames._steps
    assert len(kept) == 5
    for step in range(9):
        assert frames.nearest(step)[0] == max(one for one in kept if one <= step)
    frames.drop_after(7)
    assert frames.nearest(100)[0] == 7
    frames.drop_after(0)
    assert frames.nearest(100) == (0, START)


def test_one_in_between_moves_the_later_ones_on() -> None:
    frames = Keyframes(START)
    for step in (1, 2, 3):
        frames.keep(step, START, 10)
    frames.insert(2, START, 4)  # what leads from step 1 to step 2 becomes two steps
    assert frames._steps == [0, 1, 2, 3, 4]
    assert frames._work == [0, 10, 4, 6, 10]
