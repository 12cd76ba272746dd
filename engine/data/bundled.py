"""What is known of each data set that comes with glassnet: where it is from, and what learns it well."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bundled:
    """The facts of one bundled data set; ``datasets/README.md`` has the licences and citations.

    Attributes:
        source: one line: where the data come from.
        shape: rows, inputs and outputs, known without reading the file.
        hidden: neurons of each hidden layer.
        learning_rate: α that plain gradient descent, one sample at a time, learns it with.
        epochs: after so many a training without a screen is done.
        scaling: a kind of ``engine.data.scaling``; ``none`` where the numbers are best seen as they are.
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
"""By name, the small ones first."""
