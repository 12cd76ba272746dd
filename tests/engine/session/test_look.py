"""The look: a pure function of the learner's actions and the state."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.experiment.starts import setup_for
from engine.network.places import Bias, Expected, Neuron, Weight, exists
from engine.network.quantities import ERROR, Kind, Quantity, main_quantity
from engine.session.look import (
    ChooseInputs,
    ComeBack,
    ExplainError,
    FocusPanel,
    Follow,
    Look,
    LookAtRow,
    RevealPanel,
    Select,
    ShowView,
    StateChanged,
    ZoomPanel,
)
from engine.session.looking import TERMS_WHILE_RUNNING, look_after, without_places
from engine.session.session import Session
from engine.session.shown_row import row_to_train, seen
from engine.training.commands import AddNeuron, DeleteRow, Load, RemoveNeuron, StepEpoch, StepPhase, StepSample
from engine.training.phases import phases
from engine.training.state import TrainingState
from tests.engine.strategies import Recipe, recipes, visited_states

SESSION = Session(setup_for("level2"))
STATE = SESSION.state
START = look_after(Look(), StateChanged(None), STATE)

places = st.one_of(
    st.builds(Neuron, st.integers(0, 3), st.integers(0, 3)),
    st.builds(Weight, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)),
    st.builds(Bias, st.integers(0, 3), st.integers(0, 3)),
    st.builds(Expected, st.integers(0, 3)),
)
follows = st.builds(Follow, st.builds(main_quantity, places))
actions = st.lists(st.builds(Select, places) | follows | st.just(ComeBack()))


def test_at_first_the_first_output_weight_is_selected_and_explained():
    assert (START.selected, START.topic, START.back) == (Weight(2, 0, 0), Weight(2, 0, 0), ())


@given(actions)
def test_only_existing_places_are_selected_and_explained(done):
    look = START
    for action in done:
        look = look_after(look, action, STATE)
        assert exists(STATE.network.sizes, look.selected)
        assert look.topic == "E" or exists(STATE.network.sizes, look.topic)


@given(st.lists(follows, max_size=6))
def test_going_back_as_often_as_following_returns_to_the_start(followed):
    look = START
    for action in followed:
        look = look_after(look, action, STATE)
    for _ in look.back:
        look = look_after(look, ComeBack(), STATE)
    assert look == START
    assert look_after(look, ComeBack(), STATE) == START


def test_following_a_number_selects_its_place_and_highlights_it():
    delta = Quantity(Kind.DELTA, Neuron(2, 0))
    look = look_after(START, Follow(delta, cursor=3, first_line=2), STATE)
    assert (look.selected, look.topic, look.focus) == (Neuron(2, 0), Neuron(2, 0), delta)
    assert (look.back[0].cursor, look.back[0].first_line) == (3, 2)
    error = look_after(look, Follow(ERROR), STATE)
    assert (error.selected, error.topic) == (Neuron(2, 0), "E")  # the error has no place in the network
    assert look_after(look, Select(Bias(1, 0)), STATE).back == ()


def test_revealing_a_panel_does_not_move_the_keyboard_focus():
    look = look_after(look_after(START, FocusPanel("chart"), STATE), FocusPanel("network"), STATE)
    assert (look.panel, look.lower) == ("network", ("chart", "inspector", "samples", "steps"))
    revealed = look_after(look, RevealPanel("samples"), STATE)
    assert revealed == replace(look, lower=("samples", "chart", "inspector", "steps"))


def test_a_panel_that_fills_the_screen_gives_way_to_a_revealed_one():
    zoomed = look_after(START, ZoomPanel(True), STATE)
    assert zoomed == replace(START, zoomed=True)
    assert look_after(zoomed, RevealPanel("chart"), STATE).panel == "chart"
    assert look_after(zoomed, ZoomPanel(False), STATE) == START


def test_the_inspector_follows_the_phases_and_returns_to_the_selected_place():
    session = Session(setup_for("level2"))
    look, before = START, session.state
    for phase in phases((2, 3, 2)):
        state = session.apply(StepPhase())
        look = look_after(look, StateChanged(before, walked=True), state)
        assert look.topic == phase
        before = state
    state = session.apply(StepSample())
    assert look_after(look, StateChanged(before), state).topic == look.selected


def test_a_removed_place_is_deselected_and_the_error_stays_explained():
    session = Session(setup_for("level2"))
    there = look_after(START, Select(Neuron(1, 2)), session.state)
    before, state = session.state, session.apply(RemoveNeuron(1, 2))
    assert look_after(there, StateChanged(before), state).selected == Weight(2, 0, 0)
    error = look_after(look_after(there, ExplainError(), before), StateChanged(before), state)
    assert (error.topic, error.selected) == ("E", Weight(2, 0, 0))
    kept = look_after(START, StateChanged(state), session.apply(AddNeuron(1)))
    assert kept.selected == START.selected
    assert without_places(there) == replace(there, selected=None, topic="E")


@pytest.mark.parametrize("start", ["iris", "moons"])
def test_loading_data_resets_the_inputs_of_the_map(start):
    session = Session(setup_for("iris"))
    look = look_after(START, ChooseInputs((2, 3)), session.state)
    assert look_after(look, StateChanged(session.state), session.state).inputs == (2, 3)
    before, state = session.state, session.apply(Load(setup_for(start)))
    assert look_after(look, StateChanged(before), state).inputs is None


def test_a_run_writes_fewer_terms_and_keeps_the_rest_of_the_look():
    look = look_after(START, ShowView("results"), STATE)
    running = look_after(look, StateChanged(STATE, running=True), STATE)
    assert running == replace(look, most_terms=TERMS_WHILE_RUNNING)
    assert look_after(running, StateChanged(STATE), STATE) == look


def looking_at(row: int, state: TrainingState) -> Look:
    return look_after(look_after(Look(), StateChanged(None), state), LookAtRow(row), state)


def test_the_row_looked_at_stays_after_an_edit_and_during_a_run() -> None:
    session = Session(setup_for("level2"))
    state = session.apply(StepEpoch())
    look = looking_at(7, state)
    assert look_after(look, StateChanged(state), session.apply(AddNeuron(1))).row == 7
    after = session.apply(StepEpoch())
    assert look_after(look, StateChanged(state, running=True), after).row == 7
    assert look_after(look, StateChanged(state, ran=True), after).row == 7
    assert look_after(look, StateChanged(state), after).row is None
    assert look_after(look, StateChanged(after), session.apply(Load(setup_for("iris")))).row is None


def test_a_row_that_is_gone_gives_way_to_the_last() -> None:
    session = Session(setup_for("level2"))
    before = session.state
    state = session.apply(DeleteRow(3))
    look = looking_at(9, before)
    assert look_after(look, StateChanged(before), state).row == 8
    assert seen(state, 9) is state, "between the two, the screen shows the training as it stands"


@given(st.lists(recipes(), max_size=12), st.integers(0, 12))
def test_a_row_looked_at_shows_its_own_numbers_and_trains_them(drawn: list[Recipe], row: int) -> None:
    for state in visited_states(Session(setup_for("level2")), drawn):
        shown, trained = seen(state, row), row_to_train(state, row)
        if shown is state:
            assert row == state.shown.row or row >= state.dataset.rows
            assert trained is None
            continue
        assert (shown.row, shown.phase, shown.before) == (row, 0, None)
        assert shown.trace.activations[0].tolist() == state.dataset.inputs[row].tolist()
        assert trained == (None if state.is_half_walked or row == state.row else row)
        assert seen(shown, row) is shown
