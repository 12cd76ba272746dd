"""The formats of an export: a row of the table is all that the command line, its help and the README know of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.exporting.c_program import c_program
from engine.exporting.derivation import latex_derivation, markdown_derivation
from engine.exporting.layered_programs import keras_program, pytorch_program
from engine.exporting.model import Model
from engine.exporting.numpy_program import numpy_program
from engine.exporting.onnx_file import onnx_file
from engine.exporting.python_source import has_numbers_beside
from engine.exporting.tables import csv_table, jsonl_table
from engine.exporting.trained import HISTORY, ROWS, SAMPLE, STEP, Trained
from engine.quick_dataclass import dataclass
from engine.session.saved.arrays_file import packed
from engine.session.saved.atomic_file import SHARED, replace_content
from engine.wording import file_name, refusal

NUMBERS = ".npz"
"""How the file ends from which a program reads its numbers where they are many."""


def numbers_file(model: Model) -> bytes:
    """Return the ``.npz`` with all numbers of a model; ``numpy.load`` reads it, and glassnet's ``--weights``."""
    return packed(model.arrays)


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        name: Its name on the command line.
        about: What it is, one line for the help.
        suffix: How its files end.
        content: Returns what its file holds.
        is_binary: Whether that is no text, and cannot be printed.
        takes_numbers: Whether a program reads its numbers from a file beside it where they are many.
        takes: The option that says what of the training it is to have; "" if there is no choice.
        choices: What the option takes, the usual one first.
    """

    name: str
    about: str
    suffix: str
    content: Callable[[Trained], str | bytes]
    is_binary: bool = False
    takes_numbers: bool = False
    takes: str = ""
    choices: tuple[str, ...] = ("",)

    def has_numbers_beside(self, trained: Trained) -> bool:
        """Tell whether it reads its numbers from a file beside it."""
        return self.takes_numbers and has_numbers_beside(trained.model)


def _of(content: Callable[[Model], str | bytes]) -> Callable[[Trained], str | bytes]:
    """Return what a format holds of the network alone."""
    return lambda trained: content(trained.model)


_TABLES, _WORKED = (HISTORY, ROWS), (SAMPLE, STEP)
FORMATS = {
    one.name: one
    for one in (
        Format("numpy", "a program of plain NumPy", ".py", _of(numpy_program), takes_numbers=True),
        Format("pytorch", "a program for PyTorch, in float64", ".py", _of(pytorch_program), takes_numbers=True),
        Format("keras", "a program for Keras 3, in float64", ".py", _of(keras_program), takes_numbers=True),
        Format("c", "a program in C99: arrays and a forward function", ".c", _of(c_program)),
        Format("onnx", "a graph in float64; needs the extra onnx", ".onnx", _of(onnx_file), is_binary=True),
        Format("npz", "the arrays W1 b1 W2 b2 …, the scaling and the rows", ".npz", _of(numbers_file), is_binary=True),
        Format("csv", "a table for spreadsheets", ".csv", csv_table, takes="--what", choices=_TABLES),
        Format("jsonl", "the same as JSON, an object a line", ".jsonl", jsonl_table, takes="--what", choices=_TABLES),
        Format("markdown", "the arithmetic, worked out", ".md", markdown_derivation, takes="--of", choices=_WORKED),
        Format("latex", "the same as a LaTeX document", ".tex", latex_derivation, takes="--of", choices=_WORKED),
    )
}


def write_export(form: Format, trained: Trained, path: Path) -> list[Path]:
    """Write what was trained in a format, over a file that is there, and return what was written.

    Args:
        form: The format.
        trained: What was trained.
        path: The file. The numbers beside it have the same name with another end.

    Raises:
        InvalidValue: The format does not take so many numbers, or its library is not installed.
        DataError: A file of that name for the numbers is there already, or one cannot be written.
    """
    content = form.content(trained)
    files = {path: content if isinstance(content, bytes) else content.encode()}
    if form.has_numbers_beside(trained):
        beside = path.with_suffix(NUMBERS)
        if beside.exists():
            raise refusal(file_name(beside), "is there already: remove it, or choose another name")
        files = {beside: numbers_file(trained.model)} | files  # first, or the program would lack them for a moment
    for each, whole in files.items():
        replace_content(each, whole, SHARED)
    return [*reversed(files)]
