"""The errors of the engine. Each message is one line: what is wrong, where, and what would be right."""

from collections.abc import Sequence


class EngineError(Exception):
    """Base class: the engine refused something and changed nothing. ``str(error)`` is one line, ready to show."""


class InvalidValue(EngineError):
    """A value, name or shape is invalid."""


class DataError(EngineError):
    """A data file cannot be read or learned from; the message names the file, and line and column if known."""


class TooLarge(DataError):
    """A session takes more than anybody waits for unasked.

    Attributes:
        what: Why, without how the command line opens it all the same.
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}; if that is what you want, add --large")
        self.what = what


class WrongOption(DataError):
    """A data file cannot be read with an option as it is.

    Attributes:
        field: The field of ``ReadOptions`` that would have to be another.
        likely: Values of the field that may be right, the likeliest first.
    """

    def __init__(self, message: str, field: str, likely: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.likely = tuple(likely)
