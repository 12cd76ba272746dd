"""The expected class of a row, and the words of its text columns: one of them at a time."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.data_columns import DataColumn, column_number
from engine.data.dataset import Dataset
from engine.data.files import read_csv
from engine.data.options import ReadOptions
from engine.data.scaling import SCALINGS
from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for, setup_of
from engine.network.places import Expected, Neuron, Weight
from engine.session.session import Session
from engine.session.summary import ReplacedWord
from engine.training.commands import Reset, SetExpected, SetInput, SetWord, StepPhase, StepSample
from engine.training.words import word_of, words_at

ISLANDS = """mass,island,smoker,kind
3.5,Biscoe,yes,gentoo
4.1,Dream,no,adelie
3.9,Torgersen,no,adelie
4.4,Dream,Yes,chinstrap
"""
ISLAND, SMOKER, MASS, KIND = Neuron(0, 1), Neuron(0, 4), Neuron(0, 0), Expected(0)


@pytest.fixture
def islands(tmp_path: Path) -> Dataset:
    return read(tmp_path)


def read(folder: Path, **options: object) -> Dataset:
    path = folder / "islands.csv"
    path.write_text(ISLANDS, "utf-8")
    return read_csv(path, options=ReadOptions(**options))


def session_of(dataset: Dataset, scaling: str = "none") -> Session:
    setup: Setup = setup_of(dataset, Options(scaling=scaling))
    return Session(setup)


def test_the_data_know_which_inputs_come_from_one_column(islands):
    assert islands.input_columns == (
        DataColumn("mass", 0),
        DataColumn("island", 1, ("Biscoe", "Dream", "Torgersen")),
        DataColumn("smoker", 4, ("no", "yes"), one_hot=False),
    )
    assert [column_number(islands.input_columns, index) for index in range(5)] == [0, 1, 1, 1, 2]
    assert islands.output_columns == (DataColumn("class", 0, ("adelie", "chinstrap", "gentoo")),)
    assert column_number(islands.output_columns, 2) == 0


def test_a_regression_on_yes_and_no_keeps_the_words(tmp_path):
    dataset = read(tmp_path, targets=("smoker", "mass"), task="regression")
    assert dataset.output_columns == (DataColumn("smoker", 0, ("no", "yes"), one_hot=False), DataColumn("mass", 1))


@pytest.mark.parametrize("scaling", SCALINGS)
def test_every_row_holds_its_words_however_it_is_scaled(islands, scaling):
    state = session_of(islands, scaling).state
    for place, words in (
        (ISLAND, ["Biscoe", "Dream", "Torgersen", "Dream"]),
        (Neuron(0, 3), ["Biscoe", "Dream", "Torgersen", "Dream"]),  # the column of its last input
        (SMOKER, ["yes", "no", "no", "yes"]),
        (KIND, ["gentoo", "adelie", "adelie", "chinstrap"]),
    ):
        column = words_at(state.dataset, place)
        assert [column.words[word_of(state.dataset, state.scaling, row, place)] for row in range(4)] == words
    assert words_at(state.dataset, MASS) is None
    assert words_at(state.dataset, Weight(1, 0, 0)) is None
    assert word_of(state.dataset, state.scaling, 0, MASS) is None


@given(st.data())
def test_a_chosen_word_is_the_only_one(tmp_path_factory, data):
    dataset = read(tmp_path_factory.mktemp("words"))
    session = session_of(dataset, data.draw(st.sampled_from(SCALINGS)))
    row, place = data.draw(st.integers(0, 3)), data.draw(st.sampled_from([ISLAND, SMOKER, KIND]))
    column = words_at(dataset, place)
    word = data.draw(st.integers(0, len(column.words) - 1))
    before = session.state
    state = session.apply(SetWord(row, place, word))
    assert word_of(state.dataset, state.scaling, row, place) == word
    own = state.dataset if state.scaling is None else state.scaling.undone(state.dataset)
    values = own.inputs[row] if isinstance(place, Neuron) else own.expected[row]
    here = values[column.first : column.first + column.width]
    assert here == pytest.approx(np.eye(3)[word] if column.one_hot else [word])
    others = [other for other in (ISLAND, SMOKER, KIND) if other != place]
    for other in others:
        assert word_of(state.dataset, state.scaling, row, other) == word_of(before.dataset, before.scaling, row, other)
    changed = (state.dataset.inputs != before.dataset.inputs).any(axis=1) | (
        state.dataset.expected != before.dataset.expected
    ).any(axis=1)
    assert not changed[[other for other in range(4) if other != row]].any()
    assert session.undo() is not state
    assert (session.state.dataset.inputs == before.dataset.inputs).all()
    assert (session.state.dataset.expected == before.dataset.expected).all()


def test_numbers_that_stand_for_no_single_word_are_none(islands):
    session = session_of(islands)
    for change, place in (
        (SetExpected(0, 1, 1.0), KIND),  # two classes
        (SetExpected(1, 0, 0.0), KIND),  # none
        (SetExpected(2, 0, 0.9), KIND),  # a soft target
        (SetInput(0, 2, 1.0), ISLAND),
        (SetInput(0, 4, 0.5), SMOKER),
    ):
        state = session.apply(change)
        assert word_of(state.dataset, state.scaling, change.row, place) is None
        state = session.apply(SetWord(change.row, place, 1))
        assert word_of(state.dataset, state.scaling, change.row, place) == 1


def test_a_step_says_what_the_word_replaced(islands):
    session = session_of(islands, "standard")
    session.apply(SetWord(0, KIND, 0))
    session.apply(SetExpected(1, 1, 0.5))
    session.apply(SetWord(1, KIND, 2))
    session.apply(SetWord(2, ISLAND, 0))
    assert [step.summary.replaced for step in session.steps if step.command] == [
        ReplacedWord("class", "gentoo", "adelie"),
        0.0,
        ReplacedWord("class", None, "gentoo"),
        ReplacedWord("island", "Torgersen", "Biscoe"),
    ]


def test_a_word_is_an_edit_like_any_other(islands):
    session = session_of(islands)
    session.apply(StepPhase())
    session.apply(StepPhase())
    row = session.state.row
    assert session.apply(SetWord((row + 1) % 4, KIND, 1)).phase == 2  # another row: the sample goes on
    assert session.apply(SetWord(row, KIND, 1)).phase == 1
    session.apply(StepSample())
    assert session.apply(SetWord(1, ISLAND, 0)).marks == (0.0, 0.25)
    assert word_of(session.apply(Reset()).dataset, None, 1, ISLAND) == 0


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (SetWord(4, KIND, 0), "row 4"),
        (SetWord(-1, KIND, 0), "row -1"),
        (SetWord(0, KIND, 3), "no word 3"),
        (SetWord(0, KIND, -1), "no word -1"),
        (SetWord(0, MASS, 0), "numbers, not words"),
    ],
)
def test_a_word_that_is_not_there_is_refused(islands, command, why):
    session = session_of(islands)
    before = session.state
    with pytest.raises(InvalidValue, match=why):
        session.apply(command)
    assert session.state is before


def test_columns_of_words_must_fit(islands):
    word = DataColumn("word", 4, ("a", "b"))
    for words in ((word,), (DataColumn("a", 0, ("x", "y")), DataColumn("b", 1, ("x", "y"))), (DataColumn("c", -1),)):
        with pytest.raises(InvalidValue, match="are not where the column is"):
            replace(islands, input_words=words)


def test_the_class_of_a_bundled_set_is_one_column():
    dataset = setup_for("iris").dataset
    assert dataset.output_columns == (DataColumn("class", 0, ("setosa", "versicolor", "virginica")),)
