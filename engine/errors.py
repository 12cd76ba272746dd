"""What the engine says when it refuses something: one line that says what, where and what would be right."""


class EngineError(Exception):
    """Something the engine refuses. ``str(error)`` is one line, ready to be shown; nothing has changed."""


class InvalidValue(EngineError):
    """A value, name or shape that cannot be used."""


class DataError(EngineError):
    """A data file or data set that cannot be read; the message names the file, and the line and column if known."""
