"""The engine computes what PyTorch and scikit-learn do: as recorded, and live where they are installed."""

import importlib
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from engine.network.activations import HIDDEN_ACTIVATIONS
from engine.network.optimizers import OPTIMIZERS
from tests.reference import parts
from tests.reference.cases import (
    GOALS,
    Case,
    engine_error_and_gradient,
    engine_parameters,
    gradient_cases,
    sklearn_cases,
    start,
    torch_cases,
)
from tests.reference.curves import COMPILED, CURVES, engine_curve
from tests.reference.record import RECORDED, recorded

CASES = [*torch_cases(), *sklearn_cases()]
TOLERANCE = 1e-9
"""By how much a parameter may differ after 200 epochs."""


def assert_equal(found: Any, section: str, name: str, tolerance: float) -> None:
    """Assert that numbers are those recorded, up to a relative and absolute tolerance."""
    np.testing.assert_allclose(found, recorded()[section][name], rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", HIDDEN_ACTIVATIONS)
def test_activations_and_their_derivatives(name: str) -> None:
    assert_equal(parts.engine_activation(name), "activations", name, 1e-14)


@pytest.mark.parametrize(("loss", "output"), GOALS)
def test_losses_and_their_slopes(loss: str, output: str) -> None:
    assert_equal(parts.engine_loss(loss, output), "losses", f"{loss} {output}", 1e-14)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_updates_of_the_optimisers(name: str) -> None:
    assert_equal(parts.engine_updates(name), "optimizers", name, 1e-12)


@pytest.mark.parametrize("case", gradient_cases(), ids=lambda case: case.name)
def test_error_and_gradient(case: Case) -> None:
    assert_equal(engine_error_and_gradient(case), "gradients", case.name, 1e-13)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_parameters_after_200_epochs(case: Case) -> None:
    found = engine_parameters(case)
    assert np.abs(found - recorded()["parameters"][case.name]).max() < TOLERANCE
    assert np.abs(found - start()).max() > 0.01  # it has moved


@pytest.mark.parametrize("name", CURVES)
def test_mse_after_each_epoch_on_real_data(name: str) -> None:
    assert_equal(engine_curve(name, "numpy"), "curves", name, 1e-9)


@pytest.mark.skipif(not find_spec("numba"), reason="Numba is not installed")
@pytest.mark.parametrize("name", COMPILED)
def test_mse_after_each_epoch_with_the_compiled_loop(name: str) -> None:
    assert_equal(engine_curve(name, "numba"), "curves", name, 1e-9)


def live(library: str, name: str, cases: list[Case]) -> list[Any]:
    """Return a case each where a library is installed; otherwise one that is skipped, which says so."""
    if find_spec(library):
        return [pytest.param(case, id=case.name) for case in cases]
    return [pytest.param(None, id=library, marks=pytest.mark.skip(reason=f"{name} is not installed"))]


@pytest.mark.parametrize(
    "case", [*live("torch", "PyTorch", torch_cases()), *live("sklearn", "scikit-learn", sklearn_cases())]
)
def test_the_library_still_computes_what_is_recorded(case: Case) -> None:
    peer = importlib.import_module(f"tests.reference.{case.library}_peer")
    assert np.abs(np.subtract(peer.parameters(case), recorded()["parameters"][case.name])).max() < TOLERANCE


def test_the_record_is_complete() -> None:
    assert set(recorded()["parameters"]) == {case.name for case in CASES}
    assert {case.optimizer for case in torch_cases()} == set(OPTIMIZERS)
    for optimizer in ("sgd", "momentum", "adam"):
        tried = {(case.hidden, case.loss, case.output) for case in torch_cases() if case.optimizer == optimizer}
        assert tried == {(hidden, *goal) for hidden in HIDDEN_ACTIVATIONS for goal in GOALS}
    assert set(recorded()["gradients"]) == {case.name for case in gradient_cases()}
    assert RECORDED.stat().st_size < 300_000
    assert set(recorded()["made_with"]) == {"torch", "scikit-learn", "numpy", "on"}
