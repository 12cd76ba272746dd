"""Every program that is exported runs, and prints the MSE that glassnet has."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for
from engine.experiment.weight_files import read_weights
from engine.exporting import c_program as c
from engine.exporting.formats import FORMATS, numbers_file
from engine.exporting.model import model_of
from engine.exporting.python_source import MOST_NUMBERS, MOST_PARAMETERS, has_numbers_beside
from engine.exporting.trained import Trained
from engine.network.activations import ACTIVATIONS
from engine.network.places import Neuron
from engine.session.session import Session
from engine.training.commands import SetExpected, SetOff
from engine.training.results import parts
from engine.training.state import TrainingState
from tests.houses import HOUSES

CC = shutil.which("cc")
TOLERANCES = {"numpy": 1e-12, "pytorch": 1e-12, "c": 1e-12, "keras": 1e-6}
BACKEND = next((name for name in ("tensorflow", "jax", "torch") if importlib.util.find_spec(name)), "numpy")
ENVIRONMENT = {"KERAS_BACKEND": BACKEND, **os.environ}
NEEDS = {"pytorch": "torch", "keras": "keras"}
PROGRAMS = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            CC is None if name == "c" else not importlib.util.find_spec(NEEDS.get(name, "numpy")),
            reason=f"what runs an exported {name} program is not installed",
        ),
    )
    for name in TOLERANCES
]


def trained(start: str, epochs: int = 0, **options: object) -> TrainingState:
    session = Session(setup_for(start, Options(**options)))
    if epochs:
        session.run(epochs * session.state.dataset.rows)
    return session.state


NETWORKS: dict[str, Callable[[], TrainingState]] = {
    "2-2-2 of the article": lambda: trained("walkthrough", 1),
    "2-3-2 after 40 epochs": lambda: trained("level2", 40),
    "iris, split and standardised": lambda: trained("iris", 20, scaling="standard", test_share=0.2),
    "iris, softmax and L2": lambda: trained("iris", 5, activations=("tanh", "softmax"), l2=0.01, hidden=(5, 4)),
    "digits": lambda: trained("digits", 2),
    "two classes, one output": lambda: trained("xor", 100, layers=(2, 2, 1)),
}


def text_of(name: str, state: TrainingState) -> str:
    content = FORMATS[name].content(Trained(state))
    assert isinstance(content, str)
    return content


def run(name: str, state: TrainingState, folder: Path) -> dict[str, list[str]]:
    """Write a program with a hostile file name, run it, and return what it prints by the first word of each line."""
    form, model = FORMATS[name], model_of(state)
    path = folder / f'it\'s "my" net{form.suffix}'
    path.write_text(text_of(name, state), encoding="utf-8")
    if form.has_numbers_beside(Trained(state)):
        path.with_suffix(".npz").write_bytes(numbers_file(model))
    words = [sys.executable, str(path)]
    if name == "c":
        words = [str(folder / "net")]
        flags = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror"]
        subprocess.run([str(CC), *flags, str(path), "-o", words[0], "-lm"], check=True, timeout=300)
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=300, cwd="/", env=ENVIRONMENT)
    assert done.stderr == "" or name == "keras", done.stderr
    return {label: rest for label, *rest in _labelled(done.stdout)}


def _labelled(text: str) -> list[list[str]]:
    lines = [line.split() for line in text.splitlines()]
    return [[" ".join(words[:2]), *words[2:]] if words[0] == "test" else words for words in lines]


def check(name: str, state: TrainingState, folder: Path) -> None:
    printed = run(name, state, folder)
    for part, _, evaluation in parts(state):
        label = "" if part == "train" else f"{part} "
        got = float(printed[f"{label}MSE"][0])
        assert abs(got - evaluation.mse) <= TOLERANCES[name] * max(1.0, evaluation.mse)
        if evaluation.right is None:
            assert f"{label}right" not in printed
        else:
            right, _, of = printed[f"{label}right"]
            assert (int(right), int(of)) == (evaluation.right.sum(), len(evaluation.right))


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_prints_the_mse(name: str, network: str, tmp_path: Path) -> None:
    check(name, NETWORKS[network](), tmp_path)


@pytest.mark.parametrize("scaling", ["none", "standard", "minmax"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_regression_is_judged_in_the_networks_numbers(name: str, scaling: str, tmp_path: Path) -> None:
    check(name, regression(tmp_path, scaling), tmp_path)


def regression(folder: Path, scaling: str) -> TrainingState:
    path = folder / "houses.csv"
    path.write_text(HOUSES, encoding="utf-8")
    return trained(str(path), 5, scaling=scaling, test_share=0.25, learning_rate=1e-9 if scaling == "none" else None)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("name", PROGRAMS)
def test_every_activation_is_the_same_function(name: str, activation: str, tmp_path: Path) -> None:
    hidden = "tanh" if activation == "softmax" else activation
    loss = "cross-entropy" if activation == "softmax" else "mse"
    check(name, trained("iris", 3, activations=(hidden, activation), loss=loss, learning_rate=0.01), tmp_path)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_neuron_that_is_off_answers_nothing(name: str, tmp_path: Path) -> None:
    session = Session(setup_for("level2", Options(bias="none")))
    session.run(40)
    session.apply(SetOff(Neuron(1, 1), True))
    session.run(40)
    check(name, session.state, tmp_path)


@pytest.mark.parametrize("name", PROGRAMS)
def test_hostile_names_stay_names(name: str, tmp_path: Path) -> None:
    hostile = ("'''\"\"\"\nimport os\nos._exit(3)", "*/ int x = 1/0; /* ??/", "\\", "%s\x1b]0;x\x07\u202e", "{0} ${x}")
    rows = np.arange(10.0).reshape(2, 5)
    data = Dataset('*/ """', rows, np.eye(2), hostile, ('a"; exit(3); //', "}\r\n'"), "classification", "")
    state = Session(Setup(name="'''", dataset=data, sizes=(5, 2), activations=("sigmoid",))).state
    assert text_of(name, state).isascii()
    check(name, state, tmp_path)


