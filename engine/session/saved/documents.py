"""A value and what is to be said about it as a handful of named arrays, for one file: see ``arrays_file.py``.

``json`` has the bytes of a text, ``floats``, ``whole`` and ``truths`` the numbers of all arrays one after the other,
and ``shapes`` a row for each array: which of these it is in, its dimensions and their sizes. ``sha256`` is that of all
this, so that no damage is taken for numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from math import prod
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.session.saved.bounded_json import check_size, parsed
from engine.session.saved.codec import decoded, encoded

FORMAT = 1
Array = NDArray[Any]
Value = TypeVar("Value")
_STREAMS = {"floats": np.dtype("<f8"), "whole": np.dtype("<i8"), "truths": np.dtype("|b1")}
_MEMBERS = {"json": np.dtype("|u1"), **_STREAMS, "shapes": np.dtype("<i8")}
_MOST_DIMENSIONS, _LARGEST = 2, 2**31
_DIGEST = "sha256"


@dataclass(frozen=True, eq=False)
class Given:
    """What whoever reads a document has anyway, such as the rows of a start: the document only names it. Immutable.

    Attributes:
        objects: The objects.
    """

    objects: tuple[object, ...] = ()

    @cached_property
    def digest(self) -> str:
        """A hash of all that they hold."""
        each = [document_of(one, {})[_DIGEST].tobytes() for one in self.objects]
        return hashlib.sha256(b"".join(each)).hexdigest()


NOTHING_GIVEN = Given()


def document_of(value: object, about: Mapping[str, Any], given: Given = NOTHING_GIVEN) -> dict[str, Array]:
    """Return a value as named arrays.

    Args:
        value: An object of a type that can be saved.
        about: What is to be said about it, in what JSON can write.
        given: What the reader will have.

    Raises:
        InvalidValue: The value holds something that cannot be saved, or too much of it.
    """
    made = encoded(value, given.objects)
    whole = {"format": FORMAT, "about": about, "given": given.digest, **made.tree}
    text = json.dumps(whole, separators=(",", ":")).encode()
    check_size(text)
    document = {"json": np.frombuffer(text, dtype=np.uint8), **_streams(made.arrays)}
    return document | {_DIGEST: _digest(document)}


def value_of(
    kind: type[Value], document: Mapping[str, Array], given: Given = NOTHING_GIVEN
) -> tuple[Value, dict[str, Any]]:
    """Return the value of a document and what is said about it.

    Args:
        kind: The type it should have.
        document: The named arrays.
        given: What was given when it was written.

    Raises:
        InvalidValue: It is damaged, or was not written by ``document_of``.
    """
    if document.keys() != {*_MEMBERS, _DIGEST}:
        raise InvalidValue("is no saved session")
    for name, dtype in _MEMBERS.items():
        if document[name].dtype != dtype or document[name].ndim != (2 if name == "shapes" else 1):
            raise InvalidValue("is no saved session")
    if document[_DIGEST].tobytes() != _digest(document).tobytes():
        raise InvalidValue("is damaged: its content is not what was written")
    tree = parsed(document["json"].tobytes())
    if not isinstance(tree, dict) or type(tree.get("format")) is not int or not isinstance(tree.get("about"), dict):
        raise InvalidValue("is no saved session")
    if tree["format"] != FORMAT:
        raise InvalidValue(f"has format {tree['format']}; this glassnet reads format {FORMAT}")
    if tree.get("given") != given.digest:
        raise InvalidValue("belongs to other rows")
    return decoded(kind, tree, _arrays(document), given.objects), tree["about"]


def _streams(arrays: Sequence[Array]) -> dict[str, Array]:
    """Put the numbers of all arrays of a type one after the other."""
    shapes = np.zeros((len(arrays), 2 + _MOST_DIMENSIONS), dtype=np.int64)
    together: dict[str, list[Array]] = {name: [] for name in _STREAMS}
    for row, array in zip(shapes, arrays, strict=True):
        name = next((name for name, dtype in _STREAMS.items() if array.dtype == dtype), None)
        if name is None or array.ndim > _MOST_DIMENSIONS:
            raise InvalidValue(f"an array of {array.dtype} in {array.ndim} dimensions cannot be saved")
        row[:2] = list(_STREAMS).index(name), array.ndim
        row[2 : 2 + array.ndim] = array.shape
        together[name].append(array.ravel())
    streams = {name: np.concatenate([np.empty(0, dtype), *together[name]]) for name, dtype in _STREAMS.items()}
    return {**streams, "shapes": shapes}


def _arrays(document: Mapping[str, Array]) -> list[Array]:
    """Return the arrays, each with memory of its own, read-only: the engine keeps those as they are.

    Raises:
        InvalidValue: The shapes do not fit the numbers.
    """
    shapes, arrays, taken = document["shapes"], [], dict.fromkeys(_STREAMS, 0)
    if shapes.shape[1] != 2 + _MOST_DIMENSIONS or (shapes < 0).any():
        raise InvalidValue("has damaged arrays")
    for number, dimensions, *sizes in shapes.tolist():
        if number >= len(_STREAMS) or dimensions > _MOST_DIMENSIONS or max(sizes) > _LARGEST or any(sizes[dimensions:]):
            raise InvalidValue("has damaged arrays")
        name, shape = list(_STREAMS)[number], tuple(sizes[:dimensions])
        begin = taken[name]
        taken[name] = end = begin + prod(shape)
        if end > len(document[name]):
            raise InvalidValue("has damaged arrays")
        array = document[name][begin:end].reshape(shape).copy()
        array.flags.writeable = False
        arrays.append(array)
    if any(taken[name] != len(document[name]) for name in _STREAMS):
        raise InvalidValue("has damaged arrays")
    return arrays


def _digest(document: Mapping[str, Array]) -> Array:
    digest = hashlib.sha256()
    for name in _MEMBERS:
        array = document[name]
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(np.ascontiguousarray(array).data if array.size else b"")
    return np.frombuffer(digest.digest(), dtype=np.uint8)
