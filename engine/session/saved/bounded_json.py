"""Reading JSON that may be hostile: its size and depth are looked at before ``json`` sees it."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import numpy as np

from engine.errors import InvalidValue

MOST_BYTES = 32_000_000
MOST_DEPTH = 32
MOST_PARTS = 3_000_000
"""Commas and openings: each may become an object of Python, many times as large."""
# A text that does not end is one too, or each of its quotes would be tried as another beginning.
_TEXTS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_NESTING = np.zeros(256, dtype=np.int8)
_NESTING[[ord("["), ord("{")]] = 1
_NESTING[[ord("]"), ord("}")]] = -1


def check_size(data: bytes) -> None:
    """Check that JSON is small enough to be read.

    Raises:
        InvalidValue: It is too large, or nested too deeply.
    """
    if len(data) > MOST_BYTES:
        raise InvalidValue(f"its JSON is larger than {MOST_BYTES // 1_000_000} MB")
    bare = np.frombuffer(_TEXTS.sub(b"", data), dtype=np.uint8)
    nesting = _NESTING[bare]
    if np.cumsum(nesting, dtype=np.int64).max(initial=0) > MOST_DEPTH:
        raise InvalidValue("its JSON is nested too deeply")
    if np.count_nonzero(nesting > 0) + np.count_nonzero(bare == ord(",")) > MOST_PARTS:
        raise InvalidValue("its JSON has too many parts")


def parsed(data: bytes) -> Any:
    """Return what some JSON in UTF-8 stands for.

    Raises:
        InvalidValue: It is too large, nested too deeply, or no JSON.
    """
    check_size(data)
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):  # also a number of too many digits, and bytes that are no UTF-8
        raise InvalidValue("its JSON is damaged") from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
