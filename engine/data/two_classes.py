"""Two classes with an output for each of them, or with a single one."""

from __future__ import annotations

from dataclasses import replace

from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.wording import count


def possible_outputs(dataset: Dataset) -> tuple[int, ...]:
    """Return the numbers of outputs that the data can have, the usual one first."""
    two = dataset.task == "classification" and len(dataset.classes) == 2
    return (2, 1) if two else (dataset.output_count,)


def with_outputs(dataset: Dataset, outputs: int) -> Dataset:
    """Return the data with another number of outputs.

    Raises:
        InvalidValue: The data cannot have this many.
    """
    if outputs == dataset.output_count:
        return dataset
    if outputs not in possible_outputs(dataset):
        what = f"{len(dataset.classes)} classes" if dataset.task == "classification" else "each target"
        raise InvalidValue(
            f"{dataset.name}: {what} take {count(dataset.output_count, 'output')}; "
            f"only two classes have a choice, 2 outputs or 1"
        )
    if outputs == 1:
        classes, expected = dataset.classes, dataset.expected[:, 1:]
        return replace(dataset, expected=expected, output_names=classes[1:], two_classes=classes)
    expected = dataset.by_class(dataset.expected)
    return replace(dataset, expected=expected, output_names=dataset.two_classes, two_classes=())