def test_numbers_stand_in_the_program_as_long_as_they_are_few() -> None:
    for hidden, beside in ((24, False), (25, True)):
        model = model_of(trained("iris", hidden=(hidden,)))
        assert (model.parameters > MOST_PARAMETERS) is beside
        assert has_numbers_beside(model) is beside
    rows = MOST_NUMBERS // 4
    assert not has_numbers_beside(model_of(trained(f"moons:{rows}")))
    assert has_numbers_beside(model_of(trained(f"moons:{rows + 1}")))


def test_too_many_numbers_for_a_source_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(c, "MOST_NUMBERS", 100)
    with pytest.raises(InvalidValue, match="more than 100 numbers; npz takes any number"):
        c.c_program(model_of(trained("iris")))


def test_edited_rows_are_those_that_are_judged(tmp_path: Path) -> None:
    session = Session(setup_for("level2"))
    session.apply(SetExpected(3, 0, 0.25))
    session.run(7)
    check("numpy", session.state, tmp_path)
    (rows,) = model_of(session.state).rows
    assert rows.expected[3].tolist() == [0.25, 0.0]


def test_the_arrays_are_the_weights_that_glassnet_takes(tmp_path: Path) -> None:
    state, path = trained("digits", 1), tmp_path / "digits.npz"
    path.write_bytes(numbers_file(model_of(state)))
    with np.load(path, allow_pickle=False) as saved:
        assert np.array_equal(saved["W2"], state.network.weights[1])
        assert saved["train_inputs"].shape == (1797, 64)
    assert read_weights(path).parameters.tolist() == state.network.parameters.tolist()
    assert numbers_file(model_of(state)) == path.read_bytes(), "the same bytes every time"


@pytest.mark.parametrize("network", NETWORKS)
def test_an_onnx_graph_has_the_mse(network: str) -> None:
    pytest.importorskip("onnx")
    runtime = pytest.importorskip("onnxruntime")
    state = NETWORKS[network]()
    graph = runtime.InferenceSession(FORMATS["onnx"].content(Trained(state)))
    for rows in model_of(state).rows:
        (got,) = graph.run(["outputs"], {"inputs": rows.inputs})
        assert abs(np.mean((got - rows.expected) ** 2) - rows.mse) <= 1e-6 * max(1.0, rows.mse)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_onnx_graph_predicts_in_the_datas_own_units(activation: str, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    runtime = pytest.importorskip("onnxruntime")
    path = tmp_path / "houses.csv"
    path.write_text(HOUSES, encoding="utf-8")
    if activation == "softmax":
        state = trained("iris", 3, activations=("tanh", "softmax"), scaling="standard")
    else:
        state = trained(str(path), 3, activations=(activation,), scaling="standard", learning_rate=0.01)
    (rows,) = model_of(state).rows
    graph = runtime.InferenceSession(FORMATS["onnx"].content(Trained(state)))
    assert state.scaling is not None
    wanted = state.scaling.own_outputs(state.evaluation.outputs)
    (got,) = graph.run(["outputs" if activation == "softmax" else "predicted"], {"inputs": rows.inputs})
    np.testing.assert_allclose(got, wanted, rtol=1e-12)


def test_without_its_library_onnx_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(InvalidValue, match=r"onnx needs its library: pip install 'glassnet\[onnx\]'"):
        FORMATS["onnx"].content(Trained(trained("level2")))
