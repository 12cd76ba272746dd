"""Every sentence is narrow enough for a braille display, ASCII unless asked, and harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.errors import EngineError
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for, start_names
from engine.session.session import Session
from engine.session.verbs.grammar import VERBS, line
from engine.session.verbs.tokens import LineRefused
from engine.training.commands import Load
from tests.engine.strategies import KINDS, Recipe, recipes
from tests.tui.hostile import hostile_setup, setups
from tests.tui.plain.talking import Talk
from tui.plain.pause import Pause
from tui.plain.questions import QUESTIONS
from tui.plain.twin import Twin
from tui.plain.writing import Writing

NARROW = Writing(width=40)
HARMFUL = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
ASKED = (
    *("where", "why", "why E", "why alpha", "why w1", "weights of o1", "weights of i1", "rows", "row 1", "curve"),
    *(
        "digits full",
        "where",
        "curve",
        "rows 2",
        "steps",
        "select i1",
        "select y1",
        "select o1",
        "select b_o1",
        "phase",
        "why",
    ),
    *("sample", "epoch", "run 40", "view answers", "panel chart", "undo", "undo", "redo", "goto 0", "help"),
    *(f"help {verb}" for verb in VERBS),
    *(f"help {row.name}" for row in QUESTIONS),
)
REFUSED = ("set w99999 1", "wher", "row 999999", "rows x", "why q", "help q", "set", "input 1 i1 x", "layer+ 9 9 9")


def check(talk: Talk, *lines: str) -> None:
    """Check all that is written for some lines."""
    for said in lines:
        try:
            written = talk.said(said)
        except EngineError as error:
            written = talk.writing.lines(f"refused: {error}")
        for text in written:
            assert cell_len(text) <= talk.writing.width, (said, text)
            assert talk.writing.unicode or text.isascii(), (said, text)
            assert not [sign for sign in text if unicodedata.category(sign) in HARMFUL], (said, text)


@pytest.mark.parametrize("width", [20, 40, 80])
def test_all_that_is_said_of_the_worked_example_fits(width: int) -> None:
    check(Talk("walkthrough", Writing(width)), *ASKED, *REFUSED)


@pytest.mark.parametrize("start", start_names())
def test_all_that_is_said_of_any_start_fits_and_spells_everything(start: str) -> None:
    talk = Talk(start, NARROW)
    check(talk, *ASKED[:30], *REFUSED)
    assert not [text for said in ("where", "why w1", "why o1", "row 1", "rows", "help") for text in talk.said(said)
                if "?" in text]  # fmt: skip


@pytest.mark.parametrize("loss", ["half-squared", "mse", "cross-entropy"])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "rmsprop", "adam"])
def test_every_formula_is_spelled(loss: str, optimizer: str) -> None:
    output = "softmax" if loss == "cross-entropy" else "tanh"
    setup = setup_for("iris", Options(loss=loss, optimizer=optimizer, activations=("leaky-relu", output), l2=0.1))
    talk = Talk(setup, NARROW)
    for said in ("why w1", "why b_o1", "why h1", "why o1", "why E", *["phase"] * 9):
        assert not [text for text in talk.said(said) if "?" in text or not text.isascii()]


def test_greek_letters_stand_as_they_are_where_that_was_asked_for() -> None:
    talk = Talk("walkthrough", Writing(unicode=True))
    assert any("δ_o1" in text for text in talk.said("why o1"))
    assert any("delta_o1" in text for text in Talk("walkthrough").said("why o1"))


@given(setups(), st.sampled_from([Writing(), NARROW, Writing(40, unicode=True)]))
def test_names_from_outside_are_harmless(setup: Setup, writing: Writing) -> None:
    check(Talk(setup, writing), *ASKED[:30], 'expected 1 o1 "x"', "row+ 1", "row+ 1 2 3 4 5 6 7 8")


@pytest.mark.parametrize("name", ["\x1b[31mred", "x" * 10_000, "\u202eevil", "界" * 30, "größe"])
def test_hostile_names_are_cut_and_spelled(name: str) -> None:
    check(Talk(hostile_setup(name), NARROW), *ASKED)
    talk = Talk(hostile_setup("größe"))
    assert "i1 grosse is 1" in " ".join(talk.said("row 1")) or "i1 gro?e is 1" in " ".join(talk.said("row 1"))


@given(st.lists(recipes(tuple(kind for kind in KINDS if kind is not Load)), min_size=1, max_size=6))
def test_any_command_is_answered(drawn: list[Recipe]) -> None:
    talk = Talk("level2", NARROW)
    for recipe in drawn:
        state = talk.twin.session.state
        try:
            said = line(recipe.made_for(state), state)
        except LineRefused:
            continue
        check(talk, said)
        if talk.twin.session.state is not state:
            check(talk, "where", "undo", "redo")


@given(st.text(max_size=60))
def test_any_text_is_answered_or_refused(text: str) -> None:
    check(Talk("level2", NARROW), text)


def test_the_lines_of_a_run_are_at_most_ten() -> None:
    setup = setup_for("iris", Options(test_share=0.2))
    twin = Twin(Session(setup), Pause(), hints=True)
    list(twin.answer("stop epochs 60 patience 40"))
    for said in ("run 1", "run 500", "run 1000000", "epoch", "epoch 3"):
        assert 1 <= len(list(twin.answer(said))) <= 10
    dead = Talk(setup_for("iris", Options(activations=("relu", "softmax"), test_share=0.2)))
    dead.said(*(f"set b_h{index} -1000" for index in range(1, 9)))
    told = list(dead.twin.answer("epoch 40"))
    assert told[-1].startswith("the hidden layer is dead")
    assert len(told) <= 10
