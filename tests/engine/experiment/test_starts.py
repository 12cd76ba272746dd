"""Starts and options: the setups they give, and one-line messages for those that do not fit."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.data.bundled import bundled_names
from engine.data.generators import GENERATORS
from engine.data.options import ReadOptions
from engine.errors import DataError, EngineError, InvalidValue
from engine.experiment.presets import PRESETS
from engine.experiment.starts import Options, setup_for, start_names
from engine.network.initializers import MOST_SCALE, check_initializer, draw_layer, initial_parameters
from engine.network.method import Method
from engine.session.session import Session
from engine.training.state import Setup


def refusal(start: str, **asked: object) -> str:
    """Return the message that refuses a start: one line that a terminal can print."""
    with pytest.raises(EngineError) as caught:
        Session(setup_for(start, Options(**asked)))
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 300
    return message


def test_the_default_start_is_level2() -> None:
    assert setup_for().name == "level2"
    assert setup_for().epochs == 40


def test_every_listed_start_can_be_opened() -> None:
    assert start_names() == (*PRESETS, *bundled_names(), *GENERATORS)
    for name in start_names():
        setup = setup_for(name)
        assert setup.name == name
        assert Session(setup).state.network.sizes == setup.sizes


def test_a_bundled_classification() -> None:
    setup = setup_for("iris")
    assert (setup.sizes[0], setup.sizes[-1]) == (4, 3)
    assert setup.activations == ("sigmoid", "sigmoid")
    assert setup.method == Method(setup.method.learning_rate)
    assert (setup.initializer, setup.loss) == ("auto", "half-squared")
    assert (setup.network().parameters == replace(setup, initializer="glorot").network().parameters).all()


def test_a_regression_has_linear_outputs(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    path.write_text("x,y\n0,0.5\n1,2.5\n2,4.25\n")
    setup = setup_for(str(path))
    assert (setup.name, setup.dataset.task, setup.activations) == ("line", "regression", ("sigmoid", "linear"))


def test_the_target_column_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "cats.csv"
    path.write_text("kind,weight,length\ncat,4,40\ndog,9,70\ncat,5,45\n")
    setup = setup_for(str(path), Options(reading=ReadOptions(targets=("kind",))))
    assert setup.dataset.output_names == ("cat", "dog")
    assert setup.dataset.input_names == ("weight", "length")


# Options.


def test_hidden_layers_keep_inputs_and_outputs() -> None:
    assert setup_for("iris", Options(hidden=(5, 6))).sizes == (4, 5, 6, 3)
    assert setup_for("iris", Options(hidden=())).sizes == (4, 3)
    assert setup_for("iris", Options(layers=(4, 7, 3))).sizes == (4, 7, 3)


@pytest.mark.parametrize(
    ("hidden", "asked", "activations"),
    [
        ((3, 3), None, ("sigmoid", "sigmoid", "sigmoid")),
        ((3, 3), ("linear",), ("linear", "linear", "linear")),
        ((3, 3), ("sigmoid", "linear"), ("sigmoid", "sigmoid", "linear")),
        ((), ("sigmoid", "linear"), ("linear",)),
    ],
)
def test_activations(hidden: tuple[int, ...], asked: tuple[str, ...] | None, activations: tuple[str, ...]) -> None:
    assert setup_for("level2", Options(hidden=hidden, activations=asked)).activations == activations


def test_the_other_options() -> None:
    setup = setup_for("xor", Options(initializer="uniform", learning_rate=0.25, epochs=0, seed=7))
    assert (setup.initializer, setup.method.learning_rate, setup.epochs, setup.seed) == ("uniform", 0.25, 0, 7)


def test_the_walkthrough_keeps_its_weights_unless_others_are_asked_for() -> None:
    given = setup_for("walkthrough").network().parameters
    kept = setup_for("walkthrough", Options(learning_rate=0.1, epochs=3, activations=("linear",), hidden=(2,)))
    assert (kept.network().parameters == given).all()
    for options in (Options(seed=0), Options(initializer="uniform")):
        assert (setup_for("walkthrough", options).network().parameters != given).all()
    assert setup_for("walkthrough", Options(hidden=(3,))).network().sizes == (2, 3, 2)


def test_the_seed_decides_the_starting_weights() -> None:
    def start(seed: int) -> list[float]:
        return setup_for("level2", Options(seed=seed)).network().parameters.tolist()

    assert start(3) == start(3)
    assert start(3) != start(4)


# Starting weights.


def matrices(name: str, sizes: tuple[int, ...], seed: int = 0) -> list[np.ndarray]:
    setup = setup_for("iris", Options(layers=sizes, initializer=name, seed=seed))
    return list(setup.network().layers)


def test_uniform_weights_and_biases_are_in_0_to_1() -> None:
    parameters = np.concatenate([matrix.ravel() for matrix in matrices("uniform", (4, 60, 3))])
    assert parameters.min() >= 0.0
    assert parameters.max() < 1.0
    assert parameters.mean() == pytest.approx(0.5, abs=0.06)


def test_glorot_weights_are_within_their_bound_and_biases_0() -> None:
    for matrix in matrices("glorot", (4, 60, 3)):
        neurons, inputs = matrix.shape[0], matrix.shape[1] - 1
        limit = np.sqrt(6 / (inputs + neurons))
        assert (matrix[:, -1] == 0.0).all()
        assert 0.8 * limit < np.abs(matrix[:, :-1]).max() <= limit
        assert matrix[:, :-1].min() < 0.0 < matrix[:, :-1].max()


def test_he_weights_are_within_their_bound_and_biases_0() -> None:
    for matrix in matrices("he", (4, 60, 3)):
        limit = np.sqrt(6 / (matrix.shape[1] - 1))
        assert (matrix[:, -1] == 0.0).all()
        assert 0.8 * limit < np.abs(matrix[:, :-1]).max() <= limit
        assert matrix[:, :-1].min() < 0.0 < matrix[:, :-1].max()


@pytest.mark.parametrize(("name", "scale"), [("symmetric", 0.5), ("symmetric:0.1", 0.1), ("symmetric:2e-3", 2e-3)])
def test_symmetric_weights_and_biases_are_within_r(name: str, scale: float) -> None:
    parameters = np.concatenate([matrix.ravel() for matrix in matrices(name, (4, 60, 3))])
    assert -scale <= parameters.min() < -0.9 * scale
    assert 0.9 * scale < parameters.max() <= scale


@pytest.mark.parametrize(("name", "scale"), [("normal", 0.5), ("normal:0.1", 0.1), ("normal:3", 3.0)])
def test_normal_weights_have_the_requested_deviation_and_biases_0(name: str, scale: float) -> None:
    layers = matrices(name, (4, 200, 3))
    weights = np.concatenate([matrix[:, :-1].ravel() for matrix in layers])
    assert weights.std() == pytest.approx(scale, rel=0.1)
    assert weights.mean() == pytest.approx(0.0, abs=0.1 * scale)
    assert not any(matrix[:, -1].any() for matrix in layers)


def test_zeros_are_zeros() -> None:
    assert not any(matrix.any() for matrix in matrices("zeros", (4, 5, 3)))


def test_auto_is_he_for_relus_and_glorot_for_the_rest() -> None:
    for activation, name in (("relu", "he"), ("leaky-relu", "he"), ("tanh", "glorot"), ("softmax", "glorot")):
        found, wanted = (draw_layer(n, np.random.default_rng(3), 5, 4, activation) for n in ("auto", name))
        assert (found == wanted).all()


@pytest.mark.parametrize("base", ["symmetric", "normal"])
def test_the_largest_scale_draws_finite_weights(base: str) -> None:
    name = f"{base}:{MOST_SCALE}"
    assert np.isfinite(np.concatenate([matrix.ravel() for matrix in matrices(name, (4, 90, 3))])).all()


@pytest.mark.parametrize(
    "name",
    [
        *("he:1", "uniform:2", "normal:0", "normal:-1", "normal:inf", "normal:x", "normal:"),
        *("symmetric:1e308", "normal:1e308", "symmetric:1e101", "normal:1e999"),
    ],
)
def test_an_invalid_scale_is_refused(name: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        check_initializer(name)
    assert repr(name) in str(caught.value)


def test_an_unknown_initializer_is_refused() -> None:
    with pytest.raises(InvalidValue, match="unknown initializer 'best': use one of auto, uniform, symmetric, normal"):
        initial_parameters("best", (2, 2), ("sigmoid",), 0)


# Refusals.


@pytest.mark.parametrize(
    ("start", "asked", "says"),
    [
        ("lebel2", {}, "unknown start 'lebel2': name a file or one of walkthrough, level1, level2"),
        ("no/such/file.csv", {}, "file.csv: cannot be read: No such file"),
        ("level2", {"reading": ReadOptions(targets=("class",))}, "takes reading options; level2 is not one"),
        ("iris", {"reading": ReadOptions(targets=("class",))}, "takes reading options; iris is not one"),
        ("level2", {"layers": (2, 3, 2), "hidden": (3,)}, "not both"),
        ("level2", {"layers": (3, 3, 2)}, "layers must be 2,…,2"),
        ("level2", {"layers": (2, 3, 3)}, "layers must be 2,…,2"),
        ("level2", {"layers": (2,)}, "at least an input and an output"),
        ("level2", {"hidden": (0,)}, "each of 1 or more: got 2-0-2"),
        ("level2", {"hidden": (100_000, 100_000)}, "parameters, more than"),
        ("level2", {"activations": ("sigmoid", "linear", "linear")}, "one for all layers, or hidden,output"),
        ("level2", {"activations": ("softsign",)}, "unknown activation 'softsign'"),
        ("level2", {"initializer": "best"}, "unknown initializer 'best'"),
        ("level2", {"learning_rate": 0.0}, "learning rate must be a finite number above 0, got 0"),
        ("level2", {"learning_rate": -1.0}, "learning rate must be a finite number above 0, got -1"),
        ("level2", {"learning_rate": float("nan")}, "got nan"),
        ("level2", {"learning_rate": float("inf")}, "got inf"),
    ],
)
def test_unfitting_options_are_refused_in_one_line(start: str, asked: dict[str, object], says: str) -> None:
    assert says in refusal(start, **asked)


def test_a_name_with_control_characters_is_refused_without_printing_them() -> None:
    assert "unknown start" in refusal("\x1b[2Jlevel2")
    assert "unknown start" in refusal("a\0b")


@pytest.mark.parametrize("asked", [{"seed": -1}, {"epochs": -1}], ids=str)
def test_a_number_below_0_is_refused(asked: dict[str, object]) -> None:
    assert "-1" in refusal("level2", **asked)


def test_an_empty_list_of_activations_is_refused() -> None:
    assert "activations" in refusal("level2", activations=())


def test_an_empty_list_of_layers_is_refused() -> None:
    assert "at least an input and an output" in refusal("level2", layers=())


def test_a_start_longer_than_any_file_name_is_refused() -> None:
    assert "unknown start" in refusal("x" * 5000)


def test_a_malformed_csv_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("x,y\n1,2\nfish,3\n")
    with pytest.raises(DataError, match=r'bad\.csv, line 3, column "x"'):
        setup_for(str(path))


def test_a_bad_setup_is_refused_when_it_is_created() -> None:
    good = setup_for("level2")
    parts = {"name": "x", "dataset": good.dataset, "sizes": (2, 2), "activations": ("sigmoid",)}
    assert Setup(**parts).network().sizes == (2, 2)
    for wrong in ({"epochs": -1}, {"sizes": (2, 3)}, {"activations": ("x",)}):
        with pytest.raises(InvalidValue):
            Setup(**(parts | wrong))
    with pytest.raises(InvalidValue, match="has 6 parameters, got 2"):
        Setup(**parts, parameters=np.zeros(2)).network()
