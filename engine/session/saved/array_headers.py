"""The header of an array in NumPy's format ``.npy``: read with narrow limits, so that it claims nothing absurd."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import InvalidValue

_BEGIN = b"\x93NUMPY\x01\x00"
_LENGTH = 2
_MOST_HEADER = 512
_MOST_NUMBERS = 2**40
"""Beyond this NumPy cannot even have an empty array of such a shape."""
_HEADER = re.compile(
    r"\{'descr': '(<f8|<i8|\|b1|\|u1)', 'fortran_order': False, "
    r"'shape': \(((?:\d{1,12}, ?){0,3}(?:\d{1,12})?+)\), \} *\n"
)


def array_in(data: memoryview) -> NDArray[Any]:
    """Return the array of a whole ``.npy`` file, a read-only view of its bytes.

    Raises:
        InvalidValue: It is no array of numbers in rows, or has another size than its header says.
    """
    start = len(_BEGIN) + _LENGTH
    length = int.from_bytes(data[len(_BEGIN) : start], "little")
    if data[: len(_BEGIN)] != _BEGIN or length > _MOST_HEADER:
        raise InvalidValue("is not an array of NumPy")
    found = _HEADER.fullmatch(bytes(data[start : start + length]).decode("latin-1"))
    if found is None:
        raise InvalidValue("is not an array of numbers in rows")
    shape = tuple(int(size) for size in found[2].split(",") if size.strip())
    dtype = np.dtype(found[1])
    content = data[start + length :]
    if math.prod(size or 1 for size in shape) > _MOST_NUMBERS or math.prod(shape) * dtype.itemsize != len(content):
        raise InvalidValue("has another size than its header says")
    if dtype == np.bool_ and (np.frombuffer(content, dtype=np.uint8) > 1).any():
        raise InvalidValue("has a truth that is neither true nor false")
    return np.frombuffer(content, dtype=dtype).reshape(shape)
