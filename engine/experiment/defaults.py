"""The network and method that data start with where the learner asks for nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.data.dataset import Dataset
from engine.data.scaling import LARGE, advised_scaling
from engine.experiment.setup import Setup
from engine.network.method import Method

if TYPE_CHECKING:
    from engine.experiment.starts import Options

_FEW_ROWS, _MORE_EPOCHS = 1_000, 100
"""A file with at most so many rows gets so many epochs: 40 have too few updates then. After 40 epochs of 300 rows, R²
was 0.14 for a spiral and 83 % of two rings were told apart; after 100, 0.97 and 99 %."""
_BEYOND = f"numbers beyond ±{LARGE:g}"
_SCALED = {
    kind: f"{_BEYOND} are scaled; now {now}; --scale, or key a, changes it"
    for kind, now in (("standard", "mean 0, deviation 1"), ("minmax", "range 0 to 1"))
}
_UNSCALED = f"{_BEYOND} are not scaled; most networks saturate; --scale, or key a, changes it"


def for_dataset(dataset: Dataset) -> Setup:
    """Return the setup of data that are known to suit a network as they are."""
    classes, few = dataset.task == "classification", dataset.rows <= 20
    return Setup(
        name=dataset.name,
        dataset=dataset,
        sizes=(dataset.inputs.shape[1], 4 if dataset.inputs.shape[1] <= 2 else 8, dataset.expected.shape[1]),
        activations=("sigmoid", "sigmoid" if classes else "linear"),
        method=Method((0.5 if few else 0.1) if classes else 0.01),
        epochs=1000 if few else 40,
    )


def for_file(dataset: Dataset, options: Options) -> Setup:
    """Return the setup of the data of a file, about which nothing is known.

    Large numbers are scaled, and a note says so. Three classes and more get softmax outputs with cross-entropy.

    Args:
        dataset: The data.
        options: What the learner asked for; the setup already fits it where the defaults depend on it.
    """
    setup = for_dataset(dataset)
    if dataset.rows <= _FEW_ROWS:
        setup = replace(setup, epochs=max(setup.epochs, _MORE_EPOCHS))
    if dataset.output_count > 2 and dataset.task == "classification" and _leaves_output(options):
        setup = replace(setup, activations=(setup.activations[0], "softmax"), loss="cross-entropy")
    advised = advised_scaling(dataset)
    if advised == "none" or options.scaling not in (None, "none"):
        return setup
    if options.scaling == "none":
        return replace(setup, dataset=replace(dataset, notes=(*dataset.notes, _UNSCALED)))
    if dataset.task == "regression" and (options.activations or ("",))[-1] == "sigmoid":
        advised = "minmax"  # a sigmoid reaches no target outside 0 to 1
    noted = replace(dataset, notes=(*dataset.notes, _SCALED[advised]))
    return replace(setup, dataset=noted, scaling=advised)


def with_scaling_note(dataset: Dataset, kind: str) -> Dataset:
    """Return the data of a file with the note that fits another scaling: none if its large numbers are scaled."""
    notes = [note for note in dataset.notes if note not in (_UNSCALED, *_SCALED.values())]
    if kind == "none" and dataset.understood and advised_scaling(dataset) != "none":
        notes.append(_UNSCALED)
    return replace(dataset, notes=tuple(notes))


def _leaves_output(options: Options) -> bool:
    """Return whether the learner asked for nothing that softmax outputs with cross-entropy would contradict."""
    return options.activations is None and options.loss in (None, "cross-entropy")
