"""What a sample's error is, and its exact gradient: what is shown is what is descended."""

import numpy as np

from engine.arrays import FloatArray


def half_squared(outputs: FloatArray, expected: FloatArray) -> float:
    """E = ½ Σ (a − y)², the error of one sample (the article's).

    Args:
        outputs: a, shape (outputs,).
        expected: y, shape (outputs,).
    """
    difference = outputs - expected
    return 0.5 * float(difference @ difference)


def half_squared_gradient(outputs: FloatArray, expected: FloatArray, out: FloatArray) -> None:
    """Write ∂E/∂a = a − y into ``out``; all three of shape (outputs,)."""
    np.subtract(outputs, expected, out)


def mean_squared_error(outputs: FloatArray, expected: FloatArray) -> float:
    """MSE: the mean over rows AND outputs of (a − y)², the figure on the chart.

    Args:
        outputs: shape (rows, outputs).
        expected: shape (rows, outputs).
    """
    return float(np.square(outputs - expected).mean())
