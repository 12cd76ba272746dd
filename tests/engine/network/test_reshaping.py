"""Adding and removing layers and neurons: kept parts keep their weights, and the same change has the same result."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.network.many_rows import predict
from engine.network.method import Method
from engine.network.network import Network, parameter_count
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    NewStart,
    RemoveLayer,
    RemoveNeuron,
    Reset,
    Restructuring,
    Run,
    SetActivation,
    SetHidden,
    SetLoss,
    SetMethod,
    StepPhase,
)
from engine.training.update import restructured
from tests.engine.strategies import changed_method, fingerprint


@pytest.fixture
def network() -> Network:
    rng = np.random.default_rng(4)
    return Network((2, 3, 4, 2), ("tanh", "relu", "linear"), rng.normal(size=parameter_count((2, 3, 4, 2))), "mse")


def changed(network: Network, change: Restructuring, initializer: str = "auto", seed: int = 0) -> Network:
    before = network.parameters.copy()
    after = restructured(network, change, initializer, seed)
    assert (network.parameters == before).all()
    assert after.loss_name == network.loss_name
    return after


def test_adding_a_neuron_keeps_every_weight(network: Network) -> None:
    after = changed(network, AddNeuron(1))
    assert after.sizes == (2, 4, 4, 2)
    assert (after.layers[0][:3] == network.layers[0]).all()
    assert (after.weights[1][:, :3] == network.weights[1]).all()
    assert (after.biases[1] == network.biases[1]).all()
    assert (after.layers[2] == network.layers[2]).all()
    assert after.weights[0][3].all()
    assert after.weights[1][:, 3].all()
    assert after.biases[0][3] == 0.0


@pytest.mark.parametrize("index", [0, 1, 3])
def test_removing_a_neuron_removes_only_its_own_weights(network: Network, index: int) -> None:
    after = changed(network, RemoveNeuron(2, index))
    others = [i for i in range(4) if i != index]
    assert after.sizes == (2, 3, 3, 2)
    assert (after.layers[0] == network.layers[0]).all()
    assert (after.layers[1] == network.layers[1][others]).all()
    assert (after.weights[2] == network.weights[2][:, others]).all()
    assert (after.biases[2] == network.biases[2]).all()


def test_removing_a_silent_neuron_changes_no_output(network: Network) -> None:
    silent = network.parameters.copy()
    silenced = network.with_parameters(silent)
    for target in range(2):
        silent[len(silent) - 10 + 5 * target + 2] = 0.0  # h2.3 → o1, o2
    silenced = network.with_parameters(silent)
    inputs = np.random.default_rng(1).normal(size=(5, 2))
    assert predict(changed(silenced, RemoveNeuron(2, 2)), inputs) == pytest.approx(predict(silenced, inputs), rel=1e-12)


@pytest.mark.parametrize("layer", [1, 2])
def test_adding_and_removing_a_neuron_restores_the_network(network: Network, layer: int) -> None:
    back = changed(changed(network, AddNeuron(layer)), RemoveNeuron(layer, network.sizes[layer]))
    assert back.sizes == network.sizes
    assert (back.parameters == network.parameters).all()


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_new_layer_keeps_the_weights_it_does_not_separate(network: Network, after: int) -> None:
    found = changed(network, AddLayer(after, 5, "sigmoid"))
    sizes, activations = list(network.sizes), list(network.activations)
    sizes.insert(after + 1, 5)
    activations.insert(after, "sigmoid")
    assert (found.sizes, found.activations) == (tuple(sizes), tuple(activations))
    for layer in range(3):
        if layer < after:
            assert (found.layers[layer] == network.layers[layer]).all()
        if layer > after:
            assert (found.layers[layer + 1] == network.layers[layer]).all()
    assert (found.biases[after + 1] == network.biases[after]).all()
    limit = np.sqrt(6 / (network.sizes[after] + 5))
    assert np.abs(found.weights[after]).max() <= limit
    assert found.weights[after].all()


@pytest.mark.parametrize("layer", [1, 2])
def test_removing_a_layer_keeps_the_weights_elsewhere(network: Network, layer: int) -> None:
    found = changed(network, RemoveLayer(layer))
    assert found.sizes == tuple(np.delete(network.sizes, layer))
    assert found.activations == tuple(np.delete(network.activations, layer - 1))
    assert (found.biases[layer - 1] == network.biases[layer]).all()
    for kept in range(3):
        if kept < layer - 1:
            assert (found.layers[kept] == network.layers[kept]).all()
        if kept > layer:
            assert (found.layers[kept - 1] == network.layers[kept]).all()


def test_another_activation_keeps_every_weight(network: Network) -> None:
    found = changed(network, SetActivation(2, "sigmoid"))
    assert found.activations == ("tanh", "sigmoid", "linear")
    assert (found.parameters == network.parameters).all()


@given(st.integers(0, 5), st.sampled_from(["uniform", "he", "normal:0.1"]))
def test_new_weights_depend_only_on_seed_and_shape(seed: int, initializer: str) -> None:
    network = Network((2, 3, 2), ("relu", "linear"), np.zeros(17))
    for change in (AddNeuron(1), AddLayer(1, 2, "tanh"), RemoveLayer(1)):
        first, again, other = (changed(network, change, initializer, s) for s in (seed, seed, seed + 1))
        assert (first.parameters == again.parameters).all()
        assert (first.parameters != other.parameters).any()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (AddNeuron(0), "the inputs are those of the data"),
        (AddNeuron(3), "the outputs are those of the data"),
        (RemoveNeuron(3, 0), "the outputs are those of the data"),
        (RemoveLayer(0), "the inputs are those of the data"),
        (RemoveLayer(3), "the outputs are those of the data"),
        (RemoveLayer(4), "a 2-3-4-2 network has no layer 4"),
        (AddNeuron(-1), "a 2-3-4-2 network has no layer -1"),
        (RemoveNeuron(1, 3), "neurons of layer 1 go from 1 to 3: there is no 4"),
        (RemoveNeuron(1, -1), "there is no 0"),
        (AddLayer(3, 2, "tanh"), "a new layer goes after one of the layers 0 (the inputs) to 2, not after 3"),
        (AddLayer(1, 0, "tanh"), "each of 1 or more"),
        (AddLayer(1, 10**8, "tanh"), "parameters, more than"),
        (AddLayer(1, 2, "softmax"), "softmax is for the output layer"),
        (AddLayer(1, 2, "best"), "unknown activation 'best'"),
        (SetActivation(1, "softmax"), "softmax is for the output layer"),
        (SetActivation(0, "tanh"), "no layer 0 with an activation"),
        (SetActivation(3, "softmax"), "softmax goes with the loss cross-entropy, not mse"),
    ],
)
def test_impossible_changes_are_refused_with_the_reason(network: Network, change: Restructuring, says: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        restructured(network, change, "auto", 0)
    assert says in str(caught.value)
    assert str(caught.value).isprintable()


def test_the_last_neuron_of_a_layer_stays() -> None:
    network = Network((2, 1, 2), ("tanh", "linear"), np.zeros(7))
    with pytest.raises(InvalidValue, match="a layer keeps at least one neuron: to lose its last one, remove layer 1"):
        restructured(network, RemoveNeuron(1, 0), "auto", 0)


# In a session.


def test_a_changed_network_goes_on_learning_and_undo_brings_the_old_one_back() -> None:
    session = Session(setup_for("iris", Options(optimizer="adam", batch_size=16)))
    session.apply(Run(1000))
    before = fingerprint(session.state)
    for change in (AddNeuron(1), AddLayer(1, 3, "relu"), RemoveNeuron(1, 2), SetActivation(2, "tanh"), RemoveLayer(1)):
        samples = session.state.samples
        state = session.apply(change)
        assert state.samples == samples
        assert state.memory.moments.shape == (2, len(state.network.parameters))
        assert session.apply(Run(450)).network.sizes == state.network.sizes
    assert fingerprint(session.travel(Goto(1))) == before


def test_the_shape_at_every_step_is_kept() -> None:
    session = Session(setup_for("xor"))
    for command in (AddLayer(1, 3, "relu"), Run(3), AddNeuron(2), RemoveLayer(1)):
        session.apply(command)
    assert [step.sizes for step in session.steps] == [(2, 4, 2), (2, 4, 3, 2), (2, 4, 3, 2), (2, 4, 4, 2), (2, 4, 2)]
    session.travel(Goto(2))
    session.apply(RemoveNeuron(1, 0))
    assert [step.sizes for step in session.steps] == [(2, 4, 2), (2, 4, 3, 2), (2, 4, 3, 2), (2, 3, 3, 2)]


def test_reset_draws_the_changed_network_as_if_built_that_way() -> None:
    session = Session(setup_for("level2"))
    start = session.state.network
    session.apply(Run(25))
    session.apply(AddNeuron(1))
    added = session.state.network
    session.apply(Run(25))
    state = session.apply(Reset())
    assert state.network.sizes == state.setup.sizes == (2, 4, 2)
    assert (state.network.layers[0][:3] == start.layers[0]).all()
    assert (state.network.layers[0][3] == added.layers[0][3]).all()
    assert (state.epoch, state.samples) == (0, 0)


def test_a_new_start_draws_all_of_the_changed_network() -> None:
    session = Session(setup_for("xor"))
    session.apply(AddLayer(1, 3, "relu"))
    state = session.apply(NewStart())
    wanted = replace(setup_for("xor", Options(seed=1)), sizes=(2, 4, 3, 2), activations=("sigmoid", "relu", "sigmoid"))
    assert (state.network.parameters == wanted.network().parameters).all()


def test_the_optimiser_forgets_only_when_weights_move() -> None:
    session = Session(setup_for("level3"))
    remembered = session.apply(Run(50)).memory
    assert session.apply(SetActivation(1, "tanh")).memory is remembered
    assert session.apply(SetLoss("half-squared")).memory is remembered
    assert session.apply(changed_method(session.state, learning_rate=0.1)).memory is remembered
    for command in (AddNeuron(1), SetMethod(Method(0.001, "nesterov", 32, shuffle=False)), Reset()):
        session.apply(Run(50))
        memory = session.apply(command).memory
        assert memory.updates == 0
        assert not memory.moments.any()


def test_a_sample_under_way_begins_again_in_other_layers() -> None:
    session = Session(setup_for("level2"))
    for _ in range(4):
        session.apply(StepPhase())
    assert session.apply(AddNeuron(1)).phase == 0
    assert session.undo().phase == 4
    assert session.apply(SetActivation(1, "tanh")).phase == 1
    session.undo()
    assert session.apply(changed_method(session.state, optimizer="adam", learning_rate=0.01)).phase == 4


def test_hidden_layers_that_stay_keep_their_weights(network: Network) -> None:
    after = changed(network, SetHidden((2, 6)))
    assert after.sizes == (2, 2, 6, 2)
    assert after.activations == network.activations
    assert (after.layers[0] == network.layers[0][:2]).all()
    assert (after.weights[1][:4] == network.weights[1][:, :2]).all()
    assert (after.biases[1][:4] == network.biases[1]).all()
    assert (after.weights[2][:, :4] == network.weights[2]).all()
    assert (after.biases[2] == network.biases[2]).all()
    assert after.weights[1][4:].all()
    assert after.weights[2][:, 4:].all()


def test_hidden_layers_more_or_fewer(network: Network) -> None:
    more = changed(network, SetHidden((3, 4, 5)))
    assert (more.sizes, more.activations) == ((2, 3, 4, 5, 2), ("tanh", "relu", "relu", "linear"))
    assert all((more.layers[at] == network.layers[at]).all() for at in (0, 1))
    assert (more.biases[3] == network.biases[2]).all()
    fewer = changed(network, SetHidden((3,)))
    assert (fewer.sizes, fewer.activations) == ((2, 3, 2), ("tanh", "linear"))
    assert (fewer.layers[0] == network.layers[0]).all()
    assert (fewer.biases[1] == network.biases[2]).all()
    none = changed(network, SetHidden(()))
    assert (none.sizes, none.activations) == ((2, 2), ("linear",))
    assert changed(none, SetHidden((3,))).activations == ("linear", "linear")


@pytest.mark.parametrize(("sizes", "one"), [((4, 4), AddNeuron(1)), ((3, 3), RemoveNeuron(2, 3))])
def test_one_neuron_more_or_less_is_the_same_in_either_way(
    network: Network, sizes: tuple[int, ...], one: Restructuring
) -> None:
    assert (changed(network, SetHidden(sizes)).parameters == changed(network, one).parameters).all()


def test_hidden_layers_that_make_no_network_are_refused(network: Network) -> None:
    with pytest.raises(InvalidValue, match="each of 1 or more: got 2-0-2"):
        restructured(network, SetHidden((0,)), "auto", 0)
    with pytest.raises(InvalidValue, match="more than 20,000,000"):
        restructured(network, SetHidden((9000, 9000)), "auto", 0)
