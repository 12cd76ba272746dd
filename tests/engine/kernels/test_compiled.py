"""The compiled loop: the same steps as NumPy's, and a log that says which kernel computed them."""

import importlib.util
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for
from engine.kernels import compiler
from engine.kernels.compiled import CompiledDescent
from engine.kernels.compiler import compilation, kernel_for
from engine.kernels.workspace import Workspace
from engine.network.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from engine.network.losses import LOSSES, loss_for
from engine.network.method import Method
from engine.network.network import Network, parameter_count
from engine.network.places import Bias, Neuron, Weight
from engine.network.switches import Switches
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import Run, StepEpoch
from engine.training.divergence import Divergence
from tests.engine.strategies import changed_method, dataset_of, fingerprint

ROOT = Path(__file__).parents[3]
needs_numba = pytest.mark.skipif(not importlib.util.find_spec("numba"), reason="Numba is not installed")


def goes(loss: str, output: str) -> bool:
    """Tell whether a loss goes with such outputs."""
    try:
        return bool(loss_for(loss, output))
    except InvalidValue:
        return False


PAIRS = [(loss, output) for loss in LOSSES for output in ACTIVATIONS if goes(loss, output)]


def fast(start: str = "level2", **options: object) -> Session:
    """A session that trains with the compiled loop."""
    made = Session(setup_for(start, Options(**options)))
    made.kernel.name = "numba"
    return made


