"""Sessions with the compiled loops, and a log that says which kernel computed their runs."""

import importlib.util
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for
from engine.kernels import compiler
from engine.kernels.compiler import compilation, kernel_for
from engine.network.method import Method
from engine.network.optimizers import OPTIMIZERS
from engine.session.session import Session
from engine.session.travel import Goto
from engine.training.commands import Run, StepEpoch
from engine.training.divergence import Divergence
from tests.engine.strategies import changed_method, dataset_of, fingerprint

ROOT = Path(__file__).parents[3]
needs_numba = pytest.mark.skipif(not importlib.util.find_spec("numba"), reason="Numba is not installed")


def fast(start: str = "level2", **options: object) -> Session:
    """A session that trains with the compiled loop."""
    made = Session(setup_for(start, Options(**options)))
    made.kernel.name = "numba"
    return made


@needs_numba
@settings(max_examples=15)
@given(st.lists(st.integers(1, 3000), min_size=1, max_size=4), st.sampled_from(["level2", "xor", "iris"]))
def test_a_run_does_not_depend_on_its_chunks(chunks: list[int], start: str) -> None:
    assert_chunks_do_not_matter(chunks, start)


@needs_numba
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@settings(max_examples=8)
@given(
    chunks=st.lists(st.integers(1, 2000), min_size=1, max_size=4),
    batch_size=st.sampled_from([1, 7, 32, None]),
    l2=st.sampled_from([0.0, 0.01]),
    test_share=st.sampled_from([0.0, 0.3]),
)
def test_a_run_with_any_method_does_not_depend_on_its_chunks(
    chunks: list[int], optimizer: str, batch_size: int | None, l2: float, test_share: float
) -> None:
    method = {"optimizer": optimizer, "batch_size": batch_size, "l2": l2, "learning_rate": 0.01}
    assert_chunks_do_not_matter(chunks, "iris", **method, test_share=test_share)


def assert_chunks_do_not_matter(chunks: list[int], start: str, **options: object) -> None:
    whole, chunked = fast(start, **options), fast(start, **options)
    whole.run(sum(chunks))
    for samples in chunks:
        chunked.run(samples)
    assert fingerprint(whole.state) == fingerprint(chunked.state)
    assert whole.commands == chunked.commands == (Run(sum(chunks), "numba"),)


@needs_numba
@pytest.mark.parametrize("method", [{"optimizer": "adam"}, {"batch_size": 32}, {"batch_size": None}, {"l2": 0.01}])
def test_the_history_of_any_method_equals_numpys(method: dict[str, Any]) -> None:
    """Where all rows make a batch, its points are by-products of the updates. Adam makes much of the last bits."""
    options = {"learning_rate": 0.02, "test_share": 0.2} | method
    compiled_one, numpy_one = fast("iris", **options), Session(setup_for("iris", Options(**options)))
    for one in (compiled_one, numpy_one):
        one.run(20_011)
    for history in ("history", "test_history"):
        ours, numpys = getattr(compiled_one.state, history), getattr(numpy_one.state, history)
        assert (ours.x == numpys.x).all()
        assert ours.y == pytest.approx(numpys.y, rel=1e-5)
    assert compiled_one.state.network.parameters == pytest.approx(numpy_one.state.network.parameters, rel=1e-5)


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
def test_the_loops_train_whatever_the_method_becomes() -> None:
    one = fast("iris")
    for changes in ({"optimizer": "adam"}, {"batch_size": 32}, {"optimizer": "sgd"}, {"batch_size": 1}, {"l2": 0.1}):
        one.apply(changed_method(one.state, **changes))
        one.run(100)
        assert (one.kernel_used, one.commands[-1]) == ("numba", Run(100, "numba"))


@needs_numba
@pytest.mark.parametrize("method", [{}, {"optimizer": "momentum"}, {"batch_size": 4}, {"batch_size": None}])
@pytest.mark.parametrize("before", [0, 25_000])
def test_a_divergence_is_found_and_leaves_the_run_up_to_it(before: int, method: dict[str, Any]) -> None:
    one = fast("level2", activations=("sigmoid", "linear"), **{"learning_rate": 0.02} | method)
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
    monkeypatch.setattr(compiler, "_loaded", lambda cache: may_end.wait() and loaded(cache))
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


@pytest.mark.parametrize("missing", ["numba", "scipy"])
def test_without_numba_auto_is_numpy_and_numba_says_how_to_get_it(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiler, "_compiler", compiler._Compiler())
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else object())
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
