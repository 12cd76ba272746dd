"""Losses, each with its exact derivative: the error on screen is the one that training minimises.

Every function works along the last axis, the outputs: on one sample, shape (outputs,), or many, (rows, outputs).
"""

from collections.abc import Callable

import numpy as np

from engine.arrays import FloatArray
from engine.errors import InvalidValue
from engine.formulas.expressions import HALF, Expression, Factor, Negated, Product, Quotient, Sum, constant
from engine.formulas.functions import Applied, Joint
from engine.network.activations import ACTIVATIONS, activation_named
from engine.quick_dataclass import dataclass


@dataclass(frozen=True, eq=False)
class OutputFactors:
    """The numbers of the output layer as factors of a formula: s, a and y of each output."""

    sums: tuple[Factor, ...]
    outputs: tuple[Factor, ...]
    expected: tuple[Factor, ...]


FormulaOfOutput = Callable[[OutputFactors, int], Expression]


@dataclass(frozen=True)
class Loss:
    """The error E of a sample, a sum of one share per output.

    Attributes:
        name: Its name on the command line.
        definition: E over all outputs, as a formula.
        shares: ``shares(s, a, y)`` returns the share of each output, in the shape of its arguments.
        slope: ``slope(a, y, out)`` writes ∂E/∂a into ``out``, or ∂E/∂s if ``of_sums``.
        share_formula: The share of an output, as ``shares`` computes it.
        slope_formula: ∂E/∂a of an output, or ∂E/∂s, as ``slope`` computes it.
        of_sums: Whether ``slope`` is the derivative by s, which includes f'(s). The derivative by a would be infinite
            where a is 0 or 1, and δ NaN.
        share_rule: The share as textbooks write it; empty if ``share_formula`` has that form.
        where: What the functions in ``share_formula`` mean.
    """

    name: str
    definition: str
    shares: Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
    slope: Callable[[FloatArray, FloatArray, FloatArray], object]
    share_formula: FormulaOfOutput
    slope_formula: FormulaOfOutput
    of_sums: bool = False
    share_rule: str = ""
    where: str = ""

    def errors(self, s: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
        """Compute E of each sample, from arrays of shape (outputs,) or (…, outputs)."""
        with np.errstate(all="ignore"):  # an error too large for a float is shown as ∞
            total: FloatArray = np.add.reduce(self.shares(s, a, y), axis=-1)
            return total


def _half_squared_shares(s: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    return 0.5 * np.square(a - y)


def _mean_squared_shares(s: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    shares: FloatArray = np.square(a - y) / a.shape[-1]
    return shares


def _mean_squared_slope(a: FloatArray, y: FloatArray, out: FloatArray) -> None:
    np.subtract(a, y, out)
    np.multiply(out, 2.0 / a.shape[-1], out)


def log_sigmoid(s: FloatArray, out: FloatArray) -> None:
    """Write ln σ(s) = −ln(1 + e^(−s)) into ``out``, accurate and without overflow for any s."""
    np.subtract(np.minimum(s, 0.0), np.log1p(np.exp(-np.abs(s))), out)


def log_softmax(s: FloatArray) -> FloatArray:
    """Return ln softmax(s) along the last axis, accurate and without overflow for any s.

    The largest s is left out of the sum of powers, and log1p puts its 1 back: the logarithm of a share near 1 depends
    on the small others, whose digits would be lost beside that 1.
    """
    largest = s.argmax(axis=-1)[..., np.newaxis]
    below = s - np.take_along_axis(s, largest, axis=-1)
    powers = np.exp(below)
    np.put_along_axis(powers, largest, 0.0, axis=-1)
    logarithms: FloatArray = below - np.log1p(powers.sum(axis=-1, keepdims=True))
    return logarithms


def _binary_shares(s: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    log_a, log_rest = np.empty_like(s), np.empty_like(s)
    log_sigmoid(s, log_a)
    log_sigmoid(-s, log_rest)
    return -(y * log_a + (1.0 - y) * log_rest)


def _categorical_shares(s: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    return -y * log_softmax(s)


def _categorical_slope(a: FloatArray, y: FloatArray, out: FloatArray) -> None:
    # a · Σ y − y: equals a − y if Σ y = 1. Expected values edited by hand may have any sum.
    np.multiply(a, y.sum(axis=-1, keepdims=True), out)
    np.subtract(out, y, out)


def _difference_formula(of: OutputFactors, index: int) -> Expression:
    return of.outputs[index] - of.expected[index]


def _mean_squared_share_formula(of: OutputFactors, index: int) -> Expression:
    square = _difference_formula(of, index).squared()
    return square if len(of.outputs) == 1 else Quotient(square, constant(len(of.outputs)))


def _mean_squared_slope_formula(of: OutputFactors, index: int) -> Expression:
    twice = constant(2.0) * _difference_formula(of, index)
    return twice if len(of.outputs) == 1 else Quotient(twice, constant(len(of.outputs)))


def _binary_share_formula(of: OutputFactors, index: int) -> Expression:
    s, y = of.sums[index], of.expected[index]
    return Negated(y * Applied("ln σ", log_sigmoid, s) + (1 - y) * Applied("ln σ", log_sigmoid, Negated(s)))


def _categorical_share_formula(of: OutputFactors, index: int) -> Expression:
    return Negated(of.expected[index] * Joint("ln softmax", log_softmax, of.sums, index))


def _categorical_slope_formula(of: OutputFactors, index: int) -> Expression:
    a, y = of.outputs[index], of.expected[index]
    total = np.array([expected.value for expected in of.expected]).sum()
    return a - y if total == 1.0 else Product((a, Sum(of.expected))) - y


_HALF_SQUARED = Loss(
    "half-squared",
    "½ Σ (a − y)²",
    _half_squared_shares,
    np.subtract,
    share_formula=lambda of, index: HALF * _difference_formula(of, index).squared(),
    slope_formula=_difference_formula,
)
_MEAN_SQUARED = Loss(
    "mse",
    "mean over the outputs of (a − y)²",
    _mean_squared_shares,
    _mean_squared_slope,
    share_formula=_mean_squared_share_formula,
    slope_formula=_mean_squared_slope_formula,
)
_BINARY = Loss(
    "cross-entropy",
    "−Σ (y·ln a + (1 − y)·ln(1 − a))",
    _binary_shares,
    np.subtract,
    share_formula=_binary_share_formula,
    slope_formula=_difference_formula,
    of_sums=True,
    share_rule="−(y·ln a + (1 − y)·ln(1 − a))",
    where="ln σ(s) is ln a and ln σ(−s) is ln(1 − a), taken from the sum so that no digit is lost",
)
_CATEGORICAL = Loss(
    "cross-entropy",
    "−Σ y·ln a",
    _categorical_shares,
    _categorical_slope,
    share_formula=_categorical_share_formula,
    slope_formula=_categorical_slope_formula,
    of_sums=True,
    share_rule="−y·ln a",
    where="ln softmaxₖ(s) is ln aₖ, taken from the sums so that no digit is lost",
)

_BY_OUTPUT = {
    "half-squared": {name: _HALF_SQUARED for name, activation in ACTIVATIONS.items() if activation.of_layer is None},
    "mse": {name: _MEAN_SQUARED for name, activation in ACTIVATIONS.items() if activation.of_layer is None},
    "cross-entropy": {"sigmoid": _BINARY, "softmax": _CATEGORICAL},
}
LOSSES = tuple(_BY_OUTPUT)
"""``half-squared``: the article's. ``mse``: the mean over the outputs, as in Keras and PyTorch.
``cross-entropy``: binary for each sigmoid output, categorical for softmax."""


def loss_for(name: str, output: str) -> Loss:
    """Return the loss called ``name`` in its form for an output activation.

    Raises:
        InvalidValue: There is no such loss, or it does not go with the activation; the message says why.
    """
    if name not in _BY_OUTPUT:
        raise InvalidValue(f"unknown loss {name[:40]!r}: use one of {', '.join(LOSSES)}")
    activation_named(output)
    if output in _BY_OUTPUT[name]:
        return _BY_OUTPUT[name][output]
    if name == "cross-entropy":
        known = " or ".join(_BY_OUTPUT[name])
        raise InvalidValue(f"cross-entropy takes the logarithm of shares: outputs of {known}, not {output}")
    raise InvalidValue(
        f"softmax goes with the loss cross-entropy, not {name}: a squared error hardly corrects confident mistakes"
    )


def check_expected(name: str, expected: FloatArray) -> None:
    """Check that a loss is defined for these expected values.

    Raises:
        InvalidValue: The loss is cross-entropy and a value is not from 0 to 1.
    """
    if name == "cross-entropy" and not ((expected >= 0.0) & (expected <= 1.0)).all():
        worst = float(expected[(expected < 0.0) | (expected > 1.0)][0])
        raise InvalidValue(f"cross-entropy takes expected values from 0 to 1, and one of them is {worst:.6g}")


def mean_squared_errors(outputs: FloatArray, expected: FloatArray) -> FloatArray:
    """Compute the MSE of several sets of outputs: the mean over rows AND outputs of (a − y)².

    This is the number on the chart, whatever the loss.

    Args:
        outputs: Shape (sets, rows, outputs).
        expected: Shape (rows, outputs).

    Returns:
        Shape (sets,).
    """
    squares = np.square(outputs - expected).reshape(len(outputs), -1)
    return np.asarray(np.add.reduce(squares, axis=1) / squares.shape[1])


def mean_squared_error(outputs: FloatArray, expected: FloatArray) -> float:
    """Compute the MSE of one set of outputs; both arrays have shape (rows, outputs)."""
    return float(mean_squared_errors(outputs[np.newaxis], expected)[0])