@needs_numba
@pytest.mark.parametrize(("loss", "output"), PAIRS)
@settings(max_examples=10)
@given(hidden=st.sampled_from(HIDDEN_ACTIVATIONS), seed=st.integers(0, 99))
def test_a_step_equals_numpys_to_twelve_digits(loss: str, output: str, hidden: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = (3, 9, 5, 4)
    network = Network(sizes, (hidden, hidden, output), rng.normal(0, 0.5, parameter_count(sizes)), loss)
    data = dataset_of(rng.normal(size=(6, 3)), rng.uniform(size=(6, 4)))
    ours, numpys = network.parameters.copy(), Workspace(network, data, Method(0.3))
    assert CompiledDescent(network, data, ours, 0.3).train([2])
    assert numpys.train([2]) == 1
    assert ours == pytest.approx(numpys.parameters, rel=1e-12, abs=1e-12)
    assert ((ours != network.parameters) == (numpys.parameters != network.parameters)).mean() > 0.9


@needs_numba
@pytest.mark.parametrize("hidden", HIDDEN_ACTIVATIONS)
def test_what_is_switched_off_stays_in_both_kernels(hidden: str) -> None:
    rng, sizes = np.random.default_rng(5), (3, 9, 5, 4)
    frozen = frozenset({Weight(1, 0, 2), Bias(1, 8), Weight(2, 3, 1), Weight(3, 1, 0), Bias(3, 2)})
    switches = Switches(frozen, frozenset({Neuron(1, 4), Neuron(2, 0)}), frozenset({2}))
    parameters = rng.normal(0, 0.5, parameter_count(sizes))
    network = Network(sizes, (hidden, hidden, "sigmoid"), parameters, switches=switches)
    data, left = dataset_of(rng.normal(size=(6, 3)), rng.uniform(size=(6, 4))), network.left_alone
    ours, numpys = network.parameters.copy(), Workspace(network, data, Method(0.3))
    compiled = CompiledDescent(network, data, ours, 0.3)
    for rows in ([2], [0, 1, 2, 3, 4, 5], [4, 4]):
        assert compiled.train(rows)
        numpys.train(rows)
        assert ours == pytest.approx(numpys.parameters, rel=1e-10, abs=1e-12)
        assert ours[left].tobytes() == network.parameters[left].tobytes()
    assert (ours != network.parameters).sum() > len(ours) / 2


@needs_numba
@settings(max_examples=15)
@given(st.lists(st.integers(1, 3000), min_size=1, max_size=4), st.sampled_from(["level2", "xor", "iris"]))
def test_a_run_does_not_depend_on_its_chunks(chunks: list[int], start: str) -> None:
    whole, chunked = fast(start), fast(start)
    whole.run(sum(chunks))
    for samples in chunks:
        chunked.run(samples)
    assert fingerprint(whole.state) == fingerprint(chunked.state)
    assert whole.commands == chunked.commands == (Run(sum(chunks), "numba"),)


@needs_numba
def test_the_history_equals_numpys() -> None:
    compiled_one, numpy_one = fast(), Session(setup_for("level2"))
    for one in (compiled_one, numpy_one):
        one.run(30_003)
    assert (compiled_one.state.history.x == numpy_one.state.history.x).all()
    assert compiled_one.state.history.y == pytest.approx(numpy_one.state.history.y, rel=1e-9)
    assert compiled_one.state.network.parameters == pytest.approx(numpy_one.state.network.parameters, rel=1e-9)


@needs_numba
def test_undo_and_redo_are_exact_with_either_kernel() -> None:
    mixed = Session(setup_for("iris"))
    lived = [fingerprint(mixed.state)]
    for kernel, samples in (("numpy", 200), ("numba", 700), ("numpy", 33), ("numba", 1)):
        mixed.kernel.name = kernel
        mixed.run(samples)
        lived.append(fingerprint(mixed.state))
    mixed.apply(StepEpoch())
    lived.append(fingerprint(mixed.state))
    assert mixed.commands == (Run(200), Run(700, "numba"), Run(33), Run(1, "numba"), StepEpoch())
    mixed.kernel.name = "numpy"
    for step in (5, 2, 4, 0, 3, 1, 5):
        assert fingerprint(mixed.travel(Goto(step))) == lived[step]
    again = Session(setup_for("iris"))
    for command in mixed.commands:
        again.apply(command)
    assert fingerprint(again.state) == lived[-1]


@needs_numba
def test_numpy_trains_what_the_loop_does_not_know() -> None:
    one = fast("iris")
    one.apply(changed_method(one.state, optimizer="adam"))
    one.run(100)
    assert (one.kernel_used, one.commands[-1]) == ("numpy", Run(100))
    one.apply(changed_method(one.state, optimizer="sgd"))
    one.run(100)
    assert one.kernel_used == "numba"
    one.apply(changed_method(one.state, batch_size=32))
    one.run(100)
    assert one.kernel_used == "numpy"


@needs_numba
@pytest.mark.parametrize("before", [0, 25_000])
def test_a_divergence_is_found_and_leaves_the_run_up_to_it(before: int) -> None:
    one = fast("level2", activations=("sigmoid", "linear"), learning_rate=0.05)
    if before:
        one.run(before)
    one.apply(changed_method(one.state, learning_rate=1e6))
    with pytest.raises(Divergence, match="stopped at epoch") as caught:
        one.run(100_000)
    assert 0 < caught.value.samples < 100_000
    assert one.commands[-1] == Run(caught.value.samples, "numba")
    assert np.isfinite(one.state.network.parameters).all()
    here = fingerprint(one.state)
    one.undo()
    assert fingerprint(one.redo()) == here
    one.undo()
    assert fingerprint(one.apply(Run(caught.value.samples, "numba"))) == here


def test_a_divergence_after_many_epochs_leaves_the_history_up_to_it() -> None:
    """Points that would be thinned out are not computed, and where training stops is not known beforehand."""
    data = dataset_of([[1.0]], [[0.0]])
    setup = Setup(
        "slowly", data, (1, 1), ("linear",), parameters=np.array([1e-3, 0.0]), method=Method(1.01, shuffle=False)
    )
    stopped = Session(setup)
    with pytest.raises(Divergence) as caught:
        stopped.run(10**6)
    assert caught.value.samples > 5000
    well = Session(setup)
    well.run(caught.value.samples)
    assert fingerprint(stopped.state) == fingerprint(well.state)


@needs_numba
def test_a_session_that_does_not_wait_trains_with_numpy_until_numba_is_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kernel_for("numba")
    may_end, loaded, begun = threading.Event(), compiler._loaded, compiler._Compiler()
    monkeypatch.setattr(compiler, "_compiler", begun)
    monkeypatch.setattr(compiler, "_loaded", lambda folder: may_end.wait() and loaded(folder))
    one = fast()
    one.kernel.waits = False
    one.run(10)
    assert one.kernel_used == "numpy"
    assert compilation() == "loading"
    may_end.set()
    kernel_for("numba")
    assert compilation() == "ready"
    one.run(10)
    assert one.kernel_used == "numba"


def test_auto_does_not_compile_for_a_short_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "_compiler", compiler._Compiler())
    one = Session(setup_for("level2"))
    one.kernel.name = "auto"
    one.run(400)
    assert compilation() in ("not begun", "not installed")


def test_without_numba_auto_is_numpy_and_numba_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "_compiler", compiler._Compiler())
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert kernel_for("auto") == "numpy"
    assert compilation() == "not installed"
    with pytest.raises(InvalidValue, match=r"pip install 'glassnet\[fast\]'"):
        kernel_for("numba")


def test_an_unknown_kernel_is_refused() -> None:
    with pytest.raises(InvalidValue, match="unknown kernel 'cuda': use one of auto, numpy, numba"):
        kernel_for("cuda")


@needs_numba
def test_numba_is_not_imported_by_a_training_without_it() -> None:
    code = (
        "import sys; from engine.experiment.starts import setup_for; from engine.session.session import Session;"
        "s = Session(setup_for('level2')); s.kernel.name = 'auto'; s.run(400); print('numba' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.strip() == "False"
