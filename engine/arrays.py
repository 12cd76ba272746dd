"""The array type of the engine, and how to make an array read-only."""

import math

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IndexArray = NDArray[np.intp]


def frozen(values: object) -> FloatArray:
    """Return a read-only float64 copy of ``values``, or ``values`` itself if it already is a read-only owner."""
    if (
        isinstance(values, np.ndarray)
        and values.dtype == np.float64
        and not values.flags.writeable
        and values.base is None
    ):
        return values
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def is_finite(value: float) -> bool:
    """Return whether a number is finite as a float64; an int can be too large for one."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
