"""The rows of a worked example."""

from __future__ import annotations

import numpy as np

from engine.data.dataset import Dataset
from engine.experiment.example_values import number, shown
from engine.experiment.toml_document import Document
from engine.wording import count, listed, quoted

_SHAPE = "rows should be a list of [[inputs], [expected values]], such as [[[0.05, 0.1], [0.01, 0.99]]]"


def example_rows(document: Document, sizes: tuple[int, ...], name: str, source: str) -> Dataset:
    """Return the rows of a worked example: numbers, and for classes their names too.

    Args:
        document: The worked example.
        sizes: Neurons in each layer, the inputs first.
        name: Its name.
        source: Where it is from.

    Raises:
        DataError: A row or a name does not fit the layers.
    """
    classes = _names(document, "classes", 0)
    if classes and "outputs" in document.values:
        raise document.refusal("the outputs of classes are named by them: leave outputs out", "outputs")
    if len(classes) == 1:
        raise document.refusal("classes should be two or more", "classes")
    single = len(classes) == 2 and sizes[-1] == 1
    if classes and len(classes) != sizes[-1] and not single:
        wanted = f"the {count(sizes[-1], 'output')}, or two for a single one"
        raise document.refusal(f"classes should name {wanted}, not {len(classes)}", "classes")
    inputs = _names(document, "inputs", sizes[0]) or tuple(f"i{index + 1}" for index in range(sizes[0]))
    outputs = classes or _names(document, "outputs", sizes[-1]) or tuple(f"o{index + 1}" for index in range(sizes[-1]))
    rows = document.values["rows"]
    if not isinstance(rows, list) or not rows:
        raise document.refusal(f"{_SHAPE}, not {shown(rows)}", "rows")
    pairs = [_row(document, row, at, sizes, classes) for at, row in enumerate(rows, start=1)]
    return Dataset(
        name=name,
        inputs=np.array([given for given, _ in pairs]),
        expected=np.array([expected for _, expected in pairs]),
        input_names=inputs,
        output_names=outputs[1:] if single else outputs,
        task="classification" if classes else "regression",
        source=source,
        two_classes=classes if single else (),
    )


def _names(document: Document, key: str, wanted: int) -> tuple[str, ...]:
    """Return the names of a list, different ones; 0 wanted for any number. Empty if they are not given."""
    if key not in document.values:
        return ()
    names = document.values[key]
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise document.refusal(f"{key} should be a list of names, not {shown(names)}", key)
    if wanted and len(names) != wanted:
        raise document.refusal(f"{key} should have {count(wanted, 'name')}, as layers say, not {len(names)}", key)
    if len(set(names)) != len(names):
        raise document.refusal(f"{key} has two of the same name", key)
    return tuple(names)


def _row(
    document: Document, row: object, at: int, sizes: tuple[int, ...], classes: tuple[str, ...]
) -> tuple[list[float], list[float]]:
    """Return the inputs and the expected values of a row."""
    key = f"rows[{at}]"
    if not isinstance(row, list) or len(row) != 2:
        raise document.refusal(f"{_SHAPE}; row {at} is {shown(row)}", key)
    inputs, expected = row
    if classes and isinstance(expected, str):
        if expected not in classes:
            raise document.refusal(f"row {at}: no class {quoted(expected)}; there are {listed(classes)}", key)
        index = classes.index(expected)
        expected = [index] if sizes[-1] == 1 else [int(number == index) for number in range(len(classes))]
    found = []
    for what, values, wanted in (("input", inputs, sizes[0]), ("expected value", expected, sizes[-1])):
        if not isinstance(values, list) or len(values) != wanted:
            got = len(values) if isinstance(values, list) else shown(values)
            needed = f"{count(wanted, what)} in a list, as layers say"
            raise document.refusal(f"row {at} should have {needed}, not {got}", key)
        named = ((f"row {at}, {what} {index}", value) for index, value in enumerate(values, start=1))
        found.append([number(document, value, key, name) for name, value in named])
    return found[0], found[1]
