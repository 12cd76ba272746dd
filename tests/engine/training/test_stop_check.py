"""Stop rules: a run stops at the end of the right epoch, however it is split into chunks."""

import importlib.util
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for
from engine.experiment.stop_rule import StopRule
from engine.network.method import Method
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import (
    Command,
    DeleteRow,
    Load,
    NewStart,
    Reset,
    Run,
    SetInput,
    SetMethod,
    SetStopRule,
    StepPhase,
)
from engine.training.divergence import Divergence
from engine.training.state import begin
from engine.training.stop_check import MOST_EPOCHS, StopCheck
from engine.training.update import update
from tests.engine.strategies import changed_stop_rule, dataset_of, fingerprint

KERNELS = [
    "numpy",
    pytest.param("numba", marks=pytest.mark.skipif(not importlib.util.find_spec("numba"), reason="Numba is missing")),
]


def stopped_at(
    errors: list[float], target: float | None = None, patience: int | None = None, limit: int | None = None
) -> tuple[int, str]:
    check = StopCheck(begin(replace(setup_for("xor"), stop_rule=StopRule(limit, target, patience))))
    return check.first_to_stop(enumerate(errors, start=1)) or 0, check.reason


def test_a_rule_without_conditions_never_stops_a_run() -> None:
    assert stopped_at([1.0] * 50) == (0, "")
    assert not StopCheck(begin(setup_for("xor"))).is_needed


@pytest.mark.parametrize(("target", "epoch"), [(0.25, 3), (0.2, 4), (0.1, 0), (0.6, 1)])
def test_a_run_stops_at_the_target(target: float, epoch: int) -> None:
    found, reason = stopped_at([0.5, 0.3, 0.25, 0.2], target)
    assert found == epoch
    assert (f"the target was {target}" in reason) == bool(epoch)


def test_patience_counts_from_the_lowest_error() -> None:
    epoch, reason = stopped_at([0.5, 0.4, 0.45, 0.41, 0.39, 0.4, 0.39, 0.39, 0.1], patience=3)
    assert epoch == 8
    assert reason == "no progress for 3 epochs: the lowest MSE was 0.39, in epoch 5"
    assert stopped_at([0.5, 0.5], patience=1)[0] == 2


def test_a_nan_or_infinite_error_is_no_progress() -> None:
    assert stopped_at([0.5, float("nan"), float("inf")], patience=2)[0] == 3


def test_a_run_stops_at_the_epoch_limit() -> None:
    assert stopped_at([0.5, 0.4, 0.3, 0.2], limit=3) == (
        3,
        "epoch 3 is complete, the limit of this run, with an MSE of 0.3",
    )
    assert "target" in stopped_at([0.5, 0.4, 0.3, 0.2], target=0.3, limit=3)[1]
    assert stopped_at([0.5, 0.4], limit=3)[0] == 0


# In a session.


def run_to_stop(session: Session, chunk: int = 100, most: int = 100_000) -> str:
    """Run in chunks of samples until the stop rule is met; return the reason, "" if it is not met."""
    check = StopCheck(session.state)
    while not check.reason and session.state.samples < most:
        session.run(chunk, check)
    session.end_run()
    return check.reason


def to_stop(kernel: str = "numpy", start: str = "level2", **options: object) -> Session:
    session = Session(setup_for(start, Options(**options)))
    session.kernel.name = kernel
    return session


@pytest.mark.parametrize("kernel", KERNELS)
@settings(max_examples=8)
@given(chunk=st.integers(1, 3000), start=st.sampled_from(["level2", "xor"]))
def test_a_run_stops_after_the_first_epoch_that_reaches_the_target(kernel: str, chunk: int, start: str) -> None:
    session = to_stop(kernel, start, target_mse=0.1, learning_rate=0.9, seed=1)
    assert "the target was 0.1" in run_to_stop(session, chunk)
    state, mse = session.state, session.state.history.y
    ends = session.state.history.x >= 1
    assert state.position == 0
    assert mse[-1] <= 0.1 < mse[ends][:-1].min()
    assert session.commands == (Run(state.samples, session.kernel_used),)
    assert fingerprint(to_stop(kernel, start, target_mse=0.1, learning_rate=0.9, seed=1).run(state.samples)) == (
        fingerprint(state)
    )
    reached = fingerprint(state)
    session.undo()
    assert fingerprint(session.redo()) == reached


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("chunk", [1, 7, 10, 250, 90_000])
def test_the_epoch_limit_holds_for_any_chunk_size(kernel: str, chunk: int) -> None:
    session = to_stop(kernel)
    session.apply(changed_stop_rule(session.state, epoch_limit=1300))
    assert "epoch 1300 is complete" in run_to_stop(session, chunk)
    assert (session.state.epoch, session.state.position) == (1300, 0)
    assert fingerprint(session.state) == fingerprint(update(session.travel(Goto(1)), session.commands[1]))


def test_a_run_trains_no_more_epochs_than_the_history_keeps() -> None:
    session = to_stop(target_mse=0.0)
    session.run(3)
    check = StopCheck(session.state)
    assert session.run(50 * MOST_EPOCHS, check).epoch == MOST_EPOCHS
    assert session.state.position == 0
    assert not check.reason
    assert StopCheck(to_stop().state).samples(session.state, 10**9) == 10**9


