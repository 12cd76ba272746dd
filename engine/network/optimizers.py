"""Optimisers: how a gradient becomes a step, and what each one remembers between steps.

The definitions they follow:

- ``sgd``: w ← w − α·g.
- ``momentum``, ``nesterov``: PyTorch's. α multiplies the velocity and is not part of it, so a new α takes effect at
  once. Keras and scikit-learn put it inside the velocity; with a constant α the steps are the same.
- ``rmsprop``: PyTorch's form, with ε added to the root, and ρ and ε as in Keras.
- ``adam``: the form at the end of section 2 of Kingma and Ba (2015), as in Keras and scikit-learn: ε is added to the
  root of the uncorrected moment. PyTorch adds it to the corrected one: its ε/√(1 − β₂ᵗ) is ε here.
"""

from collections.abc import Callable
from math import sqrt

import numpy as np

from engine.arrays import FloatArray, frozen
from engine.errors import InvalidValue
from engine.formulas.expressions import Expression, Factor, Quotient, Root, constant
from engine.formulas.notation import subscript
from engine.quick_dataclass import dataclass

MOMENTUM = 0.9
RHO = 0.9
BETA_1, BETA_2 = 0.9, 0.999
EPSILON = 1e-7


@dataclass(frozen=True, eq=False)
class Memory:
    """What an optimiser remembers between updates. Immutable.

    Attributes:
        updates: The number of updates so far.
        moments: The running means of each parameter, shape (moments, parameters), read-only; sgd has none.
    """

    updates: int
    moments: FloatArray

    def __post_init__(self) -> None:
        object.__setattr__(self, "moments", frozen(self.moments))


@dataclass(frozen=True, eq=False)
class StepFactors:
    """The numbers of one parameter's step as factors of a formula.

    Attributes:
        learning_rate: α.
        gradient: g.
        moments: The optimiser's moments before the step.
        update: t, the number of this update, from 1.
    """

    learning_rate: Factor
    gradient: Expression
    moments: tuple[Factor, ...]
    update: int


Step = Callable[[FloatArray, FloatArray, int, FloatArray, FloatArray], object]


@dataclass(frozen=True)
class Optimizer:
    """A rule that turns gradients into steps.

    Attributes:
        name: Its name on the command line.
        label: Its name on screen.
        moments: The letters of its moments.
        step: ``step(g, moments, t, α, out)`` does update t: it updates the moments in place and writes into ``out``
            the step to subtract from the parameters. g and out have shape (parameters,), moments (moments, parameters).
        formula: The step of one parameter, as ``step`` computes it.
        rule: The update of any parameter in short, w − …; empty for plain gradient descent.
        where: What the letters in the rule mean.
        learning_rate: The usual α; None if there is none.
    """

    name: str
    label: str
    moments: tuple[str, ...]
    step: Step
    formula: Callable[[StepFactors], Expression]
    rule: str = ""
    where: str = ""
    learning_rate: float | None = None

    def begin(self, parameters: int) -> Memory:
        """Return the memory before the first update: zeros."""
        return Memory(0, np.zeros((len(self.moments), parameters)))


def _sgd(g: FloatArray, moments: FloatArray, t: int, alpha: FloatArray, out: FloatArray) -> None:
    np.multiply(g, alpha, out)


def _momentum(g: FloatArray, moments: FloatArray, t: int, alpha: FloatArray, out: FloatArray) -> None:
    v = moments[0]
    np.multiply(v, MOMENTUM, v)
    np.add(v, g, v)
    np.multiply(v, alpha, out)


def _nesterov(g: FloatArray, moments: FloatArray, t: int, alpha: FloatArray, out: FloatArray) -> None:
    v = moments[0]
    np.multiply(v, MOMENTUM, v)
    np.add(v, g, v)
    np.multiply(v, MOMENTUM, out)
    np.add(out, g, out)
    np.multiply(out, alpha, out)


def _remember(mean: FloatArray, share: float, values: FloatArray, work: FloatArray) -> None:
    """Update a running mean: mean ← share·mean + (1 − share)·values; ``work`` may be ``values``."""
    np.multiply(mean, share, mean)
    np.multiply(values, 1.0 - share, work)
    np.add(mean, work, mean)


