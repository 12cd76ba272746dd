"""The rows of the data sets that a session has opened, each held once however often it is opened."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakSet

from engine.data.dataset import Dataset
from engine.experiment.setup import Setup

TEXTS = ("name", "source", "notes", "understood")
"""What a data set says besides its rows: it can differ between two with the same digest."""


class SharedRows:
    """Knows the setups that a session holds, and lets new ones use their rows.

    It keeps none of them alive: what the session drops is freed.
    """

    def __init__(self) -> None:
        self._setups: WeakSet[Setup] = WeakSet()

    def shared(self, setup: Setup) -> Setup:
        """Return a setup, with rows and parts that are there already instead of its own if they are the same."""
        alike = [known for known in self._setups if _same_rows(known.dataset, setup.dataset)]
        if alike:
            setup = replace(setup, dataset=_made_of(alike[0].dataset, setup.dataset))
        for known in alike:
            if _parted_alike(known, setup):
                setup.__dict__["parts"] = known.parts
                break
        self._setups.add(setup)
        return setup


def _same_rows(known: Dataset, opened: Dataset) -> bool:
    """Return whether two data sets have the same rows; the digests are only computed where the shapes are the same."""
    shapes = [(one.inputs.shape, one.expected.shape) for one in (known, opened)]
    return shapes[0] == shapes[1] and known.digest == opened.digest


def _made_of(known: Dataset, opened: Dataset) -> Dataset:
    """Return a data set that was opened, made of the arrays of one with the same rows: only its texts are its own.

    It stays another one, by which the screen can tell that data were opened.
    """
    texts = {name: getattr(opened, name) for name in TEXTS}
    made = replace(known, **texts)
    made.__dict__["digest"] = known.digest
    return made


def _parted_alike(known: Setup, opened: Setup) -> bool:
    """Return whether two setups of the same rows make the same parts of them, with the same texts."""
    texts = [[getattr(one.dataset, name) for name in TEXTS] for one in (known, opened)]
    parts = [(one.scaling, one.test_share, one.split_seed, one.loss) for one in (known, opened)]
    return texts[0] == texts[1] and parts[0] == parts[1] and known.split is opened.split
