"""Whether two values are the same to the last bit, and what a value is made of."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import numpy as np


def parts(value: object) -> Iterator[object]:
    """Yield a value and all objects in it."""
    if isinstance(value, tuple):
        for one in value:
            yield from parts(one)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from parts(getattr(value, field.name))


def bits(value: object) -> object:
    """Return all that a value holds as something that compares, to the last bit and with every type."""
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes(), value.flags.writeable
    if isinstance(value, tuple):
        return "tuple", *map(bits, value)
    if is_dataclass(value):
        return type(value), *((one.name, bits(getattr(value, one.name))) for one in fields(value) if one.init)
    if isinstance(value, float):
        return "float", np.float64(value).tobytes()
    return type(value), value
