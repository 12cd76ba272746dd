"""How the value of a field is read: a reader for each type annotation, which takes nothing else."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from enum import Enum
from functools import cache, cached_property
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import numpy as np
from numpy.typing import NDArray

from engine.arrays import is_finite
from engine.quick_dataclass import dataclass
from engine.session.saved.kinds import ARRAYS, IN_COLUMNS, KINDS, NOT_FINITE, hints_of
from engine.wording import printable

_MOST = 2**63


class Wrong(Exception):
    """A value is not what a field takes; the message goes on from the name of the field."""


@dataclass(frozen=True, eq=False)
class Known:
    """What a value can refer to.

    Attributes:
        objects: The objects made so far.
        arrays: The arrays that were read.
        given: The objects that the reader had before.
        given_arrays: Their arrays.
    """

    objects: list[object]
    arrays: Sequence[NDArray[Any]]
    given: Sequence[object]
    given_arrays: Sequence[NDArray[Any]] = ()

    @cached_property
    def _named(self) -> dict[str, Sequence[Any]]:
        return {"o": self.objects, "a": self.arrays, "g": self.given, "b": self.given_arrays}

    def at(self, value: object) -> object:
        """Return what a reference stands for.

        Raises:
            Wrong: It is none, or stands for nothing.
        """
        if type(value) is dict and len(value) == 1:
            ((where, number),) = value.items()
            parts = self._named.get(where)
            if parts is not None and type(number) is int and 0 <= number < len(parts):
                return parts[number]
        raise Wrong(f"should refer to what came before, not {_shown(value)}")


Reader = Callable[[object, Known], Any]


@cache
def reader_for(annotation: Any, kind: type = object, field: str = "") -> Reader:
    """Return the reader of what an annotation says.

    Args:
        annotation: The type.
        kind: The type whose field it is.
        field: The field.
    """
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return _either(inner, kind, field)
    if origin is Literal:
        return _one_of(inner)
    if origin is tuple and inner == (float, Ellipsis):
        return _numbers
    if origin is tuple and inner[-1:] == (Ellipsis,) and inner[0] in IN_COLUMNS:
        return _columns(inner[0])
    if origin is tuple and inner[-1:] == (Ellipsis,):
        return _several(reader_for(inner[0], kind, field), tuple)
    if origin is tuple:
        return _row([reader_for(one, kind, field) for one in inner])
    if origin is frozenset:
        return _several(reader_for(inner[0], kind, field), frozenset)
    if origin is np.ndarray:
        return _array(np.dtype(get_args(inner[1])[0]), kind, field)
    if isinstance(annotation, type) and is_dataclass(annotation):
        return _object((annotation,))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _member(annotation)
    if annotation is float and (kind, field) in NOT_FINITE:
        return _any_number
    return {int: _whole, float: _number, bool: _truth, str: _text}[annotation]


def _either(inner: tuple[Any, ...], kind: type, field: str) -> Reader:
    """Return the reader of a union: references by what they stand for, None by itself, and one type for the rest."""
    optional, objects = NoneType in inner, tuple(one for one in inner if isinstance(one, type) and is_dataclass(one))
    others = [one for one in inner if one is not NoneType and one not in objects]
    referred = _object(objects) if objects else None
    read = None
    if others:
        *texts, last = [reader_for(one, kind, field) for one in sorted(others, key=lambda one: get_origin(one) is None)]
        assert len(texts) <= 1, f"{kind.__name__}.{field}: a value would not say which of these it is"
        read = _text_or(texts[0], last) if texts else last

    def reader(value: object, known: Known) -> object:
        if value is None and optional:
            return None
        if referred is not None and (read is None or (isinstance(value, dict) and "f" not in value)):
            return referred(value, known)
        assert read is not None
        return read(value, known)

    return reader


def _text_or(text: Reader, read: Reader) -> Reader:
    """Return the reader of a union of a text, one of some, and something else."""
    return lambda value, known: text(value, known) if isinstance(value, str) else read(value, known)


def _object(kinds: tuple[type, ...]) -> Reader:
    assert all(KINDS.get(kind.__name__) is kind for kind in kinds), f"not in KINDS: {kinds}"

    def reader(value: object, known: Known) -> object:
        if type(found := known.at(value)) not in kinds:
            raise Wrong(f"should be a {' or '.join(kind.__name__ for kind in kinds[:3])}, not a {type(found).__name__}")
        return found

    return reader


def _array(wanted: np.dtype[Any], kind: type, field: str) -> Reader:
    rule = ARRAYS[kind, field]

    def reader(value: object, known: Known) -> object:
        found = known.at(value)
        if not isinstance(found, np.ndarray) or found.dtype != wanted or found.ndim != rule.dimensions:
            raise Wrong(f"should be an array of {wanted} in {rule.dimensions} dimensions")
        if rule.finite and not np.isfinite(found).all():
            raise Wrong("should have finite numbers alone")
        return found

    return reader


def _several(read: Reader, made: type) -> Reader:
    def reader(value: object, known: Known) -> object:
        if not isinstance(value, list):
            raise Wrong(f"should be a list, not {_shown(value)}")
        return made([read(one, known) for one in value])

    return reader


def _columns(kind: type) -> Reader:
    """Return the reader of several objects of a type from the values of each field."""
    hints = hints_of(kind.__name__)
    fields = {
        name: _columns(hint) if hint in IN_COLUMNS else _several(reader_for(hint, kind, name), list)
        for name, hint in hints.items()
    }

    def reader(value: object, known: Known) -> object:
        if value == []:
            return ()
        if not isinstance(value, dict) or value.keys() != fields.keys():
            raise Wrong(f"should have the values of each field of a {kind.__name__}")
        columns = [read(value[name], known) for name, read in fields.items()]
        if len(set(map(len, columns))) > 1:
            raise Wrong(f"should have as many values of each field of a {kind.__name__}")
        return tuple(map(kind, *columns))

    return reader


def _row(reads: list[Reader]) -> Reader:
    def reader(value: object, known: Known) -> object:
        if not isinstance(value, list) or len(value) != len(reads):
            raise Wrong(f"should be a list of {len(reads)}, not {_shown(value)}")
        return tuple(read(one, known) for read, one in zip(reads, value, strict=True))

    return reader


def _one_of(values: tuple[Any, ...]) -> Reader:
    def reader(value: object, known: Known) -> object:
        if not isinstance(value, str) or value not in values:
            raise Wrong(f"should be one of {', '.join(values)}, not {_shown(value)}")
        return value

    return reader


def _member(kind: type[Enum]) -> Reader:
    members = {member.value: member for member in kind}

    def reader(value: object, known: Known) -> object:
        if not isinstance(value, str) or value not in members:
            raise Wrong(f"should be one of {', '.join(members)}, not {_shown(value)}")
        return members[value]

    return reader


def _whole(value: object, known: Known) -> int:
    if type(value) is not int or not -_MOST < value < _MOST:
        raise Wrong(f"should be a whole number, not {_shown(value)}")
    return value


def _number(value: object, known: Known) -> float:
    if type(value) is float and isfinite(value):
        return value
    if type(value) is int and is_finite(value):
        return value
    raise Wrong(f"should be a finite number, not {_shown(value)}")


def _any_number(value: object, known: Known) -> float:
    if isinstance(value, dict) and len(value) == 1 and isinstance(bits := value.get("f"), str) and len(bits) == 16:
        try:
            number: float = struct.unpack(">d", bytes.fromhex(bits))[0]
        except (ValueError, struct.error):
            raise Wrong(f"should be the bits of a number, not {_shown(bits)}") from None
        return number
    return _number(value, known)


def _numbers(value: object, known: Known) -> tuple[float, ...]:
    if isinstance(value, list):
        return tuple(_number(one, known) for one in value)
    found = known.at(value)
    if (
        not isinstance(found, np.ndarray)
        or found.dtype != np.float64
        or found.ndim != 1
        or not np.isfinite(found).all()
    ):
        raise Wrong("should be finite numbers")
    return tuple(found.tolist())


def _truth(value: object, known: Known) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"should be true or false, not {_shown(value)}")
    return value


def _text(value: object, known: Known) -> str:
    if not isinstance(value, str):
        raise Wrong(f"should be a text, not {_shown(value)}")
    return value


def _shown(value: object) -> str:
    """Return a value for a message; never all of a large one."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return printable(value, 40) if isinstance(value, str) else str(value)[:40] if type(value) is float else "that"
