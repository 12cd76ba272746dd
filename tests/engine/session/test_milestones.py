"""States kept within long steps: the nearest one before a moment, also after the step became two."""

from engine.experiment.starts import setup_for
from engine.session.milestones import Milestones
from engine.training.state import begin

A, B, C, D = (begin(setup_for("xor")) for _ in range(4))


def kept() -> Milestones:
    milestones = Milestones()
    for step, samples, state in ((0, 10, A), (0, 20, B), (0, 30, C), (1, 5, D)):
        milestones.add(step, samples, state)
    return milestones


def test_the_nearest_state_is_the_last_before_the_moment_in_the_same_step() -> None:
    milestones = kept()
    assert milestones.nearest(0, 9) is None
    assert milestones.nearest(0, 10) == (10, A)
    assert milestones.nearest(0, 29) == (20, B)
    assert milestones.nearest(0, 500) == (30, C)
    assert milestones.nearest(1, 5) == (5, D)
    assert milestones.nearest(2, 500) is None


def test_a_step_in_two_parts_keeps_each_state_where_it_was() -> None:
    milestones = kept()
    milestones.split(0, 20)
    assert milestones.nearest(0, 500) == (10, A)
    assert milestones.nearest(1, 0) == (0, B)
    assert milestones.nearest(1, 9) == (0, B)
    assert milestones.nearest(1, 500) == (10, C)
    assert milestones.nearest(2, 500) == (5, D)


def test_what_comes_after_a_moment_is_forgotten() -> None:
    milestones = kept()
    milestones.drop_after(0, 20)
    assert milestones.nearest(0, 500) == (20, B)
    assert milestones.nearest(1, 500) is None
    milestones.drop_after(0, 0)
    assert milestones.nearest(0, 500) is None
