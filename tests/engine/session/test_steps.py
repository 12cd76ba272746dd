"""The steps of a timeline are a value: what was made of others keeps what it had."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.session.steps import BLOCK, Step, Steps
from engine.session.summary import StepSummary
from engine.training.commands import Run


def step(number: int) -> Step:
    return Step(Run(number + 1), (2, 3, 2), StepSummary(number, 0, 10, None, None, None), number)


@given(st.lists(st.tuples(st.integers(0, 5 * BLOCK), st.integers(0, 3 * BLOCK)), max_size=6))
def test_they_behave_as_a_list_and_earlier_values_stay(changes: list[tuple[int, int]]) -> None:
    steps, wanted = Steps(), list[Step]()
    made = [(steps, wanted)]
    for kept, more in changes:
        added = [step(number) for number in range(more)]
        steps, wanted = steps.first(kept).followed_by(*added), [*wanted[:kept], *added]
        made.append((steps, wanted))
    for some, listed in made:
        assert len(some) == len(listed)
        assert list(some) == listed
        assert [some[number] for number in range(len(some))] == listed
        for number in (-1, len(some)):
            with pytest.raises(IndexError, match="there is no step"):
                some[number]


def test_a_step_more_copies_only_its_own_block() -> None:
    steps = Steps().followed_by(*map(step, range(70 * BLOCK + 5)))
    more = steps.followed_by(step(0))
    assert more.blocks is steps.blocks
    assert len(more.rest) == 6
    assert all(mine is theirs for mine, theirs in zip(steps.first(9 * BLOCK + 1).blocks, steps.blocks, strict=False))
    assert steps.first(len(steps)) is steps, "nothing is made anew, so that nothing is drawn anew"
