"""Activations, losses and optimisers one by one, at ordinary and at extreme numbers. Needs nothing but the engine."""

from __future__ import annotations

import numpy as np

from engine.network.activations import activation_named
from engine.network.losses import loss_for
from engine.network.optimizers import optimizer_named

POINTS = np.array([-800.0, -40.0, -1.5, -1e-9, 0.0, 1e-9, 0.7, 40.0, 800.0])
"""Sums at which the activations are compared."""
SUMS = np.array([[0.3, -0.2, 1.1], [2.0, 2.0, 2.0], [-40.0, 40.0, 0.0], [800.0, -800.0, 799.0]])
"""Sums of the output layer at which the losses are compared, shape (rows, outputs)."""
EXPECTED = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
UPDATES = 8
GRADIENTS = np.random.default_rng(5).normal(0.0, 1.0, (UPDATES, 4)) * np.array([1.0, 1e-6, 1e3, 0.0])
"""What the optimisers are given, one row an update: an ordinary gradient, a tiny one, a huge one, and 0."""
RATES = (*[0.1] * 5, *[0.02] * 3)
"""The learning rate of each update: it changes on the way."""


def engine_activation(name: str) -> list[list[float]]:
    """Return the values and the derivatives of an activation at ``POINTS``."""
    activation, values, slopes = activation_named(name), np.empty_like(POINTS), np.empty_like(POINTS)
    activation.function(POINTS, values)
    activation.derivative(values, slopes)
    return [values.tolist(), slopes.tolist()]


def engine_loss(name: str, output: str) -> list[list[float]]:
    """Return for each row of ``SUMS`` the error E, followed by ∂E/∂s of each output."""
    loss, activation = loss_for(name, output), activation_named(output)
    a, error, slope = np.empty_like(SUMS), np.empty_like(SUMS), np.ones_like(SUMS)
    activation.function(SUMS, a)
    loss.slope(a, EXPECTED, error)
    if not loss.of_sums:
        activation.derivative(a, slope)
    return np.column_stack([loss.errors(SUMS, a, EXPECTED), error * slope]).tolist()


def engine_updates(name: str) -> list[list[float]]:
    """Return the parameters after each update by ``GRADIENTS``, beginning at 0."""
    optimizer, parameters, step, path = optimizer_named(name), np.zeros(4), np.empty(4), []
    moments = optimizer.begin(4).moments.copy()
    for t, (gradient, rate) in enumerate(zip(GRADIENTS, RATES, strict=True), 1):
        optimizer.step(gradient, moments, t, np.array(rate), step)
        parameters -= step
        path.append(parameters.tolist())
    return path