def test_a_condition_that_is_already_met_does_not_stop_the_next_run() -> None:
    session = to_stop(target_mse=0.1)
    run_to_stop(session)
    first = session.state.epoch
    assert run_to_stop(session, most=20_000) == ""
    assert session.state.epoch >= 2000 > first
    session.apply(changed_stop_rule(session.state, target_mse=0.9))
    assert run_to_stop(session, most=21_000) == ""


def test_a_target_can_be_reached_again_after_the_error_rose_above_it() -> None:
    session = to_stop(target_mse=0.1)
    run_to_stop(session)
    session.apply(SetInput(0, 0, 8.0))  # far away, among the rows of the other class
    session.run(10)
    assert session.state.history.y[-1] > 0.1
    session.apply(SetInput(0, 0, 2.7810836))
    epoch = session.state.epoch
    assert "the target was 0.1" in run_to_stop(session)
    assert session.state.epoch > epoch


def test_a_pause_before_the_target_does_not_hide_it() -> None:
    whole, paused = to_stop(target_mse=0.1), to_stop(target_mse=0.1)
    run_to_stop(whole)
    paused.run(whole.state.samples - 1)
    paused.end_run()
    assert "the target was 0.1" in run_to_stop(paused)
    assert paused.state.epoch == whole.state.epoch
    assert fingerprint(paused.state) == fingerprint(whole.state)


def test_patience_starts_with_each_run() -> None:
    session = to_stop(learning_rate=1e-300, patience=5)
    assert "no progress for 5 epochs" in run_to_stop(session)
    assert session.state.epoch == 6
    assert "no progress for 5 epochs" in run_to_stop(session)
    assert session.state.epoch == 12


def test_an_epoch_limit_in_the_past_does_not_stop_a_run() -> None:
    session = to_stop()
    session.apply(changed_stop_rule(session.state, epoch_limit=5))
    run_to_stop(session)
    assert session.state.epoch == 5
    assert run_to_stop(session, most=1000) == ""
    session.apply(Reset())
    run_to_stop(session)
    assert session.state.epoch == 5


def test_a_run_that_would_diverge_later_stops_first() -> None:
    data = dataset_of([[1.0]], [[0.0]])
    setup = Setup("chain", data, (1, 1), ("linear",), method=Method(3.0), parameters=np.array([1.0, 0.0]))
    with pytest.raises(Divergence):
        Session(setup).run(2000)
    session = Session(replace(setup, stop_rule=StopRule(patience=3)))
    assert "no progress for 3 epochs" in run_to_stop(session, 2000)
    assert session.state.epoch == 4
    assert session.commands == (Run(4),)


# As commands.


@pytest.mark.parametrize("rule", [StopRule(20), StopRule(target_mse=0.05), StopRule(patience=7)])
def test_setting_the_stop_rule_is_a_step_and_does_not_change_the_training(rule: StopRule) -> None:
    session, plain = to_stop("numpy", "iris", batch_size=4), to_stop("numpy", "iris", batch_size=4)
    session.run(42)
    before = fingerprint(session.state)
    state = session.apply(SetStopRule(rule))
    assert state.stop_rule == rule
    assert not state.marks
    assert fingerprint(session.undo()) == before
    session.redo()
    assert fingerprint(replace(session.apply(Run(30)), stop_rule=StopRule())) == fingerprint(plain.run(72))


def test_a_session_begins_with_the_stop_rule_of_its_options() -> None:
    state = to_stop(target_mse=0.05, patience=20, epochs=30).state
    assert state.stop_rule == StopRule(None, 0.05, 20)


@pytest.mark.parametrize("command", [Reset(), NewStart(), DeleteRow(0), SetMethod(Method(1.0, batch_size=4))])
def test_the_stop_rule_survives_other_commands(command: Command) -> None:
    session = to_stop(target_mse=0.05, patience=20)
    session.apply(changed_stop_rule(session.state, epoch_limit=50))
    state = session.apply(command)
    assert state.stop_rule == StopRule(50, 0.05, 20)


def test_loading_replaces_the_stop_rule() -> None:
    session = to_stop(target_mse=0.05)
    session.apply(changed_stop_rule(session.state, epoch_limit=50))
    state = session.apply(Load(setup_for("xor", Options(patience=3))))
    assert state.stop_rule == StopRule(patience=3)


def test_setting_the_stop_rule_keeps_the_phase_of_the_sample() -> None:
    session = to_stop()
    for _ in range(4):
        session.apply(StepPhase())
    assert session.apply(changed_stop_rule(session.state, target_mse=0.1)).phase == 4


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"epoch_limit": 0}, "a run stops after 1 epoch or more, got 0"),
        ({"target_mse": float("inf")}, "the target MSE must be a finite number, 0 or more, got inf"),
        ({"target_mse": float("nan")}, "got nan"),
        ({"target_mse": -0.1}, "0 or more, got -0.1"),
        ({"patience": 0}, "patience takes 1 epoch or more, got 0"),
    ],
)
def test_a_stop_rule_rejects_invalid_values(values: dict[str, float], says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        StopRule(**values)
