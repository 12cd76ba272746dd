"""Propagation against the formulas written out and finite differences; the fast kernel against propagation."""

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.analysis.evaluation import evaluate, rows_error, saturated_layer
from engine.data.bundled import bundled
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.kernels.workspace import Workspace
from engine.network.activations import HIDDEN_ACTIVATIONS, activation_named
from engine.network.losses import loss_for, mean_squared_error
from engine.network.many_rows import predict
from engine.network.method import Method
from engine.network.network import MOST_PARAMETERS, Network, parameter_count
from engine.network.propagation import backward, descend, forward
from tests.engine.strategies import dataset_of, datasets, errors_of, expected_for, is_smooth, networks, seeds


@st.composite
def samples(draw: st.DrawFn, outputs: int | None = None) -> tuple[Network, np.ndarray, np.ndarray]:
    """A network, the inputs of one sample and what is expected of it."""
    network = draw(networks(outputs))
    rng = np.random.default_rng(draw(seeds))
    return network, rng.normal(0.0, 1.5, network.sizes[0]), expected_for(network, rng)


@st.composite
def trainings(draw: st.DrawFn) -> tuple[Network, Dataset, list[int], float]:
    """A network, a data set for it, rows in any order and a learning rate."""
    network = draw(networks())
    dataset = draw(datasets(network.sizes[0], network.sizes[-1]))
    rows = draw(st.lists(st.integers(0, dataset.rows - 1), max_size=12))
    return network, dataset, rows, draw(st.sampled_from([0.001, 0.1, 0.5, 2.0]))


SLOW_ACTIVATIONS = {
    "sigmoid": lambda sums: [1 / (1 + math.exp(-s)) for s in sums],
    "tanh": lambda sums: [math.tanh(s) for s in sums],
    "relu": lambda sums: [s if s > 0 else 0.0 for s in sums],
    "leaky-relu": lambda sums: [s if s > 0 else 0.01 * s for s in sums],
    "linear": lambda sums: list(sums),
    "softmax": lambda sums: [math.exp(s) / math.fsum(math.exp(t) for t in sums) for s in sums],
}


def slow_forward(network: Network, inputs: np.ndarray) -> tuple[list[list[float]], list[list[float]]]:
    """The formulas written out, one number at a time: s = Σ w·a + b, a = f(s)."""
    sums, activations = [], [[float(value) for value in inputs]]
    for weights, biases, name in zip(network.weights, network.biases, network.activations, strict=True):
        layer = [
            math.fsum(float(w) * a for w, a in zip(row, activations[-1], strict=True)) + float(b)
            for row, b in zip(weights, biases, strict=True)
        ]
        sums.append(layer)
        activations.append(SLOW_ACTIVATIONS[name](layer))
    return sums, activations


def error_at(network: Network, parameters: np.ndarray, inputs: np.ndarray, expected: np.ndarray) -> float:
    return errors_of(network.with_parameters(parameters), inputs, expected)


def numerical_gradient(network: Network, inputs: np.ndarray, expected: np.ndarray, nudge: float = 1e-5) -> np.ndarray:
    """Central differences: what a small nudge of each parameter, up and down, does to the error."""
    gradient = np.empty_like(network.parameters)
    for i in range(len(gradient)):
        step = np.zeros_like(gradient)
        step[i] = nudge
        higher = error_at(network, network.parameters + step, inputs, expected)
        lower = error_at(network, network.parameters - step, inputs, expected)
        gradient[i] = (higher - lower) / (2 * nudge)
    return gradient


@given(samples())
def test_forward_follows_the_formula(sample: tuple[Network, np.ndarray, np.ndarray]) -> None:
    network, inputs, _ = sample
    trace = forward(network, inputs)
    sums, activations = slow_forward(network, inputs)
    for found, wanted in zip((*trace.sums, *trace.activations), (*sums, *activations), strict=True):
        assert found == pytest.approx(wanted, rel=1e-12, abs=1e-12)
    assert trace.outputs is trace.activations[-1]


@pytest.mark.parametrize("outputs", [1, 2, 3])
@given(data=st.data())
def test_every_gradient_is_the_slope_of_the_error(outputs: int, data: st.DataObject) -> None:
    """With 1, 2 and 3 outputs: a mean over outputs in the loss would show as a factor."""
    network, inputs, expected = data.draw(samples(outputs))
    assume(is_smooth(network, inputs))
    exact = backward(network, forward(network, inputs), expected).parameters
    numerical = numerical_gradient(network, inputs, expected)
    # What is lost to rounding grows with the error itself, divided by the nudge.
    rounding = 1e-9 * (1 + error_at(network, network.parameters, inputs, expected))
    assert exact == pytest.approx(numerical, rel=1e-5, abs=rounding)


