"""Values of a worked example: numbers, and how a message shows what is none."""

from __future__ import annotations

from engine.arrays import is_finite
from engine.experiment.toml_document import Document
from engine.wording import quoted


def number(document: Document, value: object, key: str, what: str) -> float:
    """Return a number of a document.

    Raises:
        DataError: The value is none, or not finite.
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise document.refusal(f"{what} should be a number, not {shown(value)}", key)
    if not is_finite(value):
        raise document.refusal(f"{what} should be a finite number", key)
    return float(value)


def shown(value: object) -> str:
    """Write a value of TOML briefly."""
    match value:
        case str():
            return quoted(value)
        case bool():
            return str(value).lower()
        case list():
            return f"a list of {len(value)}"
        case dict():
            return "a table"
        case int() | float():
            return f"{value:g}" if is_finite(value) else "an infinite one"
        case _:
            return "a date or time"
