"""Two classes with a single output: the class is the nearer one, and everything else is as with two outputs."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.analysis.landscape import decision_map
from engine.analysis.metrics import Classification, metrics
from engine.data.bundled import BUNDLED, bundled
from engine.data.data_columns import DataColumn
from engine.data.dataset import Dataset
from engine.data.two_classes import possible_outputs, with_outputs
from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.network.places import Expected
from engine.network.reshaping import with_outputs as resized
from engine.session.rows import ConfusionCell, listed
from engine.session.session import Session
from engine.training.commands import Run, SetExpected, SetOutputs, SetWord
from engine.training.state import begin
from engine.training.words import word_of
from tests.engine.strategies import fingerprint

GATES = [name for name, known in BUNDLED.items() if known.shape[2] == 2]
FILE = "a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"


def single(name: str = "xor") -> Dataset:
    return with_outputs(bundled(name), 1)


def test_a_single_output_expects_0_for_the_first_class_and_1_for_the_second() -> None:
    data = single("banknotes")
    two = bundled("banknotes")
    assert (data.output_names, data.two_classes, data.classes) == (two.output_names[1:], two.output_names, two.classes)
    assert np.array_equal(data.expected[:, 0], two.expected[:, 1])
    assert np.array_equal(data.target_classes, two.target_classes)
    assert data.output_columns == (DataColumn("class", 0, two.output_names, one_hot=False),)
    back = with_outputs(data, 2)
    assert (back.output_names, back.two_classes) == (two.output_names, ())
    assert np.array_equal(back.expected, two.expected)


@pytest.mark.parametrize(
    ("output", "answer"), [(0.0, 0), (0.49, 0), (0.5, 0), (0.5000000001, 1), (1.0, 1), (-7.0, 0), (12.0, 1)]
)
def test_the_class_is_the_nearer_one_of_0_and_1(output: float, answer: int) -> None:
    assert single().classes_of(np.array([output])) == answer


@given(hnp.arrays(np.float64, (5, 1), elements=st.floats(-3, 3)))
def test_a_single_output_is_judged_as_its_pair_of_outputs_is(outputs: np.ndarray) -> None:
    one = replace(single(), inputs=np.zeros((5, 2)), expected=np.array([[0], [1], [1], [0], [1]]))
    two, pair = with_outputs(one, 2), np.column_stack([1 - outputs, outputs])
    assert np.array_equal(one.by_class(outputs), pair)
    assert np.array_equal(one.classes_of(outputs), two.classes_of(pair))
    ours, theirs = metrics(outputs, one), metrics(pair, two)
    assert isinstance(ours, Classification)
    assert isinstance(theirs, Classification)
    assert np.array_equal(ours.confusion, theirs.confusion)
    assert ours.classes == theirs.classes


def test_an_output_that_is_no_number_is_no_answer() -> None:
    verdict = metrics(np.array([[0.1], [np.nan], [np.inf], [0.9]]), single())
    assert isinstance(verdict, Classification)
    assert (verdict.unanswered, verdict.right) == (2, 1)


def test_other_data_have_no_choice() -> None:
    assert possible_outputs(bundled("iris")) == (3,)
    assert possible_outputs(bundled("penguin-mass")) == (1,)
    assert possible_outputs(bundled("xor")) == possible_outputs(single()) == (2, 1)
    with pytest.raises(InvalidValue, match="3 classes take 3 outputs; only two classes have a choice, 2 outputs or 1"):
        with_outputs(bundled("iris"), 1)
    with pytest.raises(InvalidValue, match="a single output of a classification tells two classes apart"):
        replace(bundled("xor"), two_classes=("0", "1"))


# From the command line: ``--layers``.


@pytest.mark.parametrize("name", [*GATES, "level2", "level3", "moons", "circles"])
def test_data_of_two_classes_take_one_output(name: str) -> None:
    usual = setup_for(name)
    inputs, hidden, _ = usual.sizes
    setup = setup_for(name, Options(layers=(inputs, hidden, 1)))
    assert usual.dataset.output_count == 2
    assert (setup.sizes[-1], setup.dataset.two_classes) == (1, usual.dataset.output_names)
    assert (setup.activations, setup.loss) == (usual.activations, usual.loss)
    assert begin(setup).evaluation.right is not None


def test_zeros_and_ones_of_ones_own_take_one_output_and_learn_xor(tmp_path: Path) -> None:
    path = tmp_path / "xor-one-output.csv"
    path.write_text(FILE)
    setup = setup_for(str(path), Options(layers=(2, 4, 1), loss="cross-entropy"))
    session = Session(setup)
    session.apply(Run(4 * setup.epochs))
    assert session.state.evaluation.right is not None
    assert session.state.evaluation.right.all()
    assert session.state.dataset.classes == ("0", "1")
    assert session.state.network.loss.definition == "−Σ (y·ln a + (1 − y)·ln(1 − a))"


def test_a_number_of_outputs_that_does_not_fit_is_refused_with_those_that_do() -> None:
    with pytest.raises(InvalidValue, match=r"layers must be 2,…,2 or 2,…,1$"):
        setup_for("xor", Options(layers=(2, 4, 3)))
    with pytest.raises(InvalidValue, match=r"layers must be 4,…,3$"):
        setup_for("iris", Options(layers=(4, 8, 1)))
    with pytest.raises(InvalidValue, match="softmax needs 2 outputs or more"):
        setup_for("xor", Options(layers=(2, 4, 1), activations=("sigmoid", "softmax")))


# In a training.


def test_the_class_of_a_row_is_one_word_that_can_be_chosen_and_edited() -> None:
    session = Session(setup_for("xor", Options(layers=(2, 2, 1))))
    assert [word_of(session.state.dataset, None, row, Expected(0)) for row in range(4)] == [0, 1, 1, 0]
    session.apply(SetWord(0, Expected(0), 1))
    assert session.state.dataset.expected[0].tolist() == [1.0]
    session.apply(SetExpected(0, 0, 0.4))
    assert word_of(session.state.dataset, None, 0, Expected(0)) is None
    assert session.state.dataset.target_classes[0] == 0


def test_the_rows_of_a_cell_of_the_confusion_matrix() -> None:
    state = begin(setup_for("moons", Options(layers=(2, 4, 1))))
    confusion = metrics(state.evaluation.outputs, state.dataset)
    assert isinstance(confusion, Classification)
    for expected in (0, 1):
        for got in (0, 1):
            rows = listed(state, ConfusionCell("train", expected, got))
            assert len(rows) == confusion.confusion[expected, got]


def test_a_decision_map_of_one_output_answers_and_leads_as_its_pair_would() -> None:
    state = begin(setup_for("moons", Options(layers=(2, 4, 1))))
    mapped = decision_map(state.network, state.dataset, columns=7, rows=5)
    a = mapped.outputs[:, :, 1]
    assert np.array_equal(mapped.answers, (a > 0.5).astype(int))
    assert np.allclose(mapped.leads, np.abs(2 * a - 1), atol=1e-15)


# Changing the number of outputs.


def test_one_output_and_back_are_steps_that_undo_exactly() -> None:
    session = Session(setup_for("moons", Options(test_share=0.2, scaling="standard")))
    session.apply(Run(300))
    before = session.state
    session.apply(SetOutputs(1))
    after = session.state
    assert after.network.sizes == (2, 8, 1)
    assert np.array_equal(after.network.layers[0], before.network.layers[0])
    assert np.array_equal(after.network.layers[1][0], before.network.layers[1][1])
    assert after.test is not None
    assert before.test is not None
    for data, had in ((after.dataset, before.dataset), (after.test, before.test)):
        assert np.array_equal(data.expected, had.expected[:, 1:])
        assert np.array_equal(data.inputs, had.inputs)
    assert after.setup.sizes == (2, 8, 1)
    assert after.setup.dataset.two_classes == before.setup.dataset.output_names
    assert (after.cursor, after.samples) == (before.cursor, before.samples)
    session.apply(SetOutputs(2))
    assert np.array_equal(session.state.network.layers[1][1], before.network.layers[1][1])
    session.undo()
    session.undo()
    assert fingerprint(session.state) == fingerprint(before)


def test_two_softmax_outputs_become_the_sigmoid_that_answers_the_same() -> None:
    state = begin(setup_for("moons", Options(activations=("tanh", "softmax"))))
    network = resized(state.network, 1, "auto", 0)
    assert (network.activations, network.loss_name) == (("tanh", "sigmoid"), "cross-entropy")
    session = Session(state.setup)
    session.apply(SetOutputs(1))
    assert np.allclose(session.state.evaluation.outputs[:, 0], state.evaluation.outputs[:, 1], rtol=0, atol=1e-14)
    assert np.allclose(session.state.evaluation.error, state.evaluation.error, rtol=1e-12)


def test_data_without_a_choice_refuse_another_number_of_outputs() -> None:
    for start in ("iris", "walkthrough"):
        session = Session(setup_for(start))
        with pytest.raises(InvalidValue):
            session.apply(SetOutputs(1))
        assert session.step == 0
