"""What is said about the phases is true, for every kind of network, loss, optimiser and batch."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import Options, setup_for
from engine.explaining.phase_words import phase_words
from engine.network.activations import ACTIVATIONS
from engine.network.losses import LOSSES
from engine.network.optimizers import OPTIMIZERS
from engine.session.session import Session
from engine.training.commands import StepPhase, StepSample
from engine.training.phases import PhaseKind, phases
from engine.training.state import TrainingState


def walk(start: str, **options: object) -> list[TrainingState]:
    """Return the states after each phase of the first sample."""
    session = Session(setup_for(start, Options(**options)))
    return [session.apply(StepPhase()) for _ in phases(session.state.network.sizes)]


def said(state: TrainingState) -> tuple[str, str]:
    words = phase_words(state)
    assert words is not None
    return words.meaning[0], words.then[0]


def test_nothing_is_said_where_no_sample_is_walked_through():
    session = Session(setup_for("level2"))
    assert phase_words(session.state) is None
    assert phase_words(session.apply(StepSample())) is None


def test_the_worked_example():
    assert [said(state) for state in walk("level2")] == [
        ("the numbers of the row stand at the inputs: the forward pass begins", "next: sums of h"),
        ("each neuron of h adds up the inputs times its weights, and its bias", "next: activations of h"),
        ("each sum becomes the output of its neuron: σ brings it between 0 and 1", "next: sums of o"),
        ("each neuron of o adds up the outputs of h times its weights, and its bias", "next: activations of o"),
        ("each sum becomes the output of its neuron: σ brings it between 0 and 1", "next: the error"),
        ("E says how far the outputs are from the expected values: 0 would be perfect", "next: δ of o"),
        ("δ of o says how fast E grows with each sum: above 0 the sum should fall, below 0 rise", "next: δ of h"),
        ("the δ of o come back through the weights: how fast E grows with each sum of h", "next: the update"),
        ("every weight and bias moves against its gradient: α times as far", "next: the input of row 2"),
    ]


def test_without_a_hidden_layer():
    meanings = [said(state)[0] for state in walk("level2", hidden=())]
    assert meanings[1] == "each neuron of o adds up the inputs times its weights, and its bias"
    assert len(meanings) == 6


def test_what_comes_next_is_what_comes():
    for options in ({"hidden": ()}, {"hidden": (3, 2)}, {"batch_size": 3}):
        states = walk("level2", **options)
        order = phases(states[0].network.sizes)
        for state, then in zip(states, order[1:], strict=False):
            words = phase_words(state)
            assert words is not None
            kind = {PhaseKind.ERROR: "error", PhaseKind.UPDATE: "row" if state.rows_to_update > 1 else "update"}
            assert kind.get(then.kind, then.kind.value) in words.then[0]


def test_a_batch_updates_after_its_last_row():
    session, size = Session(setup_for("level2", Options(batch_size=4))), len(phases((2, 3, 2)))
    told = []
    for _ in range(4):
        before = session.state.network.parameters
        states = [session.apply(StepPhase()) for _ in range(size)]
        told.append(
            (said(states[-2])[1], said(states[-1])[0], bool((session.state.network.parameters != before).any()))
        )
    wait = "no weight moves yet: the gradients wait for the batch to end, in {}"
    row = "next: the end of this row"
    assert told == [
        (row, wait.format("3 rows"), False),
        (row, wait.format("2 rows"), False),
        (row, wait.format("1 row"), False),
        ("next: the update", "the batch is complete: every weight moves, by the mean gradient of its 4 rows", True),
    ]


def test_the_next_row_is_named_by_its_number_in_the_file():
    state = walk("iris", seed=3)[-1]
    assert said(state)[1] == f"next: the input of row {state.dataset.number(state.row)}"


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_every_activation_has_words(activation):
    loss = "cross-entropy" if activation == "softmax" else "mse"
    states = walk("level2", activations=(activation,) if activation != "softmax" else ("tanh", "softmax"), loss=loss)
    meaning, _ = said(states[4])
    low, high = states[4].trace.outputs.min(), states[4].trace.outputs.max()
    assert ("between 0 and 1" in meaning) == (activation == "sigmoid")
    assert ("between −1 and 1" in meaning) == (activation == "tanh")
    assert not ("between 0 and 1" in meaning and (low < 0 or high > 1))


@given(
    st.sampled_from(list(OPTIMIZERS)),
    st.sampled_from(LOSSES),
    st.sampled_from([(), (1,), (3, 2), (2, 2, 2)]),
    st.integers(1, 12),
    st.booleans(),
)
def test_the_words_fit_the_smallest_screen(optimizer, loss, hidden, batch_size, regression):
    start = "level3" if regression and loss != "cross-entropy" else "level2"
    for state in walk(start, optimizer=optimizer, loss=loss, hidden=hidden, batch_size=batch_size):
        words = phase_words(state)
        assert words is not None
        for texts in (words.meaning, words.then):
            assert sorted(map(len, texts), reverse=True) == [len(text) for text in texts]
        assert len(words.meaning[-1]) + len(words.then[-1]) <= 60 - len(" ◆  n  ")
        assert len(words.meaning[0]) <= 85


def test_an_update_out_of_turn_is_an_update_at_once():
    session = Session(setup_for("level2", Options(batch_size=4)))
    states = [session.apply(StepPhase(row=7))] + [session.apply(StepPhase()) for _ in range(8)]
    assert said(states[-1]) == (
        "every weight and bias moves against its gradient: α times as far",
        "next: the input of row 1",
    )
    assert phase_words(replace(states[-1], phase=0, before=None)) is None
