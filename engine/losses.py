"""What a sample's error is, and its exact gradient: what is shown is what is descended."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import FloatArray
from engine.formulas import HALF, Expression


@dataclass(frozen=True)
class LossFormula:
    """How a sample's error is written.

    Attributes:
        definition: E, over all outputs.
        share: what one output adds to E, as a formula of its a and y.
        slope: ∂E/∂a of one output, as a formula of its a and y.
    """

    definition: str
    share: Callable[[Expression, Expression], Expression]
    slope: Callable[[Expression, Expression], Expression]


HALF_SQUARED = LossFormula("½ Σ (a − y)²", share=lambda a, y: HALF * (a - y).squared(), slope=lambda a, y: a - y)


def half_squared(outputs: FloatArray, expected: FloatArray) -> float:
    """E = ½ Σ (a − y)², the error of one sample (the article's).

    Args:
        outputs: a, shape (outputs,).
        expected: y, shape (outputs,).
    """
    with np.errstate(all="ignore"):  # an error too large for a float is infinite, and shown as that
        difference = outputs - expected
        return 0.5 * float(difference @ difference)


def half_squared_gradient(outputs: FloatArray, expected: FloatArray, out: FloatArray) -> None:
    """Write ∂E/∂a = a − y into ``out``; all three of shape (outputs,)."""
    np.subtract(outputs, expected, out)


def mean_squared_errors(outputs: FloatArray, expected: FloatArray) -> FloatArray:
    """MSE: the mean over rows AND outputs of (a − y)², the figure on the chart, for each of several sets of outputs.

    Args:
        outputs: shape (sets, rows, outputs).
        expected: shape (rows, outputs).

    Returns:
        Shape (sets,).
    """
    squares = np.square(outputs - expected).reshape(len(outputs), -1)
    return np.asarray(np.add.reduce(squares, axis=1) / squares.shape[1])


def mean_squared_error(outputs: FloatArray, expected: FloatArray) -> float:
    """MSE of one set of outputs; both of shape (rows, outputs)."""
    return float(mean_squared_errors(outputs[np.newaxis], expected)[0])