@given(samples())
def test_deltas_are_the_gradients_of_the_biases(sample: tuple[Network, np.ndarray, np.ndarray]) -> None:
    network, inputs, expected = sample
    gradients = backward(network, forward(network, inputs), expected)
    by_layer = network.with_parameters(gradients.parameters)
    for delta, bias_gradient in zip(gradients.deltas, by_layer.biases, strict=True):
        assert (delta == bias_gradient).all()


@given(samples(), st.floats(0.001, 2.0))
def test_descend_moves_every_parameter_against_its_gradient(
    sample: tuple[Network, np.ndarray, np.ndarray], learning_rate: float
) -> None:
    network, inputs, expected = sample
    gradients = backward(network, forward(network, inputs), expected)
    after = descend(network, gradients, learning_rate)
    wanted = [w - learning_rate * g for w, g in zip(network.parameters, gradients.parameters, strict=True)]
    assert after.parameters.tolist() == wanted


@given(samples())
def test_results_are_read_only(sample: tuple[Network, np.ndarray, np.ndarray]) -> None:
    network, inputs, expected = sample
    trace = forward(network, inputs)
    gradients = backward(network, trace, expected)
    after = descend(network, gradients, 0.1)
    arrays = [*trace.sums, *trace.activations, *gradients.deltas, gradients.parameters]
    arrays += [after.parameters, *after.layers, *after.weights, *after.biases]
    assert not any(array.flags.writeable for array in arrays)


@given(samples())
def test_a_trace_keeps_the_inputs_it_was_made_from(sample: tuple[Network, np.ndarray, np.ndarray]) -> None:
    network, inputs, _ = sample
    trace, before = forward(network, inputs), inputs.copy()
    inputs += 1
    assert (trace.activations[0] == before).all()


@given(trainings())
def test_predict_is_forward_for_each_row(training: tuple[Network, Dataset, list[int], float]) -> None:
    network, dataset, _, _ = training
    outputs = predict(network, dataset.inputs)
    for row in range(dataset.rows):
        assert outputs[row] == pytest.approx(forward(network, dataset.inputs[row]).outputs, rel=1e-12, abs=1e-12)


# The activations, one by one.


@pytest.mark.parametrize("name", HIDDEN_ACTIVATIONS)
@given(point=st.floats(-20.0, 20.0))
def test_a_derivative_is_the_slope_of_its_function(name: str, point: float) -> None:
    assume("relu" not in name or abs(point) > 1e-4)  # at the kink there is no slope
    activation = activation_named(name)
    s, a, slope = np.array([point - 1e-5, point + 1e-5, point]), np.empty(3), np.empty(3)
    activation.function(s, a)
    activation.derivative(a, slope)
    assert slope[2] == pytest.approx((a[1] - a[0]) / 2e-5, rel=1e-5, abs=1e-10)


@pytest.mark.parametrize(("s", "a"), [(-1e308, 0.0), (-745.0, 0.0), (0.0, 0.5), (745.0, 1.0), (1e308, 1.0)])
def test_sigmoid_never_overflows(s: float, a: float) -> None:
    out = np.empty(1)
    with np.errstate(all="raise"):
        activation_named("sigmoid").function(np.array([s]), out)
    assert out[0] == a


def test_an_unknown_activation_is_refused_by_name() -> None:
    with pytest.raises(InvalidValue, match="unknown activation 'softplus': use one of sigmoid, tanh, relu"):
        activation_named("softplus")


# The quick loop.

HUGE = 1e150
"""The fast kernel adds up squares of many numbers, and gives up where these may overflow."""


def trained_slowly(
    network: Network, dataset: Dataset, rows: list[int], learning_rate: float
) -> tuple[Network, list[int]]:
    """Train by ``propagation.py`` until a parameter would be huge; return the rows that were trained."""
    for done, row in enumerate(rows):
        trace = forward(network, dataset.inputs[row])
        try:
            after = descend(network, backward(network, trace, dataset.expected[row]), learning_rate)
        except InvalidValue:
            return network, rows[:done]
        if not all((np.abs(numbers) <= HUGE).all() for numbers in (after.parameters, *trace.sums)):
            return network, rows[:done]
        network = after
    return network, rows


@given(trainings())
def test_the_kernel_equals_propagation_to_the_last_bit(training: tuple[Network, Dataset, list[int], float]) -> None:
    network, dataset, rows, learning_rate = training
    slow, trained = trained_slowly(network, dataset, rows, learning_rate)
    workspace = Workspace(network, dataset, Method(learning_rate))
    assert workspace.train(trained) == len(trained)
    assert (workspace.parameters == slow.parameters).all()
    # The next would be one too many for the kernel as well: a linear network may blow up.
    done = workspace.train(rows[len(trained) :][:1])
    assert trained == rows or done == 0 or not (np.abs(workspace.parameters) <= HUGE).all()


