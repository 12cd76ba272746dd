"""Losses and optimisers against formulas written out by hand and finite differences; and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.network.activations import HIDDEN_ACTIVATIONS, activation_named
from engine.network.losses import LOSSES, check_expected, log_softmax, loss_for
from engine.network.many_rows import batch_gradient
from engine.network.method import Method
from engine.network.network import Network, parameter_count
from engine.network.optimizers import OPTIMIZERS, optimizer_named
from engine.network.propagation import advance, backward, forward, sample_error
from tests.engine.strategies import GOALS, errors_of, expected_for, is_smooth, seeds

hidden_sizes = st.lists(st.integers(1, 6), max_size=3)


def slope_of(network: Network, inputs: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Central differences of E by each parameter."""
    slopes = np.empty_like(network.parameters)
    for i, nudge in enumerate(1e-6 * np.maximum(1.0, np.abs(network.parameters))):
        step = np.zeros_like(slopes)
        step[i] = nudge
        above, below = (
            errors_of(network.with_parameters(network.parameters + sign * step), inputs, expected) for sign in (1, -1)
        )
        slopes[i] = (above - below) / (2 * nudge)
    return slopes


@pytest.mark.parametrize("outputs", [1, 2, 3])
@pytest.mark.parametrize("hidden", HIDDEN_ACTIVATIONS)
@pytest.mark.parametrize(("loss", "output"), GOALS)
@settings(max_examples=8)
@given(sizes=hidden_sizes, inputs=st.integers(1, 4), seed=seeds)
def test_every_gradient_is_the_slope_of_the_error_shown(
    loss: str, output: str, hidden: str, outputs: int, sizes: list[int], inputs: int, seed: int
) -> None:
    shape, rng = (inputs, *sizes, outputs), np.random.default_rng(seed)
    parameters = rng.normal(0.0, 0.7, parameter_count(shape))
    network = Network(shape, (*[hidden] * len(sizes), output), parameters, loss)
    sample, expected = rng.normal(0.0, 1.5, inputs), expected_for(network, rng)
    assume(is_smooth(network, sample))
    exact = backward(network, forward(network, sample), expected).parameters
    rounding = 1e-8 * (1 + errors_of(network, sample, expected))
    assert exact == pytest.approx(slope_of(network, sample, expected), rel=1e-5, abs=rounding)


@pytest.mark.parametrize("outputs", [1, 2, 3])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(("loss", "output"), GOALS)
@pytest.mark.parametrize("hidden", HIDDEN_ACTIVATIONS)
@settings(max_examples=2)
@given(sizes=hidden_sizes, inputs=st.integers(1, 4), seed=seeds, l2=st.sampled_from([0.0, 0.05]))
def test_every_step_follows_the_slope_of_the_error_shown(
    loss: str,
    output: str,
    optimizer: str,
    outputs: int,
    hidden: str,
    sizes: list[int],
    inputs: int,
    seed: int,
    l2: float,
) -> None:
    """A batch's step, with the gradient from finite differences and the optimiser written out below."""
    shape, rng = (inputs, *sizes, outputs), np.random.default_rng(seed)
    parameters = rng.normal(0.0, 0.7, parameter_count(shape))
    network = Network(shape, (*[hidden] * len(sizes), output), parameters, loss)
    data = rng.normal(0.0, 1.5, (3, inputs)), expected_for(network, rng, 3)
    assume(is_smooth(network, *data[0]))
    numerical = np.mean([slope_of(network, x, y) for x, y in zip(*data, strict=True)], axis=0)
    exact = batch_gradient(network, *data)
    assert exact == pytest.approx(numerical, rel=1e-5, abs=1e-7)
    if l2:
        weights = np.concatenate([np.append(row[:-1], 0.0) for matrix in network.layers for row in matrix])
        exact = exact + l2 * weights
    method = Method(0.1, optimizer, l2=l2)
    found, _ = advance(network, batch_gradient(network, *data), method, method.new_memory(len(network.parameters)))
    wanted = [slow_steps(optimizer, w, [g], 0.1)[-1] for w, g in zip(network.parameters, exact, strict=True)]
    assert found.parameters == pytest.approx(wanted, rel=1e-9, abs=1e-12)


