"""The one array type of the engine, and the one way an array is made safe to hand out."""

import math

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def frozen(values: object) -> FloatArray:
    """Return a read-only float64 copy of ``values``; a read-only array that owns its data is returned as it is."""
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
    """Tell whether a number is finite as a float64; a whole number can be too large for one."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
