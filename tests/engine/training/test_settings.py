"""Training with batches, shuffling, L2, losses, optimisers and initialisers; undo and reset with each of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.data.splitting import Split
from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for
from engine.network.initializers import INITIALIZER_NAMES, initial_parameters
from engine.network.many_rows import batch_gradient
from engine.network.method import Method
from engine.network.optimizers import OPTIMIZERS
from engine.network.propagation import advance, backward, forward
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import (
    AddLayer,
    AddNeuron,
    AddRow,
    NewStart,
    Reset,
    Run,
    SetActivation,
    SetExpected,
    SetInitializer,
    SetInput,
    SetLoss,
    StepEpoch,
    StepPhase,
    StepSample,
)
from engine.training.divergence import Divergence
from engine.training.phases import phases
from engine.training.state import begin
from tests.engine.strategies import changed_method, dataset_of, fingerprint, setups


def level2_session(**options: object) -> Session:
    return Session(setup_for("level2", Options(**options)))


# Batches.


@settings(max_examples=80)
@given(setups(), st.integers(1, 3))
def test_single_samples_equal_an_epoch_to_the_last_bit(setup: Setup, epochs: int) -> None:
    whole, single = Session(setup), Session(setup)
    try:
        for _ in range(epochs):
            whole.apply(StepEpoch())
    except Divergence:
        assume(False)
    for _ in range(epochs * whole.state.dataset.rows):  # the training rows
        single.apply(StepSample())
    assert fingerprint(single.state) == fingerprint(whole.state)
    assert whole.state.epoch == epochs


@given(setups(), st.integers(1, 9), st.integers(1, 9))
def test_a_run_does_not_depend_on_where_it_is_split(setup: Setup, first: int, second: int) -> None:
    whole, cut = Session(setup), Session(setup)
    try:
        whole.apply(Run(first + second))
    except Divergence:
        assume(False)
    cut.apply(Run(first))
    assert fingerprint(cut.apply(Run(second))) == fingerprint(whole.state)


@settings(max_examples=10)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=4), st.sampled_from([0, 40]))
def test_the_history_of_full_batches_does_not_depend_on_how_a_run_is_split(chunks: list[int], turned: int) -> None:
    """With full batches the error after an epoch is a by-product of the next update, if there is one."""
    options = Options(batch_size="all", optimizer="adam")
    whole, chunked = (Session(setup_for("iris", options)) for _ in range(2))
    whole.apply(Run(turned + sum(chunks)))
    for samples in [turned, *chunks] if turned else chunks:
        chunked.apply(Run(samples))
    assert fingerprint(whole.state) == fingerprint(chunked.state)
    if not whole.state.position:
        assert whole.state.history.y[-1] == pytest.approx(whole.state.evaluation.mse, rel=1e-12)


def test_the_weights_change_with_the_last_row_of_a_batch() -> None:
    session = level2_session(batch_size=4)
    updates = []
    for _ in range(20):
        before = session.state
        after = session.apply(StepSample())
        updates.append(bool((after.network.parameters != before.network.parameters).any()))
        assert after.samples == before.samples + 1
    assert [row + 1 for row, updated in enumerate(updates) if updated] == [4, 8, 10, 14, 18, 20]
    assert session.state.memory.updates == 6


def test_an_update_is_the_mean_gradient_of_its_batch() -> None:
    session = level2_session(batch_size=4, optimizer="momentum")
    network, memory = session.state.network, session.state.memory
    for rows in ([0, 1, 2, 3], [4, 5, 6, 7], [8, 9]):
        data = session.state.dataset
        gradient = batch_gradient(network, data.inputs[rows], data.expected[rows])
        assert (session.state.descended == gradient).all()
        network, memory = advance(network, gradient, session.state.method, memory)
        session.apply(Run(len(rows)))
        assert (session.state.network.parameters == network.parameters).all()


@pytest.mark.parametrize(("size", "updates"), [(1, 10), (3, 4), (10, 1), (32, 1), (None, 1)])
def test_updates_per_epoch(size: int | None, updates: int) -> None:
    session = level2_session()
    session.apply(changed_method(session.state, batch_size=size))
    assert session.apply(StepEpoch()).memory.updates == updates
    assert session.state.rows_per_batch == min(size or 10, 10)


def test_rows_to_the_next_update() -> None:
    session = level2_session(batch_size=4)
    found = []
    for _ in range(10):
        found.append((session.state.cursor.pending, session.state.rows_to_update))
        session.apply(StepSample())
    assert found == [(0, 4), (1, 3), (2, 2), (3, 1), (0, 4), (1, 3), (2, 2), (3, 1), (0, 2), (1, 1)]


def test_a_new_batch_size_restarts_the_current_batch() -> None:
    session = level2_session(batch_size=4)
    session.apply(Run(6))
    state = session.apply(changed_method(session.state, batch_size=3))
    assert (state.position, state.samples, state.cursor.pending, state.row) == (4, 4, 0, 4)
    assert session.apply(StepEpoch()).memory.updates == 3
    assert session.undo().position == 4
    assert session.undo().position == 6


def test_a_row_walked_out_of_turn_stays_when_the_batch_size_changes() -> None:
    session = level2_session(batch_size=4)
    session.apply(Run(6))
    session.apply(StepPhase(row=7))
    state = session.apply(changed_method(session.state, batch_size=3))
    assert (state.position, state.cursor.pending, state.row) == (4, 0, 7)
    assert session.apply(StepSample()).row == 4


def test_a_row_walked_out_of_turn_stays_when_shuffling_begins() -> None:
    session = level2_session()
    session.apply(StepPhase(row=7))
    state = session.apply(changed_method(session.state, shuffle=True))
    assert state.row == 7
    assert session.apply(StepSample()).row == state.cursor.order[0]


def test_an_edit_in_the_middle_of_a_batch_applies_to_the_whole_batch() -> None:
    edited, beforehand = level2_session(batch_size=4), level2_session(batch_size=4)
    edited.apply(Run(3))
    edited.apply(SetInput(0, 0, 7.0))
    edited.apply(StepSample())
    beforehand.apply(SetInput(0, 0, 7.0))
    beforehand.apply(Run(4))
    assert (edited.state.network.parameters == beforehand.state.network.parameters).all()


def test_a_row_out_of_turn_is_a_batch_of_its_own() -> None:
    session = level2_session(batch_size=4)
    before = session.apply(Run(2))
    assert before.seen_at(8).rows_to_update == 1
    after = session.apply(StepSample(row=8))
    gradient = backward(before.network, forward(before.network, before.dataset.inputs[8]), before.dataset.expected[8])
    wanted, _ = advance(before.network, gradient.parameters, before.method, before.memory)
    assert (after.network.parameters == wanted.parameters).all()
    assert (after.position, after.cursor.pending, after.row, after.samples) == (2, 2, 2, 3)


def test_walking_through_a_sample_of_a_batch_delays_the_update() -> None:
    session, plain = level2_session(batch_size=2), level2_session(batch_size=2)
    count = len(phases((2, 3, 2)))
    start = session.state.network.parameters
    for _ in range(count):
        session.apply(StepPhase())
    assert (session.state.network.parameters == start).all()
    assert session.state.cursor.pending == 1
    assert session.state.before is not None
    for _ in range(count):
        session.apply(StepPhase())
    assert (session.state.network.parameters != start).any()
    plain.apply(Run(2))
    assert fingerprint(replace(session.state, phase=0, before=None)) == fingerprint(plain.state)


def test_a_batch_of_many_rows_is_not_split() -> None:
    rng = np.random.default_rng(0)
    data = dataset_of(rng.normal(size=(5000, 2)), rng.uniform(size=(5000, 1)))
    setup = Setup(
        "many", data, (2, 2, 1), ("tanh", "linear"), loss="mse", method=Method(batch_size=None, shuffle=False)
    )
    before = begin(setup)
    after = Session(setup).apply(StepEpoch())
    gradient = batch_gradient(before.network, data.inputs, data.expected)
    wanted, _ = advance(before.network, gradient, before.method, before.memory)
    assert after.memory.updates == 1
    assert (after.network.parameters == wanted.parameters).all()


def test_divergence_in_a_batch_stops_before_its_update_and_names_the_row() -> None:
    data = dataset_of([[1.0], [1.0], [1.0], [1.0], [1e308], [1.0], [1.0]], [[0.0]] * 7)
    method = Method(0.1, batch_size=3, shuffle=False)
    setup = Setup("diverging", data, (1, 1), ("linear",), parameters=np.array([9.0, 0.0]), method=method)
    session = Session(setup)
    with pytest.raises(Divergence, match="stopped at epoch 0, sample 5/7, row 5: the sum of o1") as caught:
        session.apply(StepEpoch())
    assert caught.value.samples == session.state.samples == 5
    assert (session.state.cursor.pending, session.state.memory.updates) == (2, 1)
    single = Session(setup)
    for _ in range(5):
        single.apply(StepSample())
    assert fingerprint(single.state) == fingerprint(session.state)
    with pytest.raises(Divergence):
        single.apply(StepSample())


def test_an_overflow_in_the_optimiser_is_a_divergence() -> None:
    data = dataset_of([[1e120]], [[-1e100]])
    setup = Setup("diverging", data, (1, 1), ("linear",), parameters=np.zeros(2), method=Method(0.1, "adam"))
    with pytest.raises(Divergence, match=r"what adam remembers for a weight or bias of o1 .* became infinite"):
        Session(setup).run(5)


# Shuffling.


def test_shuffling_begins_with_the_next_epoch() -> None:
    session = level2_session()
    session.apply(Run(3))
    state = session.apply(changed_method(session.state, shuffle=True))
    assert state.cursor.order.tolist() == list(range(10))
    seen = [session.state.row]
    while session.apply(StepSample()).epoch == 0:
        seen.append(session.state.row)
    assert seen == [3, 4, 5, 6, 7, 8, 9]
    assert session.state.cursor.order.tolist() == np.random.default_rng((0, 1)).permutation(10).tolist()
    session.apply(changed_method(session.state, shuffle=False))
    session.apply(StepEpoch())
    assert session.apply(StepEpoch()).cursor.order.tolist() == list(range(10))


def test_shuffling_before_the_first_row_begins_at_once() -> None:
    session = level2_session()
    state = session.apply(changed_method(session.state, shuffle=True))
    assert state.cursor.order.tolist() == np.random.default_rng((0, 0)).permutation(10).tolist()
    assert state.row == state.cursor.order[0]
    assert session.apply(changed_method(session.state, shuffle=False)).row == 0


# L2.


def test_l2_shrinks_weights_but_not_biases_and_the_error_excludes_the_penalty() -> None:
    plain, drawn = level2_session(), level2_session(l2=0.1)
    assert drawn.state.evaluation.error == plain.state.evaluation.error
    start = drawn.state.network
    one, other = plain.apply(StepSample()).network, drawn.apply(StepSample()).network
    for layer in range(2):
        pull = 0.5 * 0.1 * start.weights[layer]
        assert other.weights[layer] == pytest.approx(one.weights[layer] - pull, rel=1e-12)
        assert (other.biases[layer] == one.biases[layer]).all()


# Losses and optimisers.


def test_the_error_follows_the_loss() -> None:
    session = level2_session()
    s = session.state
    squares = np.square(s.evaluation.outputs - s.dataset.expected)
    assert s.evaluation.error == pytest.approx(0.5 * squares.sum(axis=1).mean())
    assert session.apply(SetLoss("mse")).evaluation.error == pytest.approx(squares.mean())
    a, y = s.evaluation.outputs, s.dataset.expected
    entropy = -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=1).mean()
    assert session.apply(SetLoss("cross-entropy")).evaluation.error == pytest.approx(entropy)
    assert session.state.evaluation.mse == s.evaluation.mse
    state = session.apply(SetActivation(2, "softmax"))
    picked = state.evaluation.outputs[np.arange(10), state.dataset.target_classes]
    assert state.evaluation.error == pytest.approx(-np.log(picked).mean())


def test_the_loss_and_the_output_activation_change_together() -> None:
    session = level2_session()
    before = fingerprint(session.state)
    state = session.apply(SetLoss("cross-entropy", "softmax"))
    assert (state.network.loss_name, state.network.activations) == ("cross-entropy", ("sigmoid", "softmax"))
    assert session.apply(Run(100)).network.activations == ("sigmoid", "softmax")
    assert session.apply(Reset()).network.loss_name == "cross-entropy"
    assert session.apply(NewStart()).network.activations == ("sigmoid", "softmax")
    assert fingerprint(session.travel(Goto(0))) == before


def test_a_new_optimiser_keeps_the_learning_rate_unless_one_is_given() -> None:
    session = level2_session()
    assert session.apply(changed_method(session.state, optimizer="momentum")).method.learning_rate == 0.5
    state = session.apply(changed_method(session.state, optimizer="adam", learning_rate=0.001))
    assert (state.method.optimizer, state.method.learning_rate) == ("adam", 0.001)
    assert session.apply(Reset()).method.optimizer == "adam"
    assert session.undo().method.optimizer == "adam"
    assert session.undo().method.learning_rate == 0.5


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_undo_restores_the_memory_of_the_optimiser(name: str) -> None:
    session = level2_session(optimizer=name, batch_size=3)
    session.apply(Run(17))
    before = fingerprint(session.state)
    session.apply(Run(40))
    session.apply(changed_method(session.state, optimizer="adam"))
    session.apply(Reset())
    session.undo()
    session.undo()
    assert fingerprint(session.undo()) == before
    again = Session(session.state.setup)
    again.apply(Run(17))
    assert fingerprint(again.state) == before


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"batch_size": 0}, "a batch takes 1 sample or more, got 0"),
        ({"l2": -0.1}, "λ, the strength of L2, must be a finite number, 0 or more, got -0.1"),
        ({"l2": float("nan")}, "got nan"),
        ({"optimizer": "best"}, "unknown optimizer 'best'"),
        ({"learning_rate": 0.0}, "the learning rate must be a finite number above 0"),
    ],
)
def test_a_method_rejects_invalid_values(values: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        Method(**values)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (SetLoss("best"), "unknown loss 'best'"),
        (SetLoss("cross-entropy", "linear"), "outputs of sigmoid or softmax, not linear"),
        (SetLoss("mse", "softmax"), "softmax goes with the loss cross-entropy, not mse"),
        (SetActivation(2, "softmax"), "softmax goes with the loss cross-entropy, not half-squared"),
    ],
)
def test_an_unfitting_loss_is_refused_and_changes_nothing(command: object, says: str) -> None:
    session = level2_session()
    state = session.state
    with pytest.raises(InvalidValue) as caught:
        session.apply(command)
    assert says in str(caught.value)
    assert session.state is state
    assert session.step == 0


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(InvalidValue) as caught:
        act()
    return str(caught.value)


def test_cross_entropy_refuses_expected_values_outside_0_to_1() -> None:
    numbers = dataset_of([[1.0], [2.0]], [[0.5], [7.0]])
    setup = Setup("numbers", numbers, (1, 1), ("sigmoid",))
    assert "from 0 to 1, and one of them is 7" in refused(lambda: Session(setup).apply(SetLoss("cross-entropy")))
    assert "from 0 to 1" in refused(lambda: replace(setup, loss="cross-entropy"))
    session = level2_session(loss="cross-entropy")
    before = fingerprint(session.state)
    for edit in (SetExpected(0, 0, 1.5), AddRow((1.0, 1.0), (0.0, -0.5)), AddRow((1.0, 1.0), (1.5, 0.0))):
        assert "from 0 to 1" in refused(lambda edit=edit: session.apply(edit))
        assert fingerprint(session.state) == before
    assert session.apply(SetExpected(0, 0, 0.75)).dataset.expected[0, 0] == 0.75


def test_cross_entropy_refuses_scaled_test_rows_outside_0_to_1() -> None:
    numbers = dataset_of([[1.0], [2.0], [3.0]], [[0.2], [0.4], [0.6]])
    setup = Setup("numbers", numbers, (1, 1), ("sigmoid",), scaling="minmax", split=Split([0, 1], [2]))
    assert "from 0 to 1, and one of them is 2" in refused(lambda: Session(setup).apply(SetLoss("cross-entropy")))


@pytest.mark.parametrize("output", [None, "softmax"])
def test_cross_entropy_refuses_expected_values_that_were_edited_before(output: str | None) -> None:
    session = level2_session()
    session.apply(SetExpected(3, 1, 2.0))
    before = fingerprint(session.state)
    says = refused(lambda: session.apply(SetLoss("cross-entropy", output)))
    assert says == "cross-entropy takes expected values from 0 to 1, and one of them is 2"
    assert (fingerprint(session.state), session.step) == (before, 1)
    session.apply(SetExpected(3, 1, 1.0))
    assert session.apply(SetLoss("cross-entropy", output)).network.loss_name == "cross-entropy"


def test_softmax_of_one_output_is_refused() -> None:
    one = dataset_of([[1.0], [2.0]], [[0.0], [1.0]])
    says = "softmax needs 2 outputs or more: a single one is always 1"
    assert says in refused(lambda: Setup("one", one, (1, 1), ("softmax",), loss="cross-entropy"))
    session = Session(Setup("one", one, (1, 1), ("sigmoid",), loss="cross-entropy"))
    assert says in refused(lambda: session.apply(SetActivation(1, "softmax")))


# The article's third program.


def test_level3_is_the_articles_keras_network() -> None:
    setup = setup_for("level3")
    assert (setup.sizes, setup.activations, setup.loss) == ((2, 3, 2), ("sigmoid", "linear"), "mse")
    assert setup.method == Method(0.001, "adam", batch_size=32, shuffle=False)
    assert (setup.initializer, setup.epochs) == ("glorot", 200)
    assert not np.concatenate(setup.network().biases).any()
    state = Session(setup).run(200 * 10)
    assert (state.epoch, state.memory.updates) == (200, 200)
    assert state.evaluation.error == pytest.approx(state.evaluation.mse, rel=1e-12)
    assert state.history.y[-1] < state.history.y[0]


def test_shuffling_changes_nothing_when_all_rows_are_one_batch() -> None:
    plain, shuffled = (Session(setup_for("level3", Options(shuffle=on))).run(2000) for on in (False, True))
    assert (shuffled.network.parameters == plain.network.parameters).all()


@pytest.mark.parametrize("seed", range(3))
def test_level3_learns_all_rows_given_time(seed: int) -> None:
    session = Session(setup_for("level3", Options(seed=seed)))
    start = session.state.network.parameters
    assert session.run(4000 * 10).evaluation.right.all()
    assert (session.apply(Reset()).network.parameters == start).all()


# New starting weights.


@pytest.mark.parametrize("name", [*INITIALIZER_NAMES, "symmetric:0.1"])
def test_a_new_initialiser_draws_starting_weights_from_the_same_seed(name: str) -> None:
    session = level2_session(seed=3)
    session.apply(changed_method(session.state, l2=0.01))
    session.run(35)
    before = fingerprint(session.state)
    state = session.apply(SetInitializer(name))
    wanted = setup_for("level2", Options(initializer=name, seed=3)).network()
    assert (state.network.parameters == wanted.parameters).all()
    assert (state.epoch, state.samples, state.method.l2, state.marks) == (0, 0, 0.01, ())
    assert len(state.history.x) == 1
    session.run(20)
    assert (session.apply(Reset()).network.parameters == wanted.parameters).all()
    for _ in range(3):
        session.undo()
    assert fingerprint(session.state) == before


def test_a_new_initialiser_replaces_given_weights() -> None:
    session = Session(setup_for("walkthrough"))
    given_ones = session.state.network.parameters
    state = session.apply(SetInitializer("zeros"))
    assert not state.network.parameters.any()
    assert not session.apply(Reset()).network.parameters.any()
    assert (session.travel(Goto(0)).network.parameters == given_ones).all()


def test_a_new_initialiser_keeps_the_current_layers_the_data_and_the_split() -> None:
    session = Session(setup_for("iris", Options(test_share=0.2, seed=2)))
    session.apply(AddLayer(1, 3, "relu"))
    before = session.apply(SetInput(0, 0, 9.0))
    state = session.apply(SetInitializer("normal"))
    wanted = initial_parameters("normal", before.network.sizes, before.network.activations, 2)
    assert (state.network.parameters == wanted).all()
    assert state.dataset is before.dataset
    assert state.test is before.test
    assert len(state.test_history.x) == 1
    assert (session.apply(AddNeuron(1)).network.layers[0][:-1] == state.network.layers[0]).all()


def test_an_unknown_initialiser_is_refused() -> None:
    session = level2_session()
    with pytest.raises(InvalidValue, match="unknown initializer 'best'"):
        session.apply(SetInitializer("best"))
    assert session.step == 0