def slow_steps(optimizer: str, w: float, gradients: list[float], alpha: float) -> list[float]:
    """The path of one parameter, by the formulas as their sources print them."""
    m = v = 0.0
    way = []
    for t, g in enumerate(gradients, start=1):
        match optimizer:
            case "sgd":
                w -= alpha * g
            case "momentum":  # Keras's form: α inside
                v = 0.9 * v - alpha * g
                w += v
            case "nesterov":  # Keras's form
                v = 0.9 * v - alpha * g
                w += 0.9 * v - alpha * g
            case "rmsprop":
                v = 0.9 * v + (1 - 0.9) * g**2
                w -= alpha * g / (math.sqrt(v) + 1e-7)
            case "adam":
                m, v = 0.9 * m + (1 - 0.9) * g, 0.999 * v + (1 - 0.999) * g**2
                alpha_t = alpha * math.sqrt(1 - 0.999**t) / (1 - 0.9**t)
                w -= alpha_t * m / (math.sqrt(v) + 1e-7)
        way.append(w)
    return way


@pytest.mark.parametrize("name", OPTIMIZERS)
@given(
    gradients=st.lists(st.floats(-10.0, 10.0), min_size=1, max_size=30),
    w=st.floats(-3.0, 3.0),
    alpha=st.floats(1e-4, 1.0),
)
def test_an_optimiser_follows_its_formula(name: str, gradients: list[float], w: float, alpha: float) -> None:
    method, network = Method(alpha, name), Network((1, 1), ("linear",), np.array([w, 0.0]))
    memory, way = method.new_memory(2), []
    for gradient in gradients:
        network, memory = advance(network, np.array([gradient, 0.0]), method, memory)
        way.append(network.parameters[0])
    assert memory.updates == len(gradients)
    assert way == pytest.approx(slow_steps(name, w, gradients, alpha), rel=1e-9, abs=1e-9)
    assert network.parameters[1] == 0.0


def test_a_memory_that_overflows_is_refused() -> None:
    network, adam = Network((1, 1), ("linear",), np.zeros(2)), Method(0.1, "adam")
    with pytest.raises(InvalidValue, match="what adam remembers"):
        advance(network, np.array([1e200, 0.0]), adam, adam.new_memory(2))


# Cross-entropy where logarithms are in danger.


@pytest.mark.parametrize("s", [-1e4, -800.0, -40.0, 0.0, 40.0, 800.0, 1e4])
@pytest.mark.parametrize("y", [0.0, 0.25, 1.0])
def test_binary_cross_entropy_is_exact_for_any_sum(s: float, y: float) -> None:
    loss, sums = loss_for("cross-entropy", "sigmoid"), np.array([s])
    a = np.empty(1)
    activation_named("sigmoid").function(sums, a)
    with np.errstate(all="raise", under="ignore"):
        error = float(loss.errors(sums, a, np.array([y])))
    softplus = max(s, 0.0) + math.log1p(math.exp(-abs(s)))
    assert error == pytest.approx(y * (softplus - s if s < 0 else math.log1p(math.exp(-s))) + (1 - y) * softplus)
    if abs(s) <= 40.0 and y in (0.0, 1.0):
        assert error > 0.0


@pytest.mark.parametrize("sums", [[0.0, 0.0], [40.0, 0.0], [1e4, -1e4], [-800.0, -840.0, -800.0], [3.0, 1.0, -2.0]])
def test_log_softmax_is_exact_for_any_sums(sums: list[float]) -> None:
    found = log_softmax(np.array(sums))
    largest = sums.index(max(sums))
    others = math.fsum(math.exp(s - max(sums)) for i, s in enumerate(sums) if i != largest)
    assert found.tolist() == pytest.approx([s - max(sums) - math.log1p(others) for s in sums], rel=1e-15)
    if sums == [40.0, 0.0]:
        assert found[0] == pytest.approx(-math.exp(-40.0), rel=1e-12)  # which 1 − a could not show


