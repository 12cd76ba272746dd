"""Trainings on real data, compared by the MSE after each epoch. Needs nothing but the engine."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.experiment.setup import Setup
from engine.experiment.starts import Options, setup_for
from engine.session.session import Session
from engine.training.commands import StepEpoch

CURVES: dict[str, tuple[str, Options]] = {
    "level2": ("level2", Options(epochs=40)),
    "level3": ("level3", Options(epochs=40)),
    "iris": ("iris", Options(epochs=30, activations=("tanh", "softmax"), scaling="standard", seed=1)),
    "wine, nesterov": (
        "wine",
        Options(epochs=20, activations=("sigmoid", "softmax"), optimizer="nesterov", batch_size=16, l2=0.01, seed=2),
    ),
    "penguin-mass": ("penguin-mass", Options(epochs=10, activations=("tanh", "linear"), scaling="standard", seed=3)),
    "digits, adam": (
        "digits",
        Options(epochs=3, hidden=(32,), activations=("leaky-relu", "softmax"), optimizer="adam", batch_size=32, seed=4),
    ),
    "spirals, momentum": (
        "spirals",
        Options(epochs=30, hidden=(16, 16), activations=("tanh", "sigmoid"), optimizer="momentum", batch_size="all"),
    ),
}
"""A start and its options, by the key in the record."""
COMPILED = ("level2", "iris", "penguin-mass")
"""Those that the compiled loop can train."""


def setup_of(name: str) -> Setup:
    """Return the setup of a curve."""
    return setup_for(CURVES[name][0], CURVES[name][1])


def orders(setup: Setup) -> Iterator[np.ndarray]:
    """Yield the order of the rows in each epoch: with the starting weights, what the libraries take from the engine."""
    session = Session(setup)
    for _ in range(setup.epochs):
        yield session.state.cursor.order
        session.apply(StepEpoch())


def engine_curve(name: str, kernel: str) -> list[float]:
    """Train with the engine; return the MSE over all rows after each epoch."""
    session = Session(setup_of(name))
    session.kernel.name = kernel
    rows, curve = session.state.dataset.rows, []
    for _ in range(session.state.setup.epochs):
        curve.append(session.run(rows).evaluation.mse)
        assert session.kernel_used == kernel
    return curve
