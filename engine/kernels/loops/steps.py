"""The optimisers for Numba: the formulas of ``optimizers.py`` for one parameter."""

import math

from numba import njit

from engine.kernels.loops.layers import OPTIONS
from engine.network.optimizers import BETA_1, BETA_2, EPSILON, RHO
from engine.network.optimizers import MOMENTUM as SHARE

SGD, MOMENTUM, NESTEROV, RMSPROP, ADAM = range(5)  # in the order of ``OPTIMIZERS``


@njit(inline="always", **OPTIONS)
def velocity(v: float, g: float) -> float:
    """Return v ← 0.9·v + g; with the new v in place of the old, Nesterov's step."""
    return SHARE * v + g


@njit(inline="always", **OPTIONS)
def mean_square(v: float, g: float) -> float:
    """Return RMSprop's v ← 0.9·v + 0.1·g²."""
    return RHO * v + (1.0 - RHO) * (g * g)


@njit(inline="always", **OPTIONS)
def adam_moments(m: float, v: float, g: float) -> tuple[float, float]:
    """Return Adam's m ← 0.9·m + 0.1·g and v ← 0.999·v + 0.001·g²."""
    return BETA_1 * m + (1.0 - BETA_1) * g, BETA_2 * v + (1.0 - BETA_2) * (g * g)


@njit(inline="always", **OPTIONS)
def over_root(x: float, v: float) -> float:
    """Return x / (√v + ε)."""
    return x / (math.sqrt(v) + EPSILON)


@njit(inline="always", **OPTIONS)
def rate(optimizer: int, learning_rate: float, update: int) -> float:
    """Return what a step is multiplied by: α, for Adam with the bias correction of this update, counted from 1."""
    if optimizer == ADAM:
        return learning_rate * (math.sqrt(1.0 - BETA_2**update) / (1.0 - BETA_1**update))
    return learning_rate
