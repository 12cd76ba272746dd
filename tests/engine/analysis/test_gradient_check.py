"""The gradient check: passes where the engine is right, fails where a gradient is wrong."""

import math
import warnings
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.analysis.gradient_check import Check, Report, check, check_all
from engine.errors import InvalidValue
from engine.experiment.starts import setup_for
from engine.network.activations import HIDDEN_ACTIVATIONS, activation_named
from engine.network.network import Network, parameter_count
from engine.network.places import Bias, Weight
from engine.network.propagation import Gradients, backward, forward
from tests.engine.explaining.explained import all_places
from tests.engine.strategies import GOALS, errors_of, expected_for, is_smooth, networks, seeds

Sample = tuple[Network, np.ndarray, np.ndarray]


@st.composite
def samples(draw: st.DrawFn, outputs: int | None = None, goals: Sequence[tuple[str, str]] = GOALS) -> Sample:
    """A network, the inputs of one sample and what is expected of it."""
    network = draw(networks(outputs, goals))
    rng = np.random.default_rng(draw(seeds))
    inputs = rng.normal(0.0, 1.5, network.sizes[0])
    assume(is_smooth(network, inputs))
    return network, inputs, expected_for(network, rng)


def start_of(name: str) -> Sample:
    setup = setup_for(name)
    return setup.network(), setup.dataset.inputs[0], setup.dataset.expected[0]


def engine_gradients(sample: Sample) -> Gradients:
    network, inputs, expected = sample
    return backward(network, forward(network, inputs), expected)


def error_of(network: Network, inputs: np.ndarray, expected: np.ndarray) -> float:
    return errors_of(network, inputs, expected)


def parameters_of(network: Network) -> list[Weight | Bias]:
    """Every weight and bias, in the order of ``Network.parameters``."""
    return [place for place in all_places(network.sizes) if isinstance(place, Weight | Bias)]


def backward_with_the_articles_mistake(network: Network, inputs: np.ndarray, expected: np.ndarray) -> Gradients:
    """Level 2 of the article: the hidden δ is multiplied by a(1 − a) twice."""
    activations = forward(network, inputs).activations
    error, deltas, gradients = activations[-1] - expected, [], []
    for layer in range(len(network.sizes) - 1, 0, -1):
        slope = np.empty_like(activations[layer])
        activation_named(network.activations[layer - 1]).derivative(activations[layer], slope)
        hidden = layer < len(network.sizes) - 1
        deltas.insert(0, error * slope * slope if hidden else error * slope)
        gradients.insert(0, np.outer(deltas[0], np.append(activations[layer - 1], 1.0)).ravel())
        error = deltas[0] @ network.weights[layer - 1]
    return Gradients(tuple(deltas), np.concatenate(gradients))


# Where the engine is right.


@pytest.mark.parametrize("outputs", [1, 2, 3])
@given(data=st.data())
def test_the_engines_gradients_agree_to_seven_digits(outputs: int, data: st.DataObject) -> None:
    sample = data.draw(samples(outputs))
    report = check_all(*sample)
    rounding = 1e-9 * (1.0 + error_of(*sample))
    assert report.gradients == pytest.approx(report.numeric, rel=1e-7, abs=rounding)
    assert np.array_equal(report.gradients, engine_gradients(sample).parameters)
    assert report.passed
    assert (report.checked, report.agreeing, report.undefined) == (report.total, report.total, 0)


@given(samples())
def test_a_nudge_equals_a_pass_of_the_whole_network(sample: Sample) -> None:
    network, inputs, expected = sample
    report = check_all(*sample)
    for index, place in enumerate(parameters_of(network)):
        told, value = report.check(index), network.value(place)
        assert told.place == place
        assert 0.0 < told.epsilon < 1e-4 * max(1.0, abs(value))
        assert (value + told.epsilon) - value == told.epsilon
        for nudge, error in ((told.epsilon, told.above), (-told.epsilon, told.below)):
            moved = network.with_value(place, value + nudge)
            assert error == pytest.approx(error_of(moved, inputs, expected), rel=1e-12, abs=1e-14)
        assert told.numeric == report.numeric[index]
        assert told.excess == pytest.approx(report.excess[index], rel=1e-12)


@given(samples())
def test_checking_one_equals_checking_all(sample: Sample) -> None:
    report = check_all(*sample)
    for index, place in enumerate(parameters_of(sample[0])):
        alone, among = check(*sample, place), report.check(index)
        assert (alone.place, alone.gradient, alone.epsilon) == (among.place, among.gradient, among.epsilon)
        assert alone.above == pytest.approx(among.above, rel=1e-13, abs=1e-15)
        assert alone.below == pytest.approx(among.below, rel=1e-13, abs=1e-15)
        assert alone.agrees