def _rmsprop(g: FloatArray, moments: FloatArray, t: int, alpha: FloatArray, out: FloatArray) -> None:
    v = moments[0]
    np.multiply(g, g, out)
    _remember(v, RHO, out, out)
    np.sqrt(v, out)
    np.add(out, EPSILON, out)
    np.divide(g, out, out)
    np.multiply(out, alpha, out)


def _adam(g: FloatArray, moments: FloatArray, t: int, alpha: FloatArray, out: FloatArray) -> None:
    m, v = moments[0], moments[1]
    _remember(m, BETA_1, g, out)
    np.multiply(g, g, out)
    _remember(v, BETA_2, out, out)
    np.sqrt(v, out)
    np.add(out, EPSILON, out)
    np.divide(m, out, out)
    np.multiply(out, alpha * _correction(t), out)


def _correction(t: int) -> float:
    """Return Adam's bias correction, √(1 − β₂ᵗ) / (1 − β₁ᵗ): the moments start at 0 and are too small at first."""
    return sqrt(1.0 - BETA_2**t) / (1.0 - BETA_1**t)


def _mixed(share: float, before: Expression, new: Expression) -> Expression:
    return constant(share) * before + constant(round(1.0 - share, 12)) * new


def _momentum_formula(of: StepFactors) -> Expression:
    return of.learning_rate * (constant(MOMENTUM) * of.moments[0] + of.gradient)


def _nesterov_formula(of: StepFactors) -> Expression:
    velocity = constant(MOMENTUM) * of.moments[0] + of.gradient
    return of.learning_rate * (constant(MOMENTUM) * velocity + of.gradient)


def _rmsprop_formula(of: StepFactors) -> Expression:
    square = _mixed(RHO, of.moments[0], of.gradient.squared())
    return of.learning_rate * Quotient(of.gradient, Root(square) + constant(EPSILON))


def _adam_formula(of: StepFactors) -> Expression:
    mean = _mixed(BETA_1, of.moments[0], of.gradient)
    square = _mixed(BETA_2, of.moments[1], of.gradient.squared())
    correction = Factor(f"c{subscript(of.update)}", _correction(of.update))
    return of.learning_rate * correction * Quotient(mean, Root(square) + constant(EPSILON))


SGD = Optimizer("sgd", "SGD", (), _sgd, lambda of: of.learning_rate * of.gradient)
OPTIMIZERS = {
    optimizer.name: optimizer
    for optimizer in (
        SGD,
        Optimizer(
            "momentum",
            "momentum",
            ("v",),
            _momentum,
            _momentum_formula,
            "w − α·v",
            f"v ← {MOMENTUM}·v + ∂E/∂w is the velocity: here the one before it",
            0.01,
        ),
        Optimizer(
            "nesterov",
            "Nesterov",
            ("v",),
            _nesterov,
            _nesterov_formula,
            f"w − α·({MOMENTUM}·v + ∂E/∂w)",
            f"v ← {MOMENTUM}·v + ∂E/∂w is the velocity: here the one before it",
            0.01,
        ),
        Optimizer(
            "rmsprop",
            "RMSprop",
            ("v",),
            _rmsprop,
            _rmsprop_formula,
            "w − α·∂E/∂w / (√v + ε)",
            f"v ← {RHO}·v + {1 - RHO:.1g}·(∂E/∂w)²: here the one before it",
            0.001,
        ),
        Optimizer(
            "adam",
            "Adam",
            ("m", "v"),
            _adam,
            _adam_formula,
            "w − α·cₜ·m / (√v + ε)",
            f"m ← {BETA_1}·m + {1 - BETA_1:.1g}·∂E/∂w and v ← {BETA_2}·v + {1 - BETA_2:.1g}·(∂E/∂w)²: here the ones "
            f"before it; cₜ = √(1 − {BETA_2}ᵗ) / (1 − {BETA_1}ᵗ)",
            0.001,
        ),
    )
}


def optimizer_named(name: str) -> Optimizer:
    """Return the optimiser called ``name``.

    Raises:
        InvalidValue: There is no such optimiser; the message lists the known names.
    """
    try:
        return OPTIMIZERS[name]
    except KeyError:
        raise InvalidValue(f"unknown optimizer {name[:40]!r}: use one of {', '.join(OPTIMIZERS)}") from None