@pytest.mark.parametrize("learning_rate", [0.5, 0.3])
@pytest.mark.parametrize("sizes", [(64, 32, 10), (7, 33, 17, 3), (1, 40, 1), (200, 110, 3)])
def test_the_kernel_equals_propagation_for_wide_layers(sizes: tuple[int, ...], learning_rate: float) -> None:
    """Wide enough for the vector instructions, whose order of adding depends on how long a row is."""
    rng = np.random.default_rng(5)
    network = Network(sizes, ("sigmoid",) * (len(sizes) - 1), rng.normal(0.0, 0.3, parameter_count(sizes)))
    dataset = dataset_of(rng.normal(size=(20, sizes[0])), rng.uniform(size=(20, sizes[-1])))
    rows = rng.integers(0, 20, 60).tolist()
    workspace = Workspace(network, dataset, Method(learning_rate))
    workspace.train(rows)
    assert (workspace.parameters == trained_slowly(network, dataset, rows, learning_rate)[0].parameters).all()


@given(trainings(), st.integers(0, 12))
def test_the_kernel_can_be_stopped_anywhere(training: tuple[Network, Dataset, list[int], float], cut: int) -> None:
    network, dataset, rows, learning_rate = training
    _, rows = trained_slowly(network, dataset, rows, learning_rate)
    method = Method(learning_rate)
    whole, first = Workspace(network, dataset, method), Workspace(network, dataset, method)
    whole.train(rows)
    first.train(rows[:cut])
    second = Workspace(first.network(), dataset, method)
    second.train(rows[cut:])
    assert (whole.parameters == second.parameters).all()


@given(trainings())
def test_networks_published_by_the_kernel_do_not_change(training: tuple[Network, Dataset, list[int], float]) -> None:
    network, dataset, _, _ = training
    start = network.parameters.copy()
    workspace = Workspace(network, dataset, Method(0.5))
    workspace.train([0])
    published = workspace.network()
    before = published.parameters.copy()
    workspace.train([0] * 3)
    assert (published.parameters == before).all()
    assert (network.parameters == start).all()
    assert not published.parameters.flags.writeable


@pytest.mark.parametrize("layer", [0, 1], ids=["hidden", "output"])
@pytest.mark.parametrize("infinite", [math.inf, -math.inf, math.nan])
def test_the_kernel_stops_before_a_sum_that_is_not_finite(layer: int, infinite: float) -> None:
    dataset = dataset_of([[0.5, -0.5]], [[1.0, 0.0, 1.0]])
    network = Network((2, 3, 3), ("sigmoid", "linear"), np.linspace(-1.0, 1.0, 21))
    workspace = Workspace(network, dataset, Method(0.5))
    # A Network refuses such a parameter: only the loop itself, working in place, can come to one.
    workspace.parameters[9 * layer + 2] = infinite
    before = workspace.parameters.copy()
    assert workspace.train([0, 0]) == 0
    assert np.array_equal(workspace.parameters, before, equal_nan=True)


def test_the_kernel_stops_in_the_middle_where_propagation_overflows() -> None:
    dataset = dataset_of([[1.0], [1e200]], [[0.5], [0.5]])
    network = Network((1, 1), ("linear",), np.array([1e150, 0.0]))
    workspace = Workspace(network, dataset, Method(0.1))
    assert workspace.train([0, 0, 1, 0]) == 2
    assert (workspace.parameters == trained_slowly(network, dataset, [0, 0], 0.1)[0].parameters).all()
    assert np.isinf(forward(workspace.network(), dataset.inputs[1]).sums[0]).all()


def test_descend_refuses_a_parameter_that_is_not_finite() -> None:
    network = Network((1, 1), ("linear",), np.array([1e200, 0.0]))
    gradients = backward(network, forward(network, np.array([1.0])), np.array([0.0]))
    with pytest.raises(InvalidValue, match="finite"):
        descend(network, gradients, 1e200)


