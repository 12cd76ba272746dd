"""Dead, saturated and identical neurons: which they are, and that training cannot move them, or not apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.evaluation import WITHOUT_SLOPE, saturation
from engine.analysis.stuck_neurons import identical_to, is_flat, stuck_text
from engine.arrays import frozen
from engine.data.dataset import Dataset
from engine.experiment.starts import Options, setup_for
from engine.network.activations import ACTIVATIONS
from engine.network.network import Network
from engine.network.optimizers import OPTIMIZERS
from engine.network.places import Neuron
from engine.network.propagation import backward, forward
from engine.session.session import Session
from engine.training.commands import StepEpoch


def rows(*inputs, outputs=1):
    """Return a data set with these inputs."""
    expected = frozen([[float(row % 2)] * outputs for row in range(len(inputs))])
    names = tuple(f"x{number}" for number in range(len(inputs[0])))
    return Dataset("rows", frozen([*inputs]), expected, names, ("y",) * outputs, "regression", "")


def network(hidden, biases, activation="relu", output="linear", loss="half-squared"):
    """Return a network 1-n-1 with these incoming weights and biases; 1 leads on from each neuron."""
    neurons = np.column_stack((hidden, biases)).ravel()
    parameters = np.concatenate([neurons, np.ones(len(hidden)), [0.0]])
    return Network((1, len(hidden), 1), (activation, output), parameters, loss)


def flats(net, data, layer):
    """Return which neurons of a layer pass no error back."""
    return [is_flat(net, data, Neuron(layer, index)) for index in range(net.sizes[layer])]


def test_a_relu_neuron_is_dead_if_it_puts_out_0_for_every_row():
    net = network([1.0, -1.0, 1.0], [0.0, 0.0, -3.0])
    assert flats(net, rows([1.0], [2.0]), 1) == [False, True, True]
    assert flats(net, rows([1.0], [4.0]), 1) == [False, True, False]
    assert flats(net, rows([1.0], [4.0]), 2) == [False]


def test_it_is_dead_in_a_later_block_of_rows_too():
    many = rows(*[[-1.0]] * 40_000, [5.0])
    assert flats(network([1.0], [0.0]), many, 1) == [False]
    assert flats(network([1.0], [-5.0]), many, 1) == [True]


@pytest.mark.parametrize(
    ("activation", "bias", "flat"),
    [
        ("sigmoid", 1e4, True),
        ("sigmoid", 5.0, False),
        ("tanh", -1e4, True),
        ("leaky-relu", -1e4, False),
        ("linear", 0, False),
    ],
)
def test_other_activations_saturate_or_do_not(activation, bias, flat):
    net = network([1.0], [bias], activation)
    assert flats(net, rows([1.0], [-1.0]), 1) == [flat]
    assert stuck_text(net, rows([1.0], [-1.0]), Neuron(1, 0)).startswith("h1 is saturated: its slope is 0") == flat


def test_cross_entropy_passes_back_what_its_output_does_not():
    net = network([1.0], [0.0], "tanh", "sigmoid", "cross-entropy")
    assert flats(net, rows([1.0], [-1.0]), 2) == [False]


def test_behind_other_layers_too():
    net = Network((1, 1, 1, 1), ("tanh", "relu", "linear"), np.array([1.0, 0.0, 1.0, -2.0, 1.0, 0.0]))
    assert [flats(net, rows([5.0], [-5.0]), layer) for layer in range(4)] == [[False], [False], [True], [False]]


def test_every_activation_without_slope_has_a_name():
    with_zero_slope = set()
    for name, activation in ACTIVATIONS.items():
        slope = np.empty(4)
        activation.derivative(np.array([0.0, 1.0, -1.0, 0.5]), slope)
        if (slope == 0).any():
            with_zero_slope.add(name)
    assert with_zero_slope == set(WITHOUT_SLOPE)


@given(
    st.lists(st.floats(-3, 3), min_size=1, max_size=4),
    st.floats(-3, 3),
    st.lists(st.floats(-3, 3), min_size=1, max_size=4),
)
def test_a_dead_neuron_gets_no_gradient_from_any_row(hidden, bias, inputs):
    net, data = network(hidden, [bias] * len(hidden)), rows(*[[each] for each in inputs])
    deltas = []
    for row in range(data.rows):
        trace = forward(net, data.inputs[row])
        deltas.append(backward(net, trace, data.expected[row] + 1000).deltas[0])
    assert flats(net, data, 1) == (np.array(deltas) == 0).all(axis=0).tolist()


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_identical_neurons_stay_identical(optimizer):
    session = Session(setup_for("level2", Options(initializer="zeros", optimizer=optimizer, hidden=(4, 3))))
    for _ in range(3):
        assert identical_to(session.state.network, Neuron(1, 2)) == (0, 1, 3)
        assert identical_to(session.state.network, Neuron(2, 0)) == (1, 2)
        session.apply(StepEpoch())


def test_neurons_that_differ_in_any_weight_are_not_identical():
    net = network([1.0, 1.0, 1.0, 2.0], [0.5, 0.5, 0.25, 0.5])
    assert [identical_to(net, Neuron(1, index)) for index in range(4)] == [(1,), (0,), (), ()]
    parameters = net.parameters.copy()
    parameters[8] = 7.0  # the first weight of the output
    other = Network(net.sizes, net.activations, parameters, net.loss_name)
    assert identical_to(other, Neuron(1, 0)) == ()


def test_inputs_and_outputs_are_never_identical():
    session = Session(setup_for("level2", Options(initializer="zeros")))
    for layer in (0, 2):
        assert identical_to(session.state.network, Neuron(layer, 0)) == ()


@given(st.integers(0, 2**30), st.sampled_from([(2, 3, 2), (2, 4, 3, 2), (3, 2)]))
def test_random_networks_have_none_of_them(seed, sizes):
    setup = setup_for("level2", Options(seed=seed, hidden=sizes[1:-1]))
    net = setup.network()
    for layer in range(1, len(net.sizes)):
        for index in range(net.sizes[layer]):
            assert stuck_text(net, setup.dataset, Neuron(layer, index)) == ""


def test_how_it_is_said():
    data = rows([1.0], [2.0])
    one, two = network([1.0, 1.0], [0.0, 0.0]), network([1.0] * 3, [0.0] * 3)
    assert stuck_text(one, data, Neuron(1, 1)) == "h2 is identical to h1: training changes them alike"
    assert stuck_text(two, data, Neuron(1, 0)) == "h1 is identical to h2 and h3: training changes them alike"
    many = network([1.0] * 9, [0.0] * 9)
    assert stuck_text(many, data, Neuron(1, 0)) == "h1 is identical to 8 others: training changes them all alike"
    dead = network([-1.0, 1.0], [0.0, 0.0])
    says = "h1 is dead: its output is 0 for every row, so it cannot learn"
    assert stuck_text(dead, data, Neuron(1, 0)) == says
    assert stuck_text(dead, data, Neuron(0, 0)) == ""


def test_a_dead_layer_is_named_as_a_saturated_one_is():
    data = rows([1.0], [2.0])
    dead, saturated = network([-1.0], [0.0]), network([1.0], [1e4], "tanh")
    assert saturation(dead, data) == (
        "the hidden layer is dead: every output in it is 0, so no weight up to it can change any more"
    )
    assert saturation(saturated, data) == (
        "the hidden layer is saturated: every slope in it is 0, so no weight up to it can change any more"
    )