@pytest.mark.parametrize("sums", [[1e4, 0.0, -1e4], [800.0, 800.0, 0.0], [-8e307, 8e307, 0.0]])
def test_softmax_never_overflows(sums: list[float]) -> None:
    out = np.empty(3)
    activation_named("softmax").function(np.array(sums), out)
    assert out.sum() == pytest.approx(1.0)
    assert np.isfinite(out).all()


def test_a_confident_wrong_answer_still_learns() -> None:
    """By way of ∂E/∂a · ∂a/∂s it would not: ∞ · 0."""
    for output, expected in (("sigmoid", [1.0, 0.0]), ("softmax", [1.0, 0.0])):
        network = Network((1, 2), (output,), np.array([-900.0, 0.0, 900.0, 0.0]), "cross-entropy")
        trace = forward(network, np.array([1.0]))
        gradients = backward(network, trace, np.array(expected))
        assert gradients.deltas[0].tolist() == [-1.0, 1.0]
        error = sample_error(network, trace, np.array(expected))
        assert error == pytest.approx(1800.0)


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=4), seeds)
def test_categorical_cross_entropy_has_its_exact_gradient_for_any_expected_values(y: list[float], seed: int) -> None:
    """By hand the expected values can be set so that they do not add up to 1."""
    rng = np.random.default_rng(seed)
    network = Network((2, len(y)), ("softmax",), rng.normal(size=3 * len(y)), "cross-entropy")
    sample, expected = rng.normal(size=2), np.array(y)
    exact = backward(network, forward(network, sample), expected).parameters
    assert exact == pytest.approx(slope_of(network, sample, expected), rel=1e-5, abs=1e-8)


# Refusals.


@pytest.mark.parametrize(
    ("activations", "loss", "says"),
    [
        (("softmax", "softmax"), "cross-entropy", "softmax is for the output layer"),
        (("sigmoid", "softmax"), "half-squared", "softmax goes with the loss cross-entropy, not half-squared"),
        (("sigmoid", "softmax"), "mse", "softmax goes with the loss cross-entropy, not mse"),
        *[
            (("sigmoid", output), "cross-entropy", f"outputs of sigmoid or softmax, not {output}")
            for output in ("tanh", "relu", "leaky-relu", "linear")
        ],
        (("sigmoid", "sigmoid"), "hinge", "unknown loss 'hinge': use one of half-squared, mse, cross-entropy"),
    ],
)
def test_invalid_combinations_are_refused_with_the_reason(activations: tuple[str, ...], loss: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says) as caught:
        Network((2, 2, 2), activations, np.zeros(12), loss)
    assert str(caught.value).isprintable()


def test_every_loss_is_tried_with_every_output_it_takes() -> None:
    assert {loss for loss, _ in GOALS} == set(LOSSES)
    taken = [(loss, output) for loss in LOSSES for output in (*HIDDEN_ACTIVATIONS, "softmax") if _goes(loss, output)]
    assert sorted(taken) == sorted(GOALS)


def _goes(loss: str, output: str) -> bool:
    try:
        return bool(loss_for(loss, output))
    except InvalidValue:
        return False


def test_cross_entropy_takes_only_expected_values_from_0_to_1() -> None:
    check_expected("half-squared", np.array([[7.0]]))
    check_expected("cross-entropy", np.array([[0.0, 0.3, 1.0]]))
    for wrong in (-0.1, 1.5, 7.0):
        with pytest.raises(InvalidValue, match=f"from 0 to 1, and one of them is {wrong:g}"):
            check_expected("cross-entropy", np.array([[0.0, wrong]]))


def test_an_unknown_optimiser_is_refused_by_name() -> None:
    with pytest.raises(InvalidValue, match="unknown optimizer 'adagrad': use one of sgd, momentum, nesterov"):
        optimizer_named("adagrad")
