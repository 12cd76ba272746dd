"""When a training without a screen stops by itself."""

from dataclasses import replace

import pytest

from engine.errors import InvalidValue
from engine.presets import setup_for
from engine.stopping import Goal


def stopped_at(errors: list[float], target: float | None = None, patience: int | None = None) -> tuple[int, str]:
    goal = Goal(replace(setup_for("xor"), target_mse=target, patience=patience))
    for epoch, mse in enumerate(errors, start=1):
        if reason := goal.reason_to_stop(epoch, mse):
            return epoch, reason
    return 0, ""


def test_without_a_goal_nothing_stops_it() -> None:
    assert stopped_at([1.0] * 50) == (0, "")
    assert not Goal(setup_for("xor")).watches


@pytest.mark.parametrize(("target", "epoch"), [(0.25, 3), (0.2, 4), (0.1, 0)])
def test_the_target_is_reached(target: float, epoch: int) -> None:
    found, reason = stopped_at([0.5, 0.3, 0.25, 0.2], target)
    assert found == epoch
    assert (f"the target was {target}" in reason) == bool(epoch)


def test_no_progress_counts_from_the_lowest() -> None:
    epoch, reason = stopped_at([0.5, 0.4, 0.45, 0.41, 0.39, 0.4, 0.39, 0.39, 0.1], patience=3)
    assert epoch == 8
    assert reason == "no progress for 3 epochs: the lowest MSE was 0.39, in epoch 5"
    assert stopped_at([0.5, 0.5], patience=1)[0] == 2


def test_an_error_that_is_no_number_is_no_progress() -> None:
    assert stopped_at([0.5, float("nan"), float("inf")], patience=2)[0] == 3


@pytest.mark.parametrize("wrong", [{"target_mse": -1.0}, {"target_mse": float("nan")}, {"patience": 0}])
def test_a_goal_that_is_none_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidValue):
        replace(setup_for("xor"), **wrong)
