"""What the data of a file start with: scaled if numbers are large, softmax for three classes, and notes."""

from pathlib import Path

import pytest

from engine.data.files import read_csv
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for, setup_of
from engine.session.session import Session
from engine.training.commands import SetScaling
from tests.houses import HOUSES

KINDS = "a,b,kind\n1,10,x\n2,9,y\n3,8,z\n4,7,x\n5,6,y\n6,5,z\n"


def opened(tmp_path: Path, text: str, **asked: object) -> Setup:
    """Open a file from the command line's side, and see that the import dialog's side gives the same."""
    path = tmp_path / "data.csv"
    path.write_text(text)
    options = Options(**asked)
    setup, loaded = setup_for(str(path), options), setup_of(read_csv(path), options)
    assert (setup.scaling, setup.activations, setup.loss, setup.method, setup.dataset.notes) == (
        *(loaded.scaling, loaded.activations, loaded.loss, loaded.method, loaded.dataset.notes),
    )
    return setup


def test_numbers_above_10_are_scaled_and_a_note_says_so(tmp_path: Path) -> None:
    setup = opened(tmp_path, HOUSES)
    assert setup.scaling == "standard"
    assert setup.dataset.notes == (
        "numbers beyond ±10 are scaled; now mean 0, deviation 1; --scale, or key a, changes it",
    )
    assert (setup.dataset.inputs[0] == [2, 900]).all()  # in their own units


@pytest.mark.parametrize("asked", ["standard", "minmax"])
def test_a_scaling_that_was_asked_for_needs_no_note(tmp_path: Path, asked: str) -> None:
    setup = opened(tmp_path, HOUSES, scaling=asked)
    assert (setup.scaling, setup.dataset.notes) == (asked, ())


def test_scale_none_overrules_and_a_note_warns(tmp_path: Path) -> None:
    setup = opened(tmp_path, HOUSES, scaling="none")
    assert setup.scaling == "none"
    assert setup.dataset.notes[0].startswith("numbers beyond ±10 are not scaled; most networks saturate; --scale")


def test_the_note_follows_the_scaling_of_now(tmp_path: Path) -> None:
    session = Session(opened(tmp_path, HOUSES))
    noted = session.state.setup.dataset.notes
    for kind, notes in (("minmax", ()), ("none", ("numbers beyond ±10 are not ",)), ("standard", ())):
        session.apply(SetScaling(kind))
        assert [note[:27] for note in session.state.setup.dataset.notes] == list(notes)
    while session.state.setup.scaling != "standard" or not session.state.setup.dataset.notes:
        session.undo()
    assert session.state.setup.dataset.notes == noted
    iris = Session(setup_for("iris", Options(scaling="standard")))
    iris.apply(SetScaling("none"))
    assert iris.state.setup.dataset.notes == ()


def test_small_numbers_stay_as_they_are(tmp_path: Path) -> None:
    setup = opened(tmp_path, KINDS)  # its largest is 10
    assert (setup.scaling, setup.dataset.notes) == ("none", ())
    assert opened(tmp_path, KINDS.replace("10", "-10.5")).scaling == "standard"


def test_targets_of_a_sigmoid_are_scaled_to_where_it_reaches_them(tmp_path: Path) -> None:
    assert opened(tmp_path, HOUSES, activations=("sigmoid",)).scaling == "minmax"
    shares = "rooms,area,price\n2,900,0.25\n3,950,0.5\n4,990,0.75\n"
    assert opened(tmp_path, shares, activations=("sigmoid",), loss="cross-entropy").scaling == "minmax"
    assert opened(tmp_path, HOUSES, activations=("sigmoid", "linear")).scaling == "standard"


def test_three_classes_get_softmax_with_cross_entropy(tmp_path: Path) -> None:
    setup = opened(tmp_path, KINDS)
    assert (setup.activations, setup.loss) == (("sigmoid", "softmax"), "cross-entropy")
    assert opened(tmp_path, KINDS, loss="cross-entropy").activations == ("sigmoid", "softmax")
    assert opened(tmp_path, KINDS, hidden=(3, 3)).activations == ("sigmoid", "sigmoid", "softmax")


def test_softmax_is_no_default_where_something_was_asked(tmp_path: Path) -> None:
    assert opened(tmp_path, KINDS, loss="mse").activations == ("sigmoid", "sigmoid")
    sigmoid = opened(tmp_path, KINDS, activations=("tanh", "sigmoid"))
    assert (sigmoid.activations, sigmoid.loss) == (("tanh", "sigmoid"), "half-squared")


@pytest.mark.parametrize("target", ["number", "class"])
def test_a_file_of_few_rows_gets_more_epochs(tmp_path: Path, target: str) -> None:
    rows = [f"{number / 1000},{number / 777 if target == 'number' else 'ab'[number % 2]}" for number in range(1001)]
    for count, epochs in ((20, 1000), (21, 100), (1000, 100), (1001, 40)):
        assert opened(tmp_path, "\n".join(["x,y", *rows[:count]])).epochs == epochs


def test_two_classes_and_data_that_come_along_keep_sigmoid(tmp_path: Path) -> None:
    two = opened(tmp_path, KINDS.replace("z", "x"))
    assert (two.activations[-1], two.loss) == ("sigmoid", "half-squared")
    for start in ("iris", "penguins", "spirals", "level2"):
        setup = setup_for(start)
        assert (setup.activations[-1], setup.loss, setup.dataset.notes) == ("sigmoid", "half-squared", ())
    assert (setup_for("iris").scaling, setup_for("digits").scaling) == ("none", "minmax")
