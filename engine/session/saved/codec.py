"""Values of a session as plain JSON and numbered arrays, and back to the last bit.

::

    {"kinds": {"Cursor": ["seed", "rows", …], …}, "objects": [["Cursor", 0, 4, …], …], "root": {"o": 17}}

Each object names its type and has the values of its fields. ``{"o": 3}`` stands for the object number 3, which comes
before the one that names it, so that nothing can hold itself; ``{"a": 3}`` for an array, ``{"g": 3}`` and ``{"b": 3}``
for an object and an array that the reader has already, ``{"f": "7ff0000000000000"}`` for a number that JSON cannot
write. What several objects share is written once, and shared again when it is read. Of the steps of a timeline, which
are thousands, there is a list of the values of each field: ``{"work": [0, 16, …], …}``.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from enum import Enum
from math import isfinite
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError, InvalidValue
from engine.quick_dataclass import dataclass
from engine.session.saved.kinds import ARRAYS, IN_COLUMNS, KINDS, hints_of
from engine.session.saved.readers import Known, Reader, Wrong, reader_for
from engine.wording import quoted

Array = NDArray[Any]
Value = TypeVar("Value")
MOST_OBJECTS = 150_000
_PLAIN = {type(None), bool, str}
_MANY = 16
"""So many numbers and more are written as an array."""
MOST_WHOLE = 2**63
"""Whole numbers are smaller than this, their sign aside."""


@dataclass(frozen=True, eq=False)
class Encoded:
    """A value as JSON and arrays.

    Attributes:
        tree: What JSON can write.
        arrays: The arrays that it names by number.
    """

    tree: dict[str, Any]
    arrays: tuple[Array, ...]


def encoded(value: object, given: Sequence[object] = ()) -> Encoded:
    """Write a value.

    Args:
        value: An object of a type in ``KINDS``.
        given: Objects that the reader will have, which are only named where the value holds them; so are their arrays.

    Raises:
        InvalidValue: The value holds something that cannot be saved.
    """
    return _Writer(given).whole(value)


def decoded(kind: type[Value], tree: object, arrays: Sequence[Array], given: Sequence[object] = ()) -> Value:
    """Read a value. Objects check themselves as they are made; whether they fit together is for ``checks``.

    Args:
        kind: The type it should have.
        tree: What JSON read.
        arrays: The arrays, read-only.
        given: The objects that were given when it was written.

    Raises:
        InvalidValue: It was not written by ``encoded``.
    """
    if not isinstance(tree, dict) or not {"kinds", "objects", "root"} <= tree.keys():
        raise InvalidValue("it lacks its objects")
    objects = _Maker(tree["kinds"], Known([], arrays, given, array_parts(given))).made(tree["objects"])
    try:
        root = reader_for(cast(Any, kind))(tree["root"], Known(objects, (), given))
    except Wrong as wrong:
        raise InvalidValue(f"its root {wrong}") from None
    assert isinstance(root, kind)
    return root


def array_parts(objects: Sequence[object]) -> tuple[Array, ...]:
    """Return the arrays of some objects, field by field."""
    names = [(one, name) for one in objects for kind, name in ARRAYS if kind is type(one)]
    return tuple(array for one, name in names if (array := getattr(one, name)) is not None)


class _Writer:
    """Writes objects, each once."""

    def __init__(self, given: Sequence[object]) -> None:
        self._given, self._objects = given, list[list[Any]]()
        self._arrays: list[Array] = []
        self._kinds: dict[str, list[str]] = {}
        # By identity; the value that is written keeps them alive.
        self._places: dict[int, dict[str, int]] = {id(one): {"g": number} for number, one in enumerate(given)}
        self._places |= {id(array): {"b": number} for number, array in enumerate(array_parts(given))}
        self._same: dict[str, dict[str, int]] = {}

    def whole(self, value: object) -> Encoded:
        root = self._value(value)
        return Encoded({"kinds": self._kinds, "objects": self._objects, "root": root}, tuple(self._arrays))

    def _value(self, value: object) -> Any:
        if (place := self._places.get(id(value))) is not None:
            return place
        if type(value) in _PLAIN:
            return value
        match value:
            case bool() | str():
                return value
            case Enum():
                return value.value
            case int() | np.integer():
                return _whole(int(value))
            case float():
                return float(value) if isfinite(value) else {"f": struct.pack(">d", value).hex()}
            case tuple() if len(value) >= _MANY and set(map(type, value)) == {float}:
                self._places[id(value)] = self._array(np.array(value))
                return self._places[id(value)]
            case tuple():
                return self._several(value)
            case frozenset():
                return sorted(map(self._value, value), key=repr)
            case np.bool_():
                return bool(value)
        place = self._array(value) if isinstance(value, np.ndarray) else self._object(value)
        self._places[id(value)] = place
        return place

    def _several(self, values: Sequence[Any]) -> Any:
        types = set(map(type, values))
        if types <= _PLAIN or (types == {int} and min(values) > -MOST_WHOLE and max(values) < MOST_WHOLE):
            return list(values)
        if len(types) > 1 or (kind := types.pop()) not in IN_COLUMNS:
            return [self._value(one) for one in values]
        return {name: self._several([getattr(one, name) for one in values]) for name in hints_of(kind.__name__)}

    def _array(self, array: Array) -> dict[str, int]:
        self._arrays.append(array)
        return {"a": len(self._arrays) - 1}

    def _object(self, value: object) -> dict[str, int]:
        name = type(value).__name__
        if KINDS.get(name) is not type(value):
            raise InvalidValue(f"{quoted(name)} cannot be saved")
        names = self._kinds.setdefault(name, list(hints_of(name)))
        row = [name, *(self._value(getattr(value, field)) for field in names)]
        written = repr(row)  # unlike ==, it tells -0.0 from 0.0 and 1 from 1.0
        if (same := self._same.get(written)) is None:
            if len(self._objects) >= MOST_OBJECTS:
                raise InvalidValue(f"more than {MOST_OBJECTS:,} things are too many to save")
            self._objects.append(row)
            same = self._same[written] = {"o": len(self._objects) - 1}
        return same


def _whole(value: int) -> int:
    if not -MOST_WHOLE < value < MOST_WHOLE:
        raise InvalidValue(f"{value:.3g} is too large a number to save")
    return value


class _Maker:
    """Makes objects from their rows."""

    def __init__(self, kinds: object, known: Known) -> None:
        """Check what the rows hold.

        Raises:
            InvalidValue: There is no such type or field, or one is missing.
        """
        if not isinstance(kinds, dict) or not all(map(_is_names, kinds.values())):
            raise InvalidValue("it lacks the names of its fields")
        self._known = known
        self._readers = {name: _readers(name, names) for name, names in kinds.items()}
        self._makers = {name: _maker(name, names) for name, names in kinds.items()}

    def made(self, rows: object) -> list[object]:
        """Return the objects.

        Raises:
            InvalidValue: An object is not what its type takes.
        """
        if not isinstance(rows, list) or len(rows) > MOST_OBJECTS:
            raise InvalidValue("it has no list of objects, or too long a one")
        objects = self._known.objects
        for row in rows:
            objects.append(self._made(row))
        return objects

    def _made(self, row: object) -> object:
        number = len(self._known.objects)
        if not isinstance(row, list) or not row or not isinstance(name := row[0], str) or name not in self._readers:
            raise InvalidValue(f"object {number} has no known type")
        readers = self._readers[name]
        if len(row) != len(readers) + 1:
            raise InvalidValue(f"object {number}, a {name}, has {len(row) - 1} fields and not {len(readers)}")
        taken: list[Any] = []
        try:
            for read, value in zip(readers.values(), row[1:], strict=True):
                taken.append(read(value, self._known))
            return self._makers[name](*taken)
        except Wrong as wrong:
            field = list(readers)[len(taken)]
            raise InvalidValue(f"object {number}: {name}.{field} {wrong}") from None
        except EngineError as error:
            raise InvalidValue(f"object {number}, a {name}: {error}") from None
        except (ValueError, TypeError, ArithmeticError, LookupError):  # of the right types, and yet no such object
            raise InvalidValue(f"object {number} is no {name}") from None


def _is_names(names: object) -> bool:
    return isinstance(names, list) and all(isinstance(name, str) for name in names) and len(set(names)) == len(names)


def _maker(name: str, names: list[str]) -> Callable[..., object]:
    """Return what makes an object of the values of some of its fields."""
    kind = KINDS[name]
    if names == list(hints_of(name)):
        return kind
    return lambda *values: kind(**dict(zip(names, values, strict=True)))


def _readers(name: str, names: list[str]) -> dict[str, Reader]:
    """Return the readers of the fields that a file has of a type; a field that is new since then takes its default.

    Raises:
        InvalidValue: There is no such type or field, or one is missing that has no default.
    """
    if name not in KINDS:
        raise InvalidValue(f"{quoted(name)} is no type that can be saved")
    hints, kind = hints_of(name), KINDS[name]
    if unknown := set(names) - hints.keys():
        raise InvalidValue(f"{name} has no field {quoted(min(unknown))}")
    needed = {one.name for one in fields(kind) if one.init and one.default is one.default_factory is MISSING}
    if missing := needed - set(names):
        raise InvalidValue(f"{name} lacks its field {quoted(min(missing))}")
    return {field: reader_for(hints[field], kind, field) for field in names}