def test_all_twelve_of_the_worked_example_agree() -> None:
    report = check_all(*start_of("walkthrough"))
    assert (report.total, report.agreeing, report.passed) == (12, 12, True)
    w5 = check(*start_of("walkthrough"), Weight(2, 0, 0))
    assert w5.numeric == pytest.approx(0.09510947437, abs=1e-9)
    assert w5.relative < 1e-7
    assert w5.fault == ""


@pytest.mark.parametrize("scale", [1.0, 255.0, 1e5, 1e9])
@pytest.mark.parametrize(("target", "last"), [(0.5, 1.0), (250_000.0, 1.0), (250_000.0, 1e-6)])
def test_unscaled_data_raise_no_false_alarm(scale: float, target: float, last: float) -> None:
    """Inputs in the thousands make a plain nudge leap; an error in the billions drowns small gradients in rounding."""
    rng = np.random.default_rng(3)
    sizes = (4, 6, 1)
    weights = rng.normal(0.0, 0.5, parameter_count(sizes))
    weights[: parameter_count(sizes[:2])] /= scale  # so that not every sigmoid is saturated
    weights[parameter_count(sizes[:2]) :] *= last
    network = Network(sizes, ("sigmoid", "linear"), weights)
    report = check_all(network, scale * rng.uniform(0.2, 1.0, 4), np.array([target]))
    assert report.passed, report.worst(3)


def test_a_wide_network_is_checked_in_blocks() -> None:
    sizes = (700, 40, 30, 10)
    rng = np.random.default_rng(1)
    network = Network(sizes, ("sigmoid",) * 3, rng.normal(0.0, 0.1, parameter_count(sizes)))
    inputs, expected = rng.uniform(0.0, 1.0, 700), rng.uniform(0.0, 1.0, 10)
    report = check_all(network, inputs, expected)
    assert report.passed
    for index in rng.integers(0, report.total, 40).tolist():
        told = report.check(index)
        moved = network.with_value(told.place, network.value(told.place) + told.epsilon)
        assert told.above == pytest.approx(error_of(moved, inputs, expected), rel=1e-12)


# Where a gradient is wrong.


@pytest.mark.parametrize("start", ["walkthrough", "level1", "level2"])
def test_the_articles_mistake_is_caught(start: str) -> None:
    sample = start_of(start)
    network = sample[0]
    hidden = parameter_count(network.sizes[:2])
    report = check_all(*sample, backward_with_the_articles_mistake(*sample))
    assert not report.passed
    assert {told.place.layer for told in report.worst(report.total - report.agreeing)} == {1}
    assert (report.excess[hidden:] <= 1.0).all()
    if start == "walkthrough":
        assert (report.excess[:hidden] > 1.0).all()


@given(samples(goals=[("half-squared", output) for output in HIDDEN_ACTIVATIONS]))
def test_the_articles_formula_without_its_mistake_equals_the_engine(sample: Sample) -> None:
    """What the test above catches is the mistake alone: without hidden layers there is none."""
    network, inputs, expected = sample
    told = backward_with_the_articles_mistake(network, inputs, expected).parameters
    right = engine_gradients(sample).parameters
    last = parameter_count(network.sizes[:-1])
    assert told[last:] == pytest.approx(right[last:], rel=1e-12, abs=1e-14)


def test_a_bias_moved_twice_as_far_is_caught() -> None:
    """Level 1 of the article updates it once for every input."""
    sample = start_of("walkthrough")
    network, right = sample[0], engine_gradients(sample)
    is_bias = np.array([isinstance(place, Bias) for place in parameters_of(network)])
    wrong = Gradients(right.deltas, np.where(is_bias, 2.0, 1.0) * right.parameters)
    report = check_all(*sample, wrong)
    assert (report.excess > 1.0).tolist() == is_bias.tolist()
    assert not check(*sample, Bias(1, 0), wrong).agrees
    assert check(*sample, Weight(1, 0, 0), wrong).agrees


@given(samples(), st.data(), st.sampled_from([0.01, -0.01, math.nan, math.inf]))
def test_one_wrong_gradient_is_the_worst_and_the_only_one(sample: Sample, data: st.DataObject, by: float) -> None:
    right = engine_gradients(sample)
    index = data.draw(st.integers(0, len(right.parameters) - 1))
    wrong = right.parameters.copy()
    wrong[index] += by * (1.0 + abs(wrong[index]))
    report = check_all(*sample, Gradients(right.deltas, wrong))
    worst = report.worst()
    assert worst[0].place == parameters_of(sample[0])[index]
    assert [told.agrees for told in worst] == [False] + [True] * (len(worst) - 1)
    assert report.agreeing == report.total - 1
    assert report.undefined == (not math.isfinite(by))
    assert bool(worst[0].fault) == (not math.isfinite(by))


