"""Mazur's worked example: every figure that his tutorial prints, to the digits that it prints."""

import pytest

from engine.experiment.starts import setup_for
from engine.network.places import Bias, Weight, parameter_name
from engine.network.propagation import forward, sample_error
from engine.session.session import Session
from engine.training.commands import Run, StepSample
from engine.training.state import TrainingState

HIDDEN_SUM = 0.3775
OUTPUTS = {"h1": 0.593269992, "h2": 0.596884378, "o1": 0.75136507, "o2": 0.772928465}
ERRORS = {"o1": 0.274811083, "o2": 0.023560026}
ERROR, ERROR_AFTER, ERROR_PRINTED = 0.298371109, 0.291027774, 0.291027924
DELTA_O1, GRADIENT_W5, GRADIENT_W1 = 0.138498562, 0.082167041, 0.000438568
STEPPED = {
    **{"w5": 0.35891648, "w6": 0.408666186, "w7": 0.511301270, "w8": 0.561370121},
    **{"w1": 0.149780716, "w2": 0.19956143, "w3": 0.24975114, "w4": 0.29950229},
}
WEIGHTS = [Weight(layer, target, source) for layer in (1, 2) for target in (0, 1) for source in (0, 1)]
BIASES = [Bias(layer, target) for layer in (1, 2) for target in (0, 1)]


def digits(figure: float) -> object:
    """Return what equals a figure with nine digits after the point, of which the last is not always rounded."""
    return pytest.approx(figure, rel=0, abs=1.01e-9 if len(f"{figure:.9g}") > 10 else 1.01e-8)


@pytest.fixture
def session() -> Session:
    return Session(setup_for("mazur"))


def error_of(state: TrainingState) -> float:
    return sample_error(state.network, state.trace, state.dataset.expected[0])


def test_forward(session: Session) -> None:
    trace = session.state.trace
    assert trace.sums[0][0] == digits(HIDDEN_SUM)
    found = [*trace.activations[1], *trace.activations[2]]
    assert found == [digits(figure) for figure in OUTPUTS.values()]
    shares = (trace.activations[2] - session.state.dataset.expected[0]) ** 2 / 2
    assert list(shares) == [digits(figure) for figure in ERRORS.values()]
    assert error_of(session.state) == digits(ERROR)


def test_backward(session: Session) -> None:
    gradients, network = session.state.gradients, session.state.network
    assert gradients.deltas[1][0] == digits(DELTA_O1)
    assert gradients.parameters[network.parameter_index(Weight(2, 0, 0))] == digits(GRADIENT_W5)
    assert gradients.parameters[network.parameter_index(Weight(1, 0, 0))] == digits(GRADIENT_W1)


def test_a_step(session: Session) -> None:
    network = session.apply(StepSample()).network
    assert {parameter_name(network.sizes, place): network.value(place) for place in WEIGHTS} == {
        name: digits(figure) for name, figure in STEPPED.items()
    }
    assert [network.value(place) for place in BIASES] == [0.35, 0.35, 0.6, 0.6]
    assert error_of(session.state) == digits(ERROR_AFTER)


def test_the_error_printed_for_after_the_step_is_of_other_weights(session: Session) -> None:
    """It comes out where the δ of the hidden layer takes w5 to w8 after the update, unlike the printed w1 to w4."""
    before, after = session.state, session.apply(StepSample())
    _, hidden, _ = before.trace.activations
    slopes = (after.network.weights[1].T @ before.gradients.deltas[1]) * hidden * (1 - hidden)
    other = after.network
    for target in (0, 1):
        for source in (0, 1):
            weight = before.network.weights[0][target, source]
            place, step = Weight(1, target, source), 0.5 * slopes[target] * before.dataset.inputs[0, source]
            other = other.with_value(place, weight - step)
    outputs = forward(other, before.dataset.inputs[0]).outputs
    assert ((outputs - before.dataset.expected[0]) ** 2).sum() / 2 == digits(ERROR_PRINTED)


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
def test_the_error_printed_for_after_ten_thousand_steps(session: Session, kernel: str) -> None:
    if kernel == "numba":
        pytest.importorskip("numba")
    session.apply(Run(9_999, kernel))
    assert f"{error_of(session.state):.10f}" == "0.0000351085"
