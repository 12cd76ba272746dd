"""Reading JSON that may be hostile: its size and depth are looked at before ``json`` sees it."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import numpy as np

from engine.errors import InvalidValue

MOST_BYTES = 64_000_000
MOST_DEPTH = 32
MOST_PARTS = 5_000_000
"""Commas and openings: each may become an object of Python, many times as large."""
_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_NESTING = np.zeros(256, dtype=np.int8)
_NESTING[[ord("["), ord("{")]] = 1
_NESTING[[ord("]"), ord("}")]] = -1


def parsed(data: bytes) -> Any:
    """Return what some JSON in UTF-8 stands for.

    Raises:
        InvalidValue: It is too large, nested too deeply, or no JSON.
    """
    if len(data) > MOST_BYTES:
        raise InvalidValue(f"its JSON is larger than {MOST_BYTES // 1_000_000} MB")
    bare = np.frombuffer(_TEXTS.sub(b"", data), dtype=np.uint8)
    nesting = _NESTING[bare]
    if np.cumsum(nesting, dtype=np.int64).max(initial=0) > MOST_DEPTH:
        raise InvalidValue("its JSON is nested too deeply")
    if np.count_nonzero(nesting > 0) + np.count_nonzero(bare == ord(",")) > MOST_PARTS:
        raise InvalidValue("its JSON has too many parts")
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):  # also a number of too many digits, and bytes that are no UTF-8
        raise InvalidValue("its JSON is damaged") from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
