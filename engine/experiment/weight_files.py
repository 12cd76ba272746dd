"""Reading weights from a file: what ``glassnet train --json`` prints, or an ``.npz`` of NumPy. Nothing is unpickled."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence

import numpy as np

from engine import regular_files
from engine.arrays import FloatArray
from engine.errors import InvalidValue
from engine.experiment.given_weights import GivenWeights, joined
from engine.network.network import check_sizes
from engine.regular_files import Wanted
from engine.wording import count, file_name, refusal

_ZIP, _ARRAY = b"PK", b"\x93NUMPY"
_JSON_BYTES, _NPZ_BYTES = 20_000_000, 200_000_000
"""The largest files: of about a million parameters, and of more than a network can have."""
_NEEDED = "it needs the weights and biases of each layer"
Shapes = Sequence[tuple[tuple[int, ...], tuple[int, ...]]]
"""The shapes of each layer's weights and biases."""


def read_weights(path: str | os.PathLike[str]) -> GivenWeights:
    """Read weights from a file, whose first bytes say which kind it is.

    In both kinds the weights of a layer have a row for each neuron and a column for each input, as in s = W x + b. A
    file in which they are transposed is refused: of a square matrix nobody could tell.

    Args:
        path: A regular file: the JSON of ``glassnet train``, of which ``weights`` and ``biases`` are needed, or an
            ``.npz`` with arrays W1, b1, W2, b2 and so on.

    Raises:
        DataError: The file cannot be read, or holds no network; the message says what does not fit.
    """
    file = file_name(path)
    with regular_files.opened(path, _wanted(_NPZ_BYTES, "")) as stream:
        begin = stream.read(len(_ARRAY))
        if begin.startswith(_ZIP):
            from engine.experiment.npz_weights import npz_layers

            return given(file, npz_layers(file, stream))
    if begin == _ARRAY:
        raise refusal(file, 'holds one array: save those of all layers, as in numpy.savez("w.npz", W1=…, b1=…, W2=…)')
    from engine.experiment.json_weights import json_weights

    hint = ': keep only "weights" and "biases", or save them as .npz'
    return json_weights(file, regular_files.content(path, _wanted(_JSON_BYTES, hint)))


def _wanted(most_bytes: int, hint: str) -> Wanted:
    limit = f"larger than {most_bytes // 1_000_000} MB{hint}"
    return Wanted("a file of weights", most_bytes, _NEEDED, lambda file, size: refusal(file, limit))


def given(file: str, layers: list[tuple[FloatArray, FloatArray]]) -> GivenWeights:
    """Return the weights and biases of all layers, checked.

    Raises:
        DataError: Their shapes do not fit together, or a number is not finite.
    """
    sizes = sizes_of(file, [(weights.shape, biases.shape) for weights, biases in layers])
    layers = [(weights, biases.reshape(-1)) for weights, biases in layers]
    for number, layer in enumerate(layers, start=1):
        for name, values in zip((f"W{number}", f"b{number}"), layer, strict=True):
            if not np.isfinite(values).all():
                place = ", ".join(str(index + 1) for index in np.argwhere(~np.isfinite(values))[0])
                raise refusal(file, f"{name}[{place}] is not a finite number")
    return GivenWeights(file, sizes, joined(sizes, layers))


def sizes_of(file: str, layers: Shapes) -> tuple[int, ...]:
    """Return the neurons in each layer, the inputs first, from the shapes of the weights and biases.

    Biases may be a vector, or a matrix of one column or row.

    Raises:
        DataError: The shapes do not fit together.
    """
    sizes: list[int] = []
    for number, (weights, biases) in enumerate(layers, start=1):
        if len(weights) != 2 or 0 in weights:
            raise refusal(file, f"W{number} is {_shape(weights)}, and should be neurons × inputs")
        neurons, inputs = weights
        flat = len(biases) in (1, 2) and max(biases) == math.prod(biases)
        if not flat or max(biases) != neurons:
            hint = f": it would fit transposed, so save W{number}.T" if flat and max(biases) == inputs else ""
            raise refusal(
                file,
                f"W{number} is {_shape(weights)} and b{number} {_shape(biases)}, but a row of W{number} belongs to "
                f"each neuron{hint or f', so b{number} should have {neurons}'}",
            )
        if sizes and inputs != sizes[-1]:
            raise refusal(
                file,
                f"W{number} is {_shape(weights)}, but W{number - 1} has {count(sizes[-1], 'row')}: a column of "
                f"W{number} belongs to each neuron of the layer before",
            )
        sizes += [neurons] if sizes else [inputs, neurons]
    try:
        check_sizes(tuple(sizes))
    except InvalidValue as error:
        raise refusal(file, str(error)) from None
    return tuple(sizes)


def _shape(shape: tuple[int, ...]) -> str:
    """Write a shape: 3×2; a vector as its length."""
    return "×".join(map(str, shape)) if shape else "a single number"
