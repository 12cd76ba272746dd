"""Every command is a line, and the line is the command again, to the last bit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.splitting import Split
from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.network.places import Expected, Neuron, Weight
from engine.session.look import PANELS, VIEWS, FocusPanel, LookAtRow, Select, ShowView
from engine.session.rows import InTest
from engine.session.session import Session
from engine.session.travel import Goto, Redo, Undo
from engine.session.verbs.grammar import joins, line, lines, parse
from engine.session.verbs.tokens import tokens_of, written_text, written_word
from engine.training.commands import AddRow, Folded, Load, SetExpected, SetInput, SetWord
from engine.training.divergence import Divergence
from engine.training.state import Setup, begin
from engine.training.update import update
from tests.engine.strategies import KINDS, Recipe, apply_to, fingerprint, recipes, setups
from tui.panels.chart import views

SPOKEN = tuple(kind for kind in KINDS if kind is not Load)


@given(setups(), st.lists(recipes(SPOKEN), min_size=1, max_size=8))
def test_any_command_in_any_state_comes_back(setup: Setup, drawn: list[Recipe]) -> None:
    state = begin(setup)
    for recipe in drawn:
        command = recipe.made_for(state)
        text = line(command, state)
        assert text.isprintable()
        try:
            after = update(state, command)
        except InvalidValue:  # a layer that is not there; its line may be refused too
            continue
        except Divergence:
            after = state
        assert parse(text, state) == command
        state = after


@given(setups(), st.lists(recipes(SPOKEN), min_size=1, max_size=8))
def test_a_session_written_as_lines_is_lived_again(setup: Setup, drawn: list[Recipe]) -> None:
    session = Session(setup)
    for recipe in drawn:
        apply_to(session, recipe, fold=True)
    state, again = begin(setup), begin(setup)
    for command in session.commands[: session.step]:  # an edit that takes back all of a step is an undo
        for text in lines(command, state):
            _, said = joins(text)
            again = update(again, parse(said, again))
        state = update(state, command)
    assert fingerprint(again) == fingerprint(session.state)


def test_edits_that_make_one_step_stand_behind_a_sign() -> None:
    session = Session(setup_for("level2"))
    for text in ("set w5 0.5", "set w5 0.6", "set w5 0.7"):
        session.apply(parse(text, session.state), fold=True)
    [step] = session.commands
    assert isinstance(step, Folded)
    assert lines(step, begin(setup_for("level2"))) == ("set w5 0.5", "& set w5 0.6", "& set w5 0.7")
    assert joins("  & set w5 0.6") == (True, " set w5 0.6")


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["standard", "minmax"]))
def test_scaled_values_keep_their_bits(value: float, kind: str) -> None:
    state = begin(setup_for("wine", Options(scaling=kind)))
    command = SetInput(3, 2, value)
    assert parse(line(command, state), state) == command


def test_values_stand_in_the_units_of_the_data() -> None:
    state = begin(setup_for("wine", Options(scaling="standard")))
    own = state.scaling.inputs.original_value(0, float(state.dataset.inputs[0, 0]))
    assert line(SetInput(0, 0, float(state.dataset.inputs[0, 0])), state) == f"input 1 i1 {own!r}"
    assert parse("input 1 i1 14.23", state) == SetInput(0, 0, state.scaling.inputs.apply_value(0, 14.23))


def test_rows_have_the_numbers_that_the_screen_shows() -> None:
    setup = setup_for("iris", Options(test_share=0.2))
    assert isinstance(setup.drawn_split, Split)
    state = begin(setup)
    assert state.test is not None
    number, held_out = state.dataset.number(5), state.test.number(0)
    assert parse(f"sample {number}", state).row == 5
    assert parse(f"row {held_out}", state) == LookAtRow(InTest(0))
    with pytest.raises(InvalidValue, match=f"row {held_out} is in the test part, which is never trained"):
        parse(f"sample {held_out}", state)


def test_classes_are_words() -> None:
    state = begin(setup_for("iris"))
    assert parse('expected 1 o1 "virginica"', state) == SetWord(0, Expected(0), 2)
    assert parse("expected 1 o3 virginica", state) == SetWord(0, Expected(2), 2)
    assert parse("expected 1 y2 0.5", state) == SetExpected(0, 1, 0.5)
    assert parse("row+ 5 3 1 0.2 setosa", state) == AddRow((5.0, 3.0, 1.0, 0.2), (1.0, 0.0, 0.0))
    assert parse("row+ 5 3 1 0.2 0.5 0.5 0", state) == AddRow((5.0, 3.0, 1.0, 0.2), (0.5, 0.5, 0.0))
    assert line(AddRow((5.0, 3.0, 1.0, 0.2), (1.0, 0.0, 0.0)), state) == 'row+ 5.0 3.0 1.0 0.2 "setosa"'


LOOKS = (
    *(Undo(), Redo(), Goto(3), Goto(3, 40), Select(Weight(1, 0, 0)), Select(Neuron(0, 1)), Select(Expected(1))),
    *(LookAtRow(None), LookAtRow(2)),
    *map(FocusPanel, PANELS),
    *map(ShowView, VIEWS),
)


@pytest.mark.parametrize("said", LOOKS, ids=repr)
def test_looks_come_back(said: object) -> None:
    state = begin(setup_for("level2"))
    assert parse(line(said, state), state) == said


def test_the_views_are_those_of_the_chart() -> None:
    assert tuple(view.name for view in views.VIEWS) == VIEWS


@given(st.text())
def test_texts_come_back(text: str) -> None:
    for written in (written_text(text), written_word(text)):
        [token] = tokens_of(f"  {written}  # {text!r}") if written else [None]
        assert token.text == text
        assert written.isprintable()