@given(samples())
def test_the_worst_come_first(sample: Sample) -> None:
    excesses = [told.excess for told in check_all(*sample).worst(1000)]
    assert excesses == sorted(excesses, reverse=True)
    assert len(excesses) == len(sample[0].parameters)


def test_tolerances_are_those_of_common_checkers() -> None:
    """|a − n| ≤ 1e-5 + 1e-3 · max(|a|, |n|), here with n = 2 and n = 0."""

    def agrees(gradient: float, slope: float) -> bool:
        return Check(Bias(1, 0), gradient, 0.25, 0.5 * slope, 0.0).agrees

    assert agrees(2.0 + 2e-3, 2.0)
    assert agrees(2.0 - 2e-3, 2.0)
    assert not agrees(2.0 + 2.1e-3, 2.0)
    assert not agrees(2.0 - 2.1e-3, 2.0)
    assert agrees(0.99e-5, 0.0)
    assert not agrees(1.02e-5, 0.0)


@pytest.mark.parametrize(
    ("gradient", "numeric", "relative"), [(2.0, 1.0, 0.5), (1.0, 2.0, 0.5), (1.0, -1.0, 2.0), (0.0, 0.0, 0.0)]
)
def test_relative_is_a_share_of_the_larger(gradient: float, numeric: float, relative: float) -> None:
    assert Check(Bias(1, 0), gradient, 0.25, numeric, 0.5 * numeric).relative == relative


# Infinite and undefined numbers.


@pytest.mark.parametrize(
    ("gradient", "above", "below", "fault"),
    [
        (1.0, math.inf, 1.0, "E(w + ε) is infinite"),
        (1.0, math.inf, math.inf, "E(w + ε) is infinite"),
        (1.0, 1.0, math.nan, "E(w − ε) is not a number"),
        (math.nan, 1.0, 1.0, "the gradient is not a number"),
        (math.inf, math.inf, 0.0, "E(w + ε) is infinite"),
        (-math.inf, 1.0, 1.0, "the gradient is infinite"),
    ],
)
def test_a_number_that_is_not_finite_never_agrees_and_is_named(
    gradient: float, above: float, below: float, fault: str
) -> None:
    told = Check(Weight(1, 0, 0), gradient, 1e-5, above, below)
    assert not told.agrees
    assert told.fault == fault
    report = Report((1, 1), np.arange(1), 2, *(np.array([value]) for value in (gradient, 1e-5, above, below)))
    assert (report.agreeing, report.undefined, report.passed) == (0, 1, False)


def test_an_overflowing_network_fails_the_check_without_a_warning() -> None:
    network = Network((2, 2, 1), ("linear", "sigmoid"), np.full(9, 1.7e308))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        report = check_all(network, np.array([2.0, -2.0]), np.array([1.0]))
        assert not report.passed
        assert len(report.worst(20)) == 9
        big = Network((1, 1), ("linear",), np.array([1e200, 0.0]))
        told = check(big, np.array([1.0]), np.array([0.0]), Weight(1, 0, 0))
    assert (told.agrees, told.fault) == (False, "E(w + ε) is infinite")


# Progress, and what stays as it was.


def test_progress_rises_to_one() -> None:
    told: list[float] = []
    report = check_all(*start_of("level2"), progress=told.append)
    assert told == sorted(set(told))
    assert told[-1] == 1.0
    assert len(told) == 5
    assert report.passed


def test_a_check_can_be_stopped() -> None:
    network, inputs, expected = start_of("level2")
    whole = check_all(network, inputs, expected)
    part = check_all(network, inputs, expected, progress=lambda share: share < 0.3)
    assert (part.checked, part.agreeing, part.total, part.passed) == (6, 6, 17, False)
    assert np.array_equal(part.numeric, whole.numeric[:6])
    assert len(part.worst(100)) == 6


def test_a_check_changes_nothing_and_is_read_only() -> None:
    network, inputs, expected = start_of("walkthrough")
    before = network.parameters.copy(), inputs.copy(), expected.copy()
    report = check_all(network, inputs, expected)
    for now, then in zip((network.parameters, inputs, expected), before, strict=True):
        assert np.array_equal(now, then)
    for array in (report.gradients, report.epsilons, report.above, report.below, report.numeric, report.excess):
        assert not array.flags.writeable


@pytest.mark.parametrize("place", [Weight(3, 0, 0), Weight(1, 0, 2), Bias(2, 2), Bias(0, 0)])
def test_an_unknown_place_is_refused(place: Weight | Bias) -> None:
    with pytest.raises(InvalidValue, match="2-2-2 network has no"):
        check(*start_of("walkthrough"), place)
