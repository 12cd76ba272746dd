"""The defaults that differ by START, for the help: read from the tables of starts, so that no file is opened."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import fill

from engine.data.bundled import BUNDLED
from engine.data.generators import GENERATORS
from engine.experiment.presets import PRESETS

_WIDTH, _INDENT = 100, 18


def defaults_text(trains: bool) -> str:
    """Return a line for each option whose default differs by START.

    Args:
        trains: Whether the command trains by itself, and so has a default for ``--epochs``.
    """
    epochs = _line("--epochs", lambda start: start[0], "a CSV file 40, of up to 1000 rows 100, of up to 20 rows 1000")
    rate = "a CSV file 0.1, of up to 20 rows 0.5, of a regression 0.01"
    lines = [
        _line("--learning-rate", lambda start: start[1], rate),
        _line("--scale", lambda start: start[2], "a CSV file none, with numbers beyond ±10 standard"),
    ]
    return "\n".join([epochs, *lines] if trains else lines)


def _starts() -> dict[str, tuple[int, float, str]]:
    """Return the epochs, the learning rate and the scaling of each start, by name."""
    presets = {name: make() for name, (make, _) in PRESETS.items()}
    return (
        {name: (setup.epochs, setup.method.learning_rate, setup.scaling) for name, setup in presets.items()}
        | {name: (known.epochs, known.learning_rate, known.scaling) for name, known in BUNDLED.items()}
        | {name: (kind.epochs, kind.learning_rate, "none") for name, kind in GENERATORS.items()}
    )


def _line(option: str, value_of: Callable[[tuple[int, float, str]], object], csv: str) -> str:
    named: dict[object, list[str]] = {}
    for name, start in _starts().items():
        named.setdefault(value_of(start), []).append(name)
    usual = max(named, key=lambda value: len(named[value]))
    parts = [f"{', '.join(names)} {value}" for value, names in named.items() if value != usual]
    text = "; ".join([*parts, csv, f"all others {usual}"])
    return fill(text, _WIDTH, initial_indent=f"  {option:<{_INDENT - 2}}", subsequent_indent=" " * _INDENT)
