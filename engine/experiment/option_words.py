"""The options of a start as words, the same as on the command line: ``--hidden 8,8 --no-shuffle``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from engine.data.options import ReadOptions
from engine.data.reading_settings import READING_SETTINGS, ReadingSetting
from engine.errors import InvalidValue
from engine.experiment.start_options import FLAGS, OPTIONS
from engine.experiment.starts import Options
from engine.wording import quoted


def words_of(options: Options) -> tuple[str, ...]:
    """Write what was asked for, as words that ``options_of`` reads. Given weights have no words."""
    words = list[str]()
    for name, option in OPTIONS.items():
        if (value := getattr(options, option.field)) is not None:
            words += name, _text(value)
    for name, (field, value, _) in FLAGS.items():
        if getattr(options, field) == value:
            words.append(name)
    reading, default = options.reading or ReadOptions(), ReadOptions()
    for row in READING_SETTINGS:
        if (value := getattr(reading, row.name)) != getattr(default, row.name):
            words += row.option, row.values[value].value if isinstance(value, bool) else _text(value)
    return tuple(words)


def _text(value: Any) -> str:
    return ",".join(map(_text, value)) if isinstance(value, tuple) else str(value)


def options_of(words: Sequence[str]) -> Options:
    """Read options from words.

    Raises:
        InvalidValue: A word is no option, or does not take its value; the message names it.
    """
    options, reading = Options(), dict[str, Any]()
    rows, left = {row.option: row for row in READING_SETTINGS}, list(words)
    while left:
        name = left.pop(0)
        if name in FLAGS:
            field, value, _ = FLAGS[name]
            options = _with(options, field, value)
            continue
        row = rows.get(name) or OPTIONS.get(name)
        if row is None:
            raise InvalidValue(f"unknown option {quoted(name)}: the options are {', '.join((*OPTIONS, *FLAGS, *rows))}")
        if not left:
            raise InvalidValue(f"{name}: takes {row.takes}")
        text = left.pop(0)
        try:
            value = row.read(text)
        except ValueError:
            raise InvalidValue(f"{name}: takes {row.takes}, not {quoted(text)}") from None
        if isinstance(row, ReadingSetting):
            reading[row.name] = value
        else:
            options = _with(options, row.field, value)
    return replace(options, reading=ReadOptions(**reading)) if reading else options


def _with(options: Options, field: str, value: Any) -> Options:
    changes: dict[str, Any] = {field: value}
    return replace(options, **changes)
