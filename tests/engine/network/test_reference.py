"""200 epochs from the same start come to PyTorch's and scikit-learn's weights, to 1e-9 each."""

import json

import numpy as np
import pytest

from engine.network.activations import HIDDEN_ACTIVATIONS
from engine.network.optimizers import OPTIMIZERS
from tests.reference.cases import (
    GOALS,
    RECORDED,
    TOLERANCE,
    Case,
    engine_parameters,
    recorded,
    sklearn_cases,
    start,
    torch_cases,
)
from tests.reference.peers import parameters

CASES = [*torch_cases(), *sklearn_cases()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_engine_comes_to_the_recorded_weights(case: Case) -> None:
    found = engine_parameters(case)
    assert np.abs(found - recorded()[case.name]).max() < TOLERANCE
    assert np.abs(found - start()).max() > 0.01  # it was a training


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_engine_comes_to_the_weights_of_the_library_itself(case: Case) -> None:
    pytest.importorskip(case.library, reason="needs the extra compare")
    assert np.abs(engine_parameters(case) - parameters(case)).max() < TOLERANCE


def test_the_record_is_of_these_cases() -> None:
    assert set(recorded()) == {case.name for case in CASES}
    assert {case.optimizer for case in torch_cases()} == set(OPTIMIZERS)
    for optimizer in ("sgd", "momentum", "adam"):
        tried = {(case.hidden, case.loss, case.output) for case in torch_cases() if case.optimizer == optimizer}
        assert tried == {(hidden, *goal) for hidden in HIDDEN_ACTIVATIONS for goal in GOALS}
    assert RECORDED.stat().st_size < 200_000
    assert set(json.loads(RECORDED.read_text("utf-8"))["made_with"]) == {"torch", "scikit-learn", "numpy", "on"}
