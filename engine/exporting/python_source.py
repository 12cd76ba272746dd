"""Pieces of Python source that several programs share: numbers to the last bit, and texts that stay texts."""

from __future__ import annotations

from itertools import groupby

from engine.exporting.literals import array_literal, list_literal
from engine.exporting.model import Model

MOST_PARAMETERS, MOST_NUMBERS = 200, 2_000
"""The largest network, and the most numbers of its rows, that stand in the program itself."""
_BESIDE = 'saved = np.load(Path(__file__).with_suffix(".npz"))  # the weights, biases and rows'


def has_numbers_beside(model: Model) -> bool:
    """Tell whether a program reads its numbers from an ``.npz`` beside it, because they are many."""
    rows = sum(rows.inputs.size + rows.expected.size for rows in model.rows)
    return model.parameters > MOST_PARAMETERS or rows > MOST_NUMBERS


def imports(model: Model, *more: str) -> str:
    """Return the lines that import what a program needs."""
    standard = ["from pathlib import Path", ""] if has_numbers_beside(model) else []
    return "\n".join([*standard, *sorted([*more, "import numpy as np"], key=lambda line: (line[:4] == "from", line))])


def numbers(model: Model) -> str:
    """Return the lines that define all numbers of a model, by the names of ``Model.arrays``."""
    arrays = model.arrays
    if has_numbers_beside(model):
        names = groupby(arrays, lambda name: name.split("_")[0] if "_" in name else name[1:])
        lines = [_BESIDE]
        for _, group in names:
            taken = [*group]
            lines.append(f"{', '.join(taken)} = " + ", ".join(f'saved["{name}"]' for name in taken))
        return "\n".join(lines)
    return "\n".join(f"{name} = np.array({array_literal(array, '[]')})" for name, array in arrays.items())


def names(model: Model) -> str:
    """Return the lines that say what the columns of inputs and outputs are; each text is a literal of ASCII."""
    what = "CLASSES" if model.task == "classification" else "OUTPUTS"
    return "\n".join(
        f"{name} = {list_literal([ascii(text) for text in texts], '[]')}"
        for name, texts in (("INPUTS", model.input_names), (what, model.output_names))
    )


def seen_inputs(model: Model) -> str:
    """Return the expression of the inputs ``x`` as the network sees them."""
    return "x" if model.inputs is None else "(x - input_offset) / input_scale"


def predict(model: Model) -> str:
    """Return the function of the outputs in their own units, with the blank lines below it; "" if they are that."""
    if model.outputs is None:
        return ""
    return '''def predict(x):
    """Return the outputs in their own units."""
    return forward(x) * output_scale + output_offset


'''


def judged(model: Model) -> str:
    """Return the lines that print the MSE of ``forward`` over the rows, and how many of them are right."""
    lines = ['if __name__ == "__main__":']
    for rows in model.rows:
        label = "" if rows.name == "train" else f"{rows.name} "
        expected = f"{rows.name}_expected"
        wanted = expected if model.outputs is None else f"({expected} - output_offset) / output_scale"
        lines += [
            f"    got, expected = forward({rows.name}_inputs), {wanted}",
            f'    print("{label}MSE", repr(float(np.mean((got - expected) ** 2))))',
        ]
        if model.task == "classification":
            right = "(got > 0.5) == (expected > 0.5)" if model.has_one_output else "got.argmax(1) == expected.argmax(1)"
            lines.append(f'    print("{label}right", int(np.sum({right})), "of", len(got))')
    return "\n".join(lines)
