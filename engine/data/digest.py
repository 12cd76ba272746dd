"""The digest of a data set: what tells one table of rows from another, on any machine."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from engine.data.data_columns import DataColumn
    from engine.data.dataset import Dataset


def digest_of(dataset: Dataset) -> str:
    """Return the SHA-256 of everything that training and the screen know of the rows, 64 hexadecimal digits.

    That is the names, classes and words, the shapes, every value to its last bit, which inputs were filled in, and the
    numbers of the rows; but not what the data are called, where they come from, and the notes about their reading.
    """
    described = {
        "task": dataset.task,
        "inputs": dataset.input_names,
        "outputs": dataset.output_names,
        "input words": list(map(_described, dataset.input_words)),
        "output words": list(map(_described, dataset.output_words)),
        "two classes": dataset.two_classes,
        "rows": dataset.rows,
        "last number": dataset.last_number,
        "filled": dataset.filled is not None,
    }
    digest = hashlib.sha256(json.dumps(described, sort_keys=True).encode("ascii"))
    digest.update(np.ascontiguousarray(dataset.inputs, "<f8").data)
    digest.update(np.ascontiguousarray(dataset.expected, "<f8").data)
    digest.update(np.ascontiguousarray(dataset.all_numbers, "<i8").data)
    if dataset.filled is not None:
        digest.update(np.ascontiguousarray(dataset.filled, "u1").data)
    return digest.hexdigest()


def _described(column: DataColumn) -> list[object]:
    return [column.name, column.first, column.words, column.one_hot]
