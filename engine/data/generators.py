"""Generated data sets: simple shapes of any size, with noise, from a seed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np

from engine.arrays import FloatArray, frozen
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.typed_numbers import MOST_SEED

DEFAULT_SIZE = 200
LEAST_SIZE, MOST_SIZE = 4, 100_000
MOST_NOISE = 100.0

Shape = Callable[[FloatArray, np.random.Generator], FloatArray]
"""Places the rows of one class, or of a curve, by their position along it, shape (rows,), from 0 to below 1."""


@dataclass(frozen=True)
class Generator:
    """One kind of generated data.

    Attributes:
        about: What it is, one line.
        classes: The shape of each class by name; for a regression its one curve, by the name of the output.
        noise: The default standard deviation of the noise.
        hidden: Neurons in each hidden layer.
        learning_rate: α with which plain SGD, one sample at a time, learns it.
        epochs: The length of a training without a screen.
    """

    about: str
    classes: dict[str, Shape]
    noise: float
    hidden: tuple[int, ...] = (8,)
    learning_rate: float = 0.3
    epochs: int = 100


def _arc(start: float, end: float, radius: float = 1.0, x: float = 0.0, y: float = 0.0) -> Shape:
    """Return points along an arc around (x, y); angles in turns."""

    def placed(along: FloatArray, _: np.random.Generator) -> FloatArray:
        angle = math.tau * (start + (end - start) * along)
        return np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)])

    return placed


def _arm(start: float, turns: float = 1.25) -> Shape:
    """Return points along a spiral arm that starts at an angle, in turns, and ends at radius 1."""

    def placed(along: FloatArray, _: np.random.Generator) -> FloatArray:
        # The root spaces the points evenly, since each turn further out is longer.
        radius = 0.1 + 0.9 * np.sqrt(along)
        angle = math.tau * (start + turns * radius)
        return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])

    return placed


def _clouds(*centres: tuple[float, float]) -> Shape:
    """Return points at the centres; the noise turns them into clouds."""

    def placed(along: FloatArray, rng: np.random.Generator) -> FloatArray:
        return np.array(centres)[rng.permutation(len(along)) % len(centres)]

    return placed


def _sine(along: FloatArray, _: np.random.Generator) -> FloatArray:
    x = math.pi * (2.0 * along - 1.0)
    return np.column_stack([x, np.sin(x)])


GENERATORS = {
    "moons": Generator(
        "two half moons",
        {"upper": _arc(0.0, 0.5), "lower": _arc(0.5, 1.0, x=1.0, y=0.5)},
        noise=0.15,
        learning_rate=0.5,
        epochs=200,
    ),
    "circles": Generator(
        "a circle within another",
        {"inner": _arc(0.0, 1.0, radius=0.5), "outer": _arc(0.0, 1.0)},
        noise=0.1,
    ),
    "spirals": Generator(
        "two arms of a spiral",
        {"one": _arm(0.0), "other": _arm(0.5)},
        noise=0.02,
        hidden=(16, 16),
        learning_rate=0.5,
        epochs=400,
    ),
    "xor-clouds": Generator(
        "four clouds, opposite ones alike",
        {"alike": _clouds((1.0, 1.0), (-1.0, -1.0)), "different": _clouds((1.0, -1.0), (-1.0, 1.0))},
        noise=0.35,
    ),
    "gaussians": Generator(
        "three round clouds",
        {"a": _clouds((0.0, 1.0)), "b": _clouds((-0.9, -0.5)), "c": _clouds((0.9, -0.5))},
        noise=0.4,
        epochs=40,
    ),
    "sine": Generator("a sine from −π to π", {"sin x": _sine}, noise=0.1, learning_rate=0.05, epochs=400),
}
"""The generators by name. ``sine`` has one input and one output; the others have two inputs and balanced classes."""


@dataclass(frozen=True)
class GeneratorSpec:
    """What to generate; ``str`` is the inverse of ``read``.

    Attributes:
        name: One of ``GENERATORS``.
        size: The number of rows.
        noise: The standard deviation of the noise added to every input (for ``sine`` to the output).
        seed: The same seed draws the same rows.
    """

    name: str
    size: int
    noise: float
    seed: int

    def __str__(self) -> str:
        """Return the full text, such as ``moons:200,noise=0.15,seed=0``."""
        return f"{self.name}:{self.size},noise={self.noise!r},seed={self.seed}"

    @classmethod
    def read(cls, text: str) -> GeneratorSpec:
        """Read ``NAME[:SIZE][,noise=NUMBER][,seed=N]``, such as ``moons:200,noise=0.2,seed=3``.

        Raises:
            InvalidValue: The syntax is wrong, or a number is out of range.
        """
        name, colon, rest = text.partition(":")
        if name not in GENERATORS:
            raise InvalidValue(f"unknown generator {name[:40]!r}: use one of {', '.join(GENERATORS)}")
        settings: dict[str, float] = {}
        for place, part in enumerate(rest.split(",") if colon else ()):
            key, equals, value = (word.strip() for word in part.partition("="))
            if not equals and place == 0:
                key, value = "size", key
            elif not equals or key not in _READERS:
                raise InvalidValue(f"{name} has no {key[:40]!r}: write {name}:{DEFAULT_SIZE},noise=0.2,seed=3")
            if key in settings:
                raise InvalidValue(f"{name}: its {key} is given twice")
            settings[key] = _READERS[key](name, value)
        noise = settings.get("noise", GENERATORS[name].noise)
        return cls(name, int(settings.get("size", DEFAULT_SIZE)), noise, int(settings.get("seed", 0)))


def _whole(key: str, least: int, most: int) -> Callable[[str, str], int]:
    def read(name: str, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,18}", text) or not least <= int(text) <= most:
            raise InvalidValue(f"the {key} of {name} is a whole number from {least} to {most}, not {text[:40]!r}")
        return int(text)

    return read


def _noise(name: str, text: str) -> float:
    if not re.fullmatch(r"(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?", text) or float(text) > MOST_NOISE:
        raise InvalidValue(f"the noise of {name} is a number from 0 to {MOST_NOISE:g}, not {text[:40]!r}")
    return float(text)


_READERS: dict[str, Callable[[str, str], float]] = {
    "size": _whole("size", LEAST_SIZE, MOST_SIZE),
    "noise": _noise,
    "seed": _whole("seed", 0, MOST_SEED),
}


def is_generated(start: str) -> bool:
    """Return whether a start names a generator, even if the rest of it is wrong."""
    return start.partition(":")[0] in GENERATORS


def generated(text: str) -> Dataset:
    """Generate a data set.

    Args:
        text: See ``GeneratorSpec.read``.

    Raises:
        InvalidValue: The syntax is wrong, or a number is out of range.
    """
    spec = GeneratorSpec.read(text)
    kind = GENERATORS[spec.name]
    rng, labels = np.random.default_rng(spec.seed), np.arange(spec.size) % len(kind.classes)
    table = np.empty((spec.size, 2))
    for label, shape in enumerate(kind.classes.values()):
        count = np.count_nonzero(labels == label)
        table[labels == label] = shape(np.arange(count) / count, rng)
    noise = rng.normal(0.0, 1.0, table.shape) * spec.noise
    source = f"{kind.about}: {spec}"
    if len(kind.classes) == 1:
        xs, ys = table[:, :1], table[:, 1:] + noise[:, 1:]
        return Dataset(spec.name, frozen(xs), frozen(ys), ("x",), tuple(kind.classes), "regression", source)
    expected = np.eye(len(kind.classes))[labels]
    return Dataset(
        spec.name, frozen(table + noise), frozen(expected), ("x", "y"), tuple(kind.classes), "classification", source
    )
