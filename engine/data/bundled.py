"""The data sets that come with glassnet: where each is from, and the network and method that learn it well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from engine.data.dataset import Dataset
from engine.data.files import read_csv
from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.wording import quoted


@dataclass(frozen=True)
class Bundled:
    """The facts of one bundled data set; ``datasets/README.md`` has the licences and citations.

    Attributes:
        source: Where the data come from, one line.
        shape: Rows, inputs and outputs, so that the file need not be read.
        hidden: Neurons in each hidden layer.
        learning_rate: α with which plain SGD, one sample at a time, learns it.
        epochs: The length of a training without a screen.
        scaling: One of ``SCALINGS``; ``none`` where the numbers are best seen as they are.
    """

    source: str
    shape: tuple[int, int, int]
    hidden: tuple[int, ...] = (16,)
    learning_rate: float = 0.1
    epochs: int = 40
    scaling: str = "none"


def _gate(what: str, inputs: int = 2, hidden: int = 4, learning_rate: float = 0.5, epochs: int = 1000) -> Bundled:
    return Bundled(f"the truth table of {what}", (2**inputs, inputs, 2), (hidden,), learning_rate, epochs)


BUNDLED = {
    "ten-rows": Bundled(
        "the ten rows of a public backpropagation tutorial, as the article uses them", (10, 2, 2), (4,), 0.5, 1000
    ),
    "xor": _gate("exclusive or"),
    "and": _gate("logical and"),
    "or": _gate("logical or"),
    "nand": _gate("not and"),
    "parity3": _gate("parity: whether one or all three are 1", inputs=3, hidden=8, learning_rate=2.0, epochs=2000),
    "iris": Bundled("Fisher's iris measurements (1936), in cm, as in scikit-learn and R", (150, 4, 3), (8,)),
    "penguins": Bundled(
        "penguins of the Palmer Archipelago (Gorman et al., 2014)", (342, 4, 3), (8,), scaling="standard"
    ),
    "penguin-mass": Bundled("body mass of the Palmer penguins, in g", (333, 4, 1), (8,), 0.02, scaling="standard"),
    "wheat-seeds": Bundled(
        "kernels of three wheats, by X-ray (Charytanowicz et al., 2012)", (210, 7, 3), (8,), 0.3, 100, "standard"
    ),
    "banknotes": Bundled("genuine and forged banknotes (Lohweg, 2012)", (1372, 4, 2), (8,), scaling="standard"),
    "wine": Bundled(
        "chemistry of wines of three cultivars (Aeberhard and Forina, 1991)", (178, 13, 3), scaling="standard"
    ),
    "breast-cancer": Bundled("cell nuclei of breast masses (Wolberg et al., 1993)", (569, 30, 2), scaling="standard"),
    "digits": Bundled(
        "handwritten digits, 8×8 pixels of 0 to 16 (Alpaydin and Kaynak, 1998)", (1797, 64, 10), (32,), scaling="minmax"
    ),
}
"""The bundled data sets by name, small ones first."""


def bundled_names() -> tuple[str, ...]:
    """Return the names of the bundled data sets."""
    return tuple(BUNDLED)


@contextmanager
def bundled_path(name: str) -> Iterator[Path]:
    """Provide the file of a bundled data set within a ``with`` block.

    Raises:
        InvalidValue: There is no such data set; the message lists those there are.
    """
    if name not in BUNDLED:
        raise InvalidValue(f"no bundled data set {quoted(name)}; there are {', '.join(BUNDLED)}")
    with bundled_file(f"{name}.csv") as path:
        yield path


@contextmanager
def bundled_file(name: str) -> Iterator[Path]:
    """Provide a file that comes with glassnet, by its whole name, within a ``with`` block."""
    from importlib.resources import as_file, files  # imports zipfile, which takes a while

    installed = files("engine") / "_datasets"
    folder = installed if installed.is_dir() else Path(__file__).parents[2] / "datasets"
    with as_file(folder / name) as path:
        yield path


def bundled(name: str) -> Dataset:
    """Return a bundled data set.

    Raises:
        InvalidValue: There is no such data set; the message lists those there are.
    """
    with bundled_path(name) as path:
        return replace(read_csv(path), name=name, source=BUNDLED[name].source, notes=(), understood=())
