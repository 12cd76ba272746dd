"""The loss along one weight against full forward passes, and its slope against the engine's gradient."""

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.analysis.evaluation import evaluate
from engine.analysis.slices import MOST_ROWS, loss_slice
from engine.data.bundled import bundled
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.experiment.starts import setup_for
from engine.network.network import Network, parameter_count
from engine.network.places import Bias, Weight
from engine.network.propagation import backward, descend, forward
from tests.engine.explaining.explained import all_places
from tests.engine.strategies import dataset_of, datasets, errors_of, networks

Case = tuple[Network, Dataset, Weight | Bias]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A network, rows for it and one of its weights and biases."""
    network = draw(networks())
    places = [place for place in all_places(network.sizes) if isinstance(place, Weight | Bias)]
    return network, draw(datasets(network.sizes[0], network.sizes[-1])), draw(st.sampled_from(places))


def sample_of(dataset: Dataset) -> tuple[np.ndarray, np.ndarray]:
    return dataset.inputs[0], dataset.expected[0]


def sample_error(network: Network, sample: tuple[np.ndarray, np.ndarray]) -> float:
    return errors_of(network, *sample)


@given(cases(), st.floats(-3.0, 3.0))
def test_the_next_value_can_be_given(case: Case, following: float) -> None:
    network, dataset, place = case
    curve = loss_slice(network, sample_of(dataset), place, learning_rate=0.5, next_value=following)
    assert curve.next_value == following
    wanted = sample_error(network.with_value(place, following), sample_of(dataset))
    assert curve.next_loss == pytest.approx(wanted, rel=1e-10, abs=1e-12)


def walkthrough() -> tuple[Network, tuple[np.ndarray, np.ndarray]]:
    setup = setup_for("walkthrough")
    return setup.network(), sample_of(setup.dataset)


# The curve.


@given(cases(), st.floats(0.01, 20.0), st.integers(2, 12))
def test_every_point_is_the_loss_of_the_network_with_that_value(case: Case, span: float, points: int) -> None:
    network, dataset, place = case
    one = loss_slice(network, sample_of(dataset), place, learning_rate=0.5, span=span, points=points)
    many = loss_slice(network, dataset, place, learning_rate=0.5, span=span, points=points)
    for curve, loss in (
        (one, lambda moved: sample_error(moved, sample_of(dataset))),
        (many, lambda moved: evaluate(moved, dataset).error),
    ):
        wanted = [loss(network.with_value(place, value)) for value in (*curve.values, curve.next_value)]
        assert [*curve.losses, curve.next_loss] == pytest.approx(wanted, rel=1e-10, abs=1e-12)
    assert (one.rows, many.rows) == (1, dataset.rows)


@given(cases())
def test_the_curve_passes_through_the_current_loss(case: Case) -> None:
    network, dataset, place = case
    one = loss_slice(network, sample_of(dataset), place, learning_rate=0.5, points=21)
    many = loss_slice(network, dataset, place, learning_rate=0.5, points=21)
    assert one.value == many.value == one.values[10] == many.values[10] == network.value(place)
    assert one.loss == sample_error(network, sample_of(dataset))
    assert many.loss == pytest.approx(evaluate(network, dataset).error, rel=1e-12)
    assert one.losses[10] == pytest.approx(one.loss, rel=1e-12, abs=1e-16)
    assert many.losses[10] == pytest.approx(many.loss, rel=1e-12, abs=1e-16)


def test_a_small_loss_beside_large_sums_is_exact() -> None:
    """Adding the terms up again in another order would be off by more than the whole loss."""
    rng = np.random.default_rng(6)
    network, inputs = Network((20, 1), ("linear",), rng.normal(0.0, 1.0, 21)), rng.normal(0.0, 1e6, 20)
    sample = inputs, forward(network, inputs).outputs + 1e-8
    for source in range(20):
        curve = loss_slice(network, sample, Weight(1, 0, source), learning_rate=1e-9, points=3)
        assert curve.losses[1] == curve.loss == sample_error(network, sample)


@given(cases(), st.floats(0.1, 5.0))
def test_values_are_even_and_span_what_was_asked(case: Case, span: float) -> None:
    network, dataset, place = case
    curve = loss_slice(network, dataset, place, learning_rate=0.5, span=span, points=9)
    assert np.diff(curve.values) == pytest.approx(np.full(8, span / 4))
    assert curve.values[0] == pytest.approx(curve.value - span, abs=1e-12)


# Its slope and the next step.


@given(cases())
def test_the_slope_is_the_gradient(case: Case) -> None:
    network, dataset, place = case
    index = network.parameter_index(place)
    gradients = [
        backward(network, forward(network, inputs), expected)
        for inputs, expected in zip(dataset.inputs, dataset.expected, strict=True)
    ]
    one = loss_slice(network, sample_of(dataset), place, learning_rate=0.3)
    assert one.slope == gradients[0].parameters[index]
    assert one.next_value == descend(network, gradients[0], 0.3).value(place)
    many = loss_slice(network, dataset, place, learning_rate=0.3)
    each = [gradient.parameters[index] for gradient in gradients]
    assert many.slope == pytest.approx(np.mean(each), rel=1e-10, abs=1e-12 * (1 + np.abs(each).max()))
    assert many.next_value == many.value - 0.3 * many.slope


@given(cases())
def test_the_tangent_touches_the_curve(case: Case) -> None:
    network, dataset, place = case
    curve = loss_slice(network, dataset, place, learning_rate=0.5, span=1e-4, points=3)
    line = curve.tangent(curve.values)
    assert line[1] == curve.loss
    assert curve.losses == pytest.approx(line, rel=1e-5, abs=1e-6)
    assert (line[2] - line[0]) == pytest.approx(curve.losses[2] - curve.losses[0], rel=1e-3, abs=1e-10 * (1 + line[1]))


def test_the_worked_example() -> None:
    network, sample = walkthrough()
    curve = loss_slice(network, sample, Weight(2, 0, 0), learning_rate=0.5)
    assert curve.loss == pytest.approx(0.21555443, abs=5e-9)
    assert curve.slope == pytest.approx(0.09510947, abs=5e-9)
    assert curve.next_value == pytest.approx(0.45244526, abs=5e-9)
    assert curve.next_loss == pytest.approx(0.21101325, abs=5e-9)
    assert curve.losses[0] < curve.next_loss < curve.loss < curve.losses[-1]


# How far it looks.


@given(cases(), st.floats(1e-4, 100.0))
def test_the_next_step_is_within_the_span(case: Case, learning_rate: float) -> None:
    network, dataset, place = case
    for data in (dataset, sample_of(dataset)):
        curve = loss_slice(network, data, place, learning_rate=learning_rate)
        reach = curve.values[-1] - curve.value
        assert abs(curve.next_value - curve.value) <= 0.5 * reach * (1 + 1e-9)
        assert (np.diff(curve.values) > 0).all()


def test_both_ends_of_a_sigmoid_are_within_the_span_at_any_input_scale() -> None:
    for scale in (0.8, 30.0, 1e4):
        network = Network((1, 1), ("sigmoid",), np.array([0.2 / scale, 0.0]))
        curve = loss_slice(network, (np.array([scale]), np.array([0.0])), Weight(1, 0, 0), learning_rate=1e-9)
        assert curve.losses[0] < 0.01
        assert 0.4 < curve.losses[-1] < 0.5


@given(st.floats(0.01, 100.0), st.floats(-1e6, 1e6), st.booleans())
def test_the_minimum_of_a_linear_output_is_within_the_span(size: float, target: float, bias: bool) -> None:
    network = Network((1, 1), ("linear",), np.array([0.5, 1.0]))
    place = Bias(1, 0) if bias else Weight(1, 0, 0)
    curve = loss_slice(network, (np.array([size]), np.array([target])), place, learning_rate=1e-9, points=201)
    lowest = (target - 0.5 * size) if bias else (target - 1.0) / size
    assume(abs(lowest - curve.value) > 1e-6)
    assert curve.values[0] < lowest < curve.values[-1]
    assert abs(curve.values[curve.losses.argmin()] - lowest) <= curve.values[1] - curve.values[0]


def test_a_weight_from_a_source_of_0_gives_a_level_line() -> None:
    network, sample = walkthrough()
    curve = loss_slice(network, (np.array([0.0, 1.0]), sample[1]), Weight(1, 0, 0), learning_rate=0.5)
    assert (curve.losses == curve.losses[0]).all()
    assert curve.slope == 0.0
    assert curve.values[0] < curve.value < curve.values[-1]


# Large data sets.


def large(rows: int, inputs: int, outputs: int) -> Dataset:
    rng = np.random.default_rng(2)
    return dataset_of(rng.normal(size=(rows, inputs)), rng.uniform(size=(rows, outputs)))


def network_of(*sizes: int) -> Network:
    rng = np.random.default_rng(4)
    return Network(sizes, ("sigmoid",) * (len(sizes) - 1), rng.normal(0.0, 0.2, parameter_count(sizes)))


@pytest.mark.parametrize("sizes", [(3, 4, 2), (3, 300, 200, 2)])
def test_many_rows_are_thinned_out_evenly(sizes: tuple[int, ...]) -> None:
    network, dataset = network_of(*sizes), large(3 * MOST_ROWS, sizes[0], sizes[-1])
    curve = loss_slice(network, dataset, Weight(1, 1, 2), learning_rate=0.5, span=2.0, points=5)
    assert 16 <= curve.rows <= MOST_ROWS
    chosen = np.arange(curve.rows) * dataset.rows // curve.rows
    part = replace(dataset, inputs=dataset.inputs[chosen], expected=dataset.expected[chosen])
    assert curve.loss == pytest.approx(evaluate(network, part).error, rel=1e-12)
    direct = [evaluate(network.with_value(curve.place, value), part).error for value in curve.values]
    assert curve.losses == pytest.approx(direct, rel=1e-10)
    assert curve.slope == loss_slice(network, part, curve.place, learning_rate=0.5, span=2.0, points=5).slope


def test_all_rows_of_digits_are_used() -> None:
    network, dataset = network_of(784, 128, 10), large(1800, 784, 10)
    for place in (Weight(1, 5, 700), Bias(1, 127), Weight(2, 9, 0), Bias(2, 3)):
        assert loss_slice(network, dataset, place, learning_rate=0.1).rows == 1800


# What overflows, and what is refused.


def test_an_overflow_is_infinite_without_a_warning() -> None:
    network, dataset = Network((1, 1), ("linear",), np.array([1e153, 0.0])), dataset_of([[1.0], [2.0]], [[0.0], [1.0]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        curve = loss_slice(network, dataset, Weight(1, 0, 0), learning_rate=0.1, span=1e155, points=5)
        curve.tangent(curve.values)
    assert np.isinf(curve.losses[[0, 1, 3, 4]]).all()
    assert np.isfinite(curve.losses[2])


def test_a_sum_that_is_infinite_now_is_finite_where_its_weight_is_small() -> None:
    network = Network((1, 1), ("linear",), np.array([1e300, 0.5]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        curve = loss_slice(
            network, (np.array([1e20]), np.array([0.0])), Weight(1, 0, 0), learning_rate=0.1, span=1e300, points=3
        )
    assert curve.values[0] == 0.0
    assert curve.losses.tolist() == [0.125, math.inf, math.inf]
    assert (curve.loss, curve.slope) == (math.inf, math.inf)


@pytest.mark.parametrize("parameters", [1.7e308, -1.7e308])
def test_the_largest_floats_raise_nothing(parameters: float) -> None:
    network = Network((2, 2, 1), ("linear", "linear"), np.full(9, parameters))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for place in (Weight(1, 0, 1), Bias(1, 1), Weight(2, 0, 0), Bias(2, 0)):
            curve = loss_slice(network, dataset_of([[2.0, 2.0]], [[1.0]]), place, learning_rate=1e300)
            assert np.isfinite(curve.values).all()


def test_values_stay_within_the_largest_float() -> None:
    network = Network((1, 1), ("sigmoid",), np.array([1.7e308, 0.0]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        curve = loss_slice(
            network, (np.array([0.5]), np.array([0.0])), Weight(1, 0, 0), learning_rate=0.1, span=1.7e308, points=3
        )
    assert curve.values.tolist() == [0.0, 1.7e308, np.finfo(np.float64).max]
    assert curve.losses.tolist() == [0.125, 0.5, 0.5]


@pytest.mark.parametrize("span", [0.0, -1.0, math.inf, math.nan])
def test_an_invalid_span_is_refused(span: float) -> None:
    network, sample = walkthrough()
    with pytest.raises(InvalidValue, match="the span must be a finite number above 0"):
        loss_slice(network, sample, Weight(1, 0, 0), learning_rate=0.5, span=span)


def test_too_few_points_and_unknown_places_are_refused() -> None:
    network, sample = walkthrough()
    with pytest.raises(InvalidValue, match="2 points or more, got 1"):
        loss_slice(network, sample, Weight(1, 0, 0), learning_rate=0.5, points=1)
    with pytest.raises(InvalidValue, match="no layer 3"):
        loss_slice(network, sample, Weight(3, 0, 0), learning_rate=0.5)


def test_a_slice_changes_nothing_and_is_read_only() -> None:
    dataset, network = bundled("iris"), network_of(4, 3, 3)
    before = network.parameters.copy()
    curve = loss_slice(network, dataset, Bias(1, 2), learning_rate=0.5)
    assert np.array_equal(network.parameters, before)
    assert not curve.values.flags.writeable
    assert not curve.losses.flags.writeable
