"""The sessions that the tests begin with."""

import pytest

from engine.experiment.starts import Options, setup_for
from engine.session.session import Session


@pytest.fixture
def level2() -> Session:
    return Session(setup_for("level2"))


@pytest.fixture
def shuffled() -> Session:
    return Session(setup_for("xor", Options(seed=3)))
