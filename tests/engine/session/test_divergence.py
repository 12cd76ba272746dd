"""Training that diverges: the last finite state is kept, and the message says where and why."""

import warnings
from collections.abc import Callable

import numpy as np
import pytest

from engine.errors import EngineError
from engine.experiment.starts import Options, setup_for
from engine.network.method import Method
from engine.network.places import Weight
from engine.session.session import Session
from engine.training.commands import Command, Run, SetInput, SetParameter, StepEpoch, StepPhase, StepSample
from engine.training.divergence import Divergence
from engine.training.phases import phases
from engine.training.state import Setup
from tests.engine.strategies import changed_method, dataset_of, fingerprint


def chain(weight: float, alpha: float, *rows: float) -> Session:
    """Return a session with one weight and linear output, which can be calculated by hand."""
    data = dataset_of([[x] for x in rows], [[0.0] for _ in rows])
    parameters = np.array([weight, 0.0])
    return Session(
        Setup("chain", data, (1, 1), ("linear",), parameters=parameters, method=Method(alpha, shuffle=False))
    )


def diverged(session: Session, act: Callable[[], object]) -> Divergence:
    """Assert that training diverges and leaves a state in which every number is finite."""
    with pytest.raises(Divergence) as caught:
        act()
    message = str(caught.value)
    assert message.isprintable()
    assert isinstance(caught.value, EngineError)
    assert np.isfinite(session.state.network.parameters).all()
    return caught.value


def test_divergence_keeps_the_last_finite_state_and_can_be_undone(level2: Session) -> None:
    level2 = Session(setup_for("level2", Options(activations=("sigmoid", "linear"), learning_rate=1e6)))
    start = fingerprint(level2.state)
    divergence = diverged(level2, lambda: level2.run(100_000))
    assert 0 < divergence.samples < 100_000
    assert level2.state is divergence.state
    assert level2.state.samples == divergence.samples
    assert level2.commands == (Run(divergence.samples),)
    # The next sample diverges.
    here = fingerprint(level2.state)
    assert diverged(level2, lambda: level2.apply(StepSample())).samples == 0
    assert fingerprint(level2.state) == here
    assert fingerprint(level2.undo()) == start
    assert fingerprint(level2.redo()) == here


def test_training_continues_once_the_cause_of_a_divergence_is_fixed(level2: Session) -> None:
    session = Session(setup_for("level2", Options(activations=("sigmoid", "linear"), learning_rate=1e6)))
    diverged(session, lambda: session.run(100_000))
    session.undo()
    session.apply(changed_method(session.state, learning_rate=0.05))
    assert session.run(400).samples == 400
    assert session.state.history.y[-1] < session.state.history.y[0]


@pytest.mark.parametrize(
    ("command", "samples"), [(StepEpoch(), 2), (Run(50), 2), (StepSample(), 1)], ids=["epoch", "run", "sample"]
)
def test_divergence_records_a_run_of_the_samples_before_it(command: Command, samples: int) -> None:
    session = chain(1.0, 0.1, 1.0, 1.0, 1e200, 1.0)
    if samples == 2:
        assert diverged(session, lambda: session.apply(command)).samples == 2
    else:
        session.apply(command)
    well = chain(1.0, 0.1, 1.0, 1.0, 1e200, 1.0)
    well.apply(Run(samples))
    assert fingerprint(session.state) == fingerprint(well.state)


def test_divergence_in_the_middle_of_a_run_joins_the_run() -> None:
    session = chain(1.0, 0.1, 1.0, 1.0, 1.0, 1e200)
    session.run(1)
    diverged(session, lambda: session.run(50))
    assert session.commands == (Run(3),)
    assert session.state.position == 3
    assert session.undo().samples == 0


def test_divergence_at_the_first_sample_is_not_a_step() -> None:
    session = chain(1e200, 0.5, 1e200)
    start = session.state
    for act in (lambda: session.run(5), lambda: session.apply(StepEpoch()), lambda: session.apply(StepSample())):
        assert diverged(session, act).samples == 0
        assert session.state is start
        assert session.commands == ()


def test_divergence_at_a_row_out_of_turn_is_not_a_step() -> None:
    session = chain(1e150, 0.5, 1.0, 1e200)
    before = session.state
    assert "row 2" in str(diverged(session, lambda: session.apply(StepSample(row=1))))
    assert session.state is before
    assert session.step == 0


OVER = "over the limit that can still be squared (1e154)"


