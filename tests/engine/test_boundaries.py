"""What the engine stays clear of, and what it lets out: nothing of the screen in, nothing writable out."""

import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from enum import Enum
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.errors import EngineError
from engine.experiment.starts import setup_for, start_names
from engine.session.session import Session
from engine.training.commands import Run, SetExpected, SetInput, StepPhase, StepSample

ROOT = Path(__file__).parents[2]
WITH_NUMBA = "engine.kernels.loops."  # imported once a training is worth compiling for, and only then
FOUND = sorted(module.name for module in pkgutil.walk_packages(engine.__path__, "engine."))
MODULES = [name for name in FOUND if not name.startswith(WITH_NUMBA)]

# What the interpreter loads by itself (site, editable installs) and what NumPy brings is not the engine's doing: only
# what came after counts.
FRESH = """
import importlib, json, sys
import numpy.random
before = set(sys.modules)
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in set(sys.modules) - before})))
"""


def loaded_by(*modules: str) -> set[str]:
    """Import modules in a process of its own; return the top-level names that came with them."""
    result = subprocess.run(
        [sys.executable, "-c", FRESH, *modules], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(result.stdout))


def test_the_engine_loads_nothing_but_numpy_and_the_standard_library() -> None:
    assert len(MODULES) > 10
    loaded = loaded_by(*MODULES)
    assert not loaded & {"tui", "textual", "rich", "plotext"}
    assert loaded - set(sys.stdlib_module_names) <= {"engine", "numpy"}
    assert "engine" in loaded


def test_one_thread_for_blas_unless_told_otherwise() -> None:
    code = "import engine, os; print(os.environ['OPENBLAS_NUM_THREADS'], os.environ['OMP_NUM_THREADS'])"
    clean = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    clean["OMP_NUM_THREADS"] = "3"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=clean, capture_output=True, text=True)
    assert result.stdout.split() == ["1", "3"]


def attributes(value: object) -> Iterator[tuple[str, object]]:
    """Yield what a value of the engine lets one see: its fields and what it computes from them."""
    for field in fields(value):
        yield field.name, getattr(value, field.name)
    for cls in type(value).__mro__:
        for name, attribute in vars(cls).items():
            if isinstance(attribute, property | cached_property):
                try:
                    yield name, getattr(value, name)
                except EngineError:  # a regression has no classes
                    continue


def writable(value: object, path: str, above: tuple[object, ...] = ()) -> list[str]:
    """Return where in a value, or in what it holds, there is an array that could be written to."""
    if isinstance(value, np.ndarray):
        return [path] if value.flags.writeable else []
    if isinstance(value, tuple | frozenset):
        return [found for i, item in enumerate(value) for found in writable(item, f"{path}[{i}]", above)]
    if any(value is seen for seen in above):  # a state's ``shown`` may be itself
        return []
    if is_dataclass(value):
        within = (*above, value)
        return [found for name, item in attributes(value) for found in writable(item, f"{path}.{name}", within)]
    # Anything else has to be one of these; a list or dict could be changed by whoever gets it.
    assert value is None or callable(value) or isinstance(value, bool | int | float | str | Enum), (
        f"{path} is a {type(value).__name__}"
    )
    return []


@pytest.mark.parametrize("start", start_names())
def test_nothing_writable_leaves_the_engine(start: str) -> None:
    session = Session(setup_for(start))
    assert writable(session.state, "state") == []
    for command in (
        Run(3),
        StepSample(),
        SetInput(0, 0, 1.5),
        SetExpected(0, 0, 0.25),
        StepSample(row=0),
        *[StepPhase()] * 9,
    ):
        session.apply(command)
        assert writable(session.state, "state") == []
    assert writable(session.undo(), "state") == []


@pytest.mark.parametrize("start", ["level2", "xor"])
def test_the_order_of_the_rows_is_read_only(start: str) -> None:
    assert not Session(setup_for(start)).state.cursor.order.flags.writeable


def test_the_classes_are_read_only() -> None:
    assert not Session(setup_for("xor")).state.dataset.target_classes.flags.writeable


def test_a_setup_does_not_follow_the_array_it_was_made_from() -> None:
    given = np.zeros(12)
    setup = replace(setup_for("xor"), sizes=(2, 2, 2), parameters=given)
    given[:] = 1.0
    assert (setup.network().parameters == 0.0).all()


def test_a_state_is_frozen_and_compares_by_identity() -> None:
    """A reactive that compared arrays would raise "truth value of an array is ambiguous"."""
    state = Session(setup_for("level2")).state
    for value in (state, state.network, state.setup, state.dataset, state.history, state.trace, state.evaluation):
        with pytest.raises(FrozenInstanceError):
            setattr(value, fields(value)[0].name, None)
        assert type(value).__eq__ is object.__eq__