def test_an_overflow_raises_no_warning() -> None:
    """A warning on stderr would overwrite the screen."""
    network = Network((2, 2, 1), ("linear", "sigmoid"), np.full(9, 1.7e308))
    dataset = dataset_of([[3.0, -3.0], [2.0, 2.0]], [[1.0], [0.0]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        backward(network, forward(network, dataset.inputs[1]), dataset.expected[1])
        Workspace(network, dataset, Method(1e308)).train([0, 1])
        evaluate(network, dataset)
        saturated_layer(network, dataset)


# The errors shown.


@given(trainings())
def test_the_errors_of_all_rows(training: tuple[Network, Dataset, list[int], float]) -> None:
    network, dataset, _, _ = training
    evaluation = evaluate(network, dataset)
    each = [errors_of(network, dataset.inputs[row], dataset.expected[row]) for row in range(dataset.rows)]
    squares = [math.fsum(np.square(evaluation.outputs[row] - dataset.expected[row])) for row in range(dataset.rows)]
    assert evaluation.error == pytest.approx(math.fsum(each) / dataset.rows)
    assert evaluation.mse == pytest.approx(math.fsum(squares) / dataset.expected.size)
    assert rows_error(network, dataset) == evaluation.mse
    assert (evaluation.right is None) == (dataset.task == "regression")


def test_the_mean_squared_error_is_over_rows_and_outputs() -> None:
    assert mean_squared_error(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.zeros((2, 3))) == 91 / 6
    assert loss_for("half-squared", "linear").errors(np.zeros(3), np.array([1.0, 2.0, 3.0]), np.zeros(3)) == 7.0


def test_right_is_the_largest_output_where_the_largest_is_expected() -> None:
    dataset = Dataset(
        name="three",
        inputs=[[1.0, 0.0], [0.0, 1.0], [2.0, 1.0]],
        expected=[[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]],
        input_names=("a", "b"),
        output_names=("no", "yes"),
        task="classification",
        source="a test",
    )
    identity = Network((2, 2), ("linear",), np.array([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]))
    assert evaluate(identity, dataset).right.tolist() == [True, False, False]


def test_a_row_with_a_nan_output_is_not_right() -> None:
    to_infinities, to_their_sum = [1e308, 1e308, 1e308, -1e308, -1e308, -1e308], [1.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    network = Network((2, 2, 2), ("linear", "linear"), np.array(to_infinities + to_their_sum))
    evaluation = evaluate(network, replace(bundled("xor"), inputs=np.full((4, 2), 10.0)))
    assert np.isnan(evaluation.outputs[:, 0]).all()
    assert not evaluation.right.any()


def test_an_error_too_large_is_infinite_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert loss_for("half-squared", "linear").errors(np.zeros(1), np.array([1e200]), np.array([0.0])) == math.inf


@pytest.mark.parametrize(
    ("bias_hidden", "bias_output", "layer"), [(0.0, 0.0, None), (1e4, 0.0, 1), (0.0, -1e4, 2), (1e4, 1e4, 2)]
)
def test_a_saturated_layer_is_found(bias_hidden: float, bias_output: float, layer: int | None) -> None:
    parameters = np.array([1.0, bias_hidden, -1.0, bias_hidden, 1.0, 1.0, bias_output])
    network = Network((1, 2, 1), ("sigmoid", "sigmoid"), parameters)
    assert saturated_layer(network, dataset_of([[1.0], [-1.0]], [[0.0], [1.0]])) == layer


def test_a_layer_is_not_saturated_if_one_row_passes_back() -> None:
    network = Network((1, 1), ("sigmoid",), np.array([1e4, 0.0]))
    assert saturated_layer(network, dataset_of([[1.0], [-1.0]], [[0.0], [1.0]])) == 1
    assert saturated_layer(network, dataset_of([[1.0], [0.0]], [[0.0], [1.0]])) is None


# What is no network.


@pytest.mark.parametrize(
    ("sizes", "activations", "message"),
    [
        ((2,), (), "at least an input and an output"),
        ((2, 0, 1), ("sigmoid", "sigmoid"), "each of 1 or more: got 2-0-1"),
        ((2, -3, 1), ("sigmoid", "sigmoid"), "each of 1 or more: got 2--3-1"),
        ((2, 1), ("sigmoid", "sigmoid"), "takes 1 activations, got 2"),
        ((2, 1), ("relu6",), "unknown activation 'relu6'"),
        ((10_000, 10_000), ("sigmoid",), f"more than {MOST_PARAMETERS:,}"),
    ],
)
def test_an_invalid_shape_is_refused(sizes: tuple[int, ...], activations: tuple[str, ...], message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        Network(sizes, activations, np.zeros(3))


@pytest.mark.parametrize(
    ("parameters", "message"),
    [([1.0, 2.0], "has 3 parameters, got 2"), ([1.0, math.nan, 0.0], "finite"), ([math.inf, 0.0, 0.0], "finite")],
)
def test_parameters_that_do_not_fit_are_refused(parameters: list[float], message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        Network((2, 1), ("sigmoid",), np.array(parameters))


def test_a_network_copies_its_parameters() -> None:
    parameters = np.array([1.0, 2.0, 3.0])
    network = Network((2, 1), ("sigmoid",), parameters)
    parameters[:] = 0.0
    assert network.parameters.tolist() == [1.0, 2.0, 3.0]