@pytest.mark.parametrize(
    ("parameters", "x", "alpha", "says"),
    [
        ([1e200, 0.0, 0.0, 0.0], 1e200, 0.5, "the sum of h1 (hidden layer) became infinite"),
        ([1.0, 0.0, 1e200, 0.0], 1e150, 0.5, "the sum of o1 (output layer) became infinite"),
        ([1e-50, 0.0, 1e200, 0.0], 1.0, 0.5, "the δ of h1 (hidden layer) became infinite"),
        (
            [1.0, 0.0, 1e200, 0.0],
            1.0,
            0.5,
            f"the sum of o1 (output layer) became 1e200, {OVER}",
        ),
        ([1.0, 0.0, 1e-20, 0.0], 1e100, 1e135, "a new weight or bias of o1 (output layer) became infinite"),
        ([1e-80, 0.0, 1e120, 0.0], 1e100, 1.0, "a new weight or bias of h1 (hidden layer) became infinite"),
    ],
)
def test_divergence_names_the_layer(parameters: list[float], x: float, alpha: float, says: str) -> None:
    data = dataset_of([[x]], [[0.0]])
    method = Method(alpha, shuffle=False)
    setup = Setup("two", data, (1, 1, 1), ("linear", "linear"), parameters=np.array(parameters), method=method)
    session = Session(setup)
    assert str(diverged(session, lambda: session.run(10))) == f"stopped at epoch 0, sample 0/1, row 1: {says}"


def test_divergence_names_the_hidden_layer_by_its_number() -> None:
    data = dataset_of([[1.0]], [[0.0]])
    parameters = np.array([1e100, 0.0, 1.0, 0.0, 1e250, 0.0, 1.0, 0.0])
    setup = Setup("deep", data, (1, 1, 1, 1, 1), ("linear",) * 4, parameters=parameters, method=Method(shuffle=False))
    session = Session(setup)
    assert "the sum of h3.1 (hidden layer 3) became infinite" in str(diverged(session, lambda: session.run(1)))


def test_infinity_times_0_is_reported_as_not_a_number() -> None:
    """An infinite error reaches a neuron whose slope is 0; whether ∞ − ∞ appears in a sum depends on the processor."""
    data = dataset_of([[1.0]], [[1e300]])
    setup = Setup("nan", data, (1, 1, 1), ("sigmoid", "linear"), parameters=np.array([0.0, 1e4, 1e100, 0.0]))
    session = Session(setup)
    assert "the δ of h1 (hidden layer) became not a number" in str(diverged(session, lambda: session.run(1)))


def two_in_one_out(parameters: list[float], inputs: list[float], alpha: float, outputs: int = 1) -> Session:
    data = dataset_of([inputs], [[0.0] * outputs])
    given_outright = np.array(parameters)
    return Session(Setup("new", data, (2, outputs), ("linear",), parameters=given_outright, method=Method(alpha)))


def test_new_weights_of_plus_and_minus_infinity_are_reported_without_a_warning() -> None:
    session = two_in_one_out([1e-200, 0.0, 0.0], [1e200, -1e200], 1e200)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "of o1 (output layer) became infinite" in str(diverged(session, lambda: session.run(1)))


def test_a_neuron_with_large_finite_weights_is_not_blamed() -> None:
    session = two_in_one_out([1.7e308, 1.7e308, 0.0, 0.0, 0.0, 10.0], [0.0, 0.0], 1e308, outputs=2)
    assert "of o2 (output layer) became infinite" in str(diverged(session, lambda: session.run(1)))


def test_a_huge_weight_is_no_divergence_where_the_sigmoid_saturates(level2: Session) -> None:
    level2.apply(SetParameter(Weight(1, 0, 0), 1e150))
    assert level2.run(100).samples == 100


def test_a_weight_near_the_largest_float_is_a_divergence_before_anything_is_infinite(level2: Session) -> None:
    level2.apply(SetParameter(Weight(2, 0, 0), 1e308))
    assert "the sum of o1 (output layer) became " in str(diverged(level2, lambda: level2.run(100)))


def test_divergence_in_the_second_epoch_names_the_epoch() -> None:
    session = chain(1.0, 0.1, 1.0, 1.0)
    session.apply(StepEpoch())
    session.apply(StepSample())
    session.apply(SetInput(1, 0, 1e200))
    assert "stopped at epoch 1, sample 1/2, row 2" in str(diverged(session, lambda: session.run(9)))
    assert (session.state.epoch, session.state.position) == (1, 1), "what is said is where it stands"


def test_divergence_in_the_update_phase_stays_before_the_update() -> None:
    session = chain(1.0, 1e308, 1e200)
    order = phases((1, 1))
    for _ in order[:-1]:
        session.apply(StepPhase())
    waiting = session.state
    assert diverged(session, lambda: session.apply(StepPhase())).samples == 0
    assert session.state is waiting
