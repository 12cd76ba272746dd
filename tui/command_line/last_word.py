"""Words that are no options: START, and what to explain, in which format to export, or which sheet to check."""

from __future__ import annotations

import argparse

from engine.errors import InvalidValue
from engine.wording import quoted

CHECKED_START = "walkthrough"
"""What a sheet is about by default: the example that is worked by hand."""


def take_what(asked: argparse.Namespace, words: list[str], rest: list[str]) -> None:
    """Tell START and WHAT apart: the last word is WHAT, the one before it START."""
    # argparse leaves over the words that follow an option.
    named = [word for word in (asked.start, asked.what) if word is not None] + rest
    if not named or (len(named) == 1 and _is_start(named[0])):
        example = " ".join(["glassnet explain", *named, "w1"])
        raise InvalidValue(f"explain what? Name a number, such as w1, b_o1, h1, o1 or E: {example}")
    if len(named) > 2:
        raise InvalidValue(
            f"one START and one WHAT are enough: {quoted(named[2])} is one too many{left_blank(words, named[2])}"
        )
    asked.start, asked.what = (None, *named)[-2:]


def take_format(asked: argparse.Namespace, rest: list[str]) -> None:
    """Tell START and FORMAT apart: the last word is FORMAT, the one before it START."""
    from tui.plain.account import ALL_FORMATS

    named = [word for word in (asked.start, asked.format) if word is not None] + rest
    if not named or (len(named) == 1 and named[0] not in ALL_FORMATS and _is_start(named[0])):
        example = " ".join(["glassnet export", *named, "numpy"])
        raise InvalidValue(f"export as what? Name a format, one of {', '.join(ALL_FORMATS)}: {example}")
    if len(named) > 2:
        raise InvalidValue(f"one START and one FORMAT are enough: {quoted(named[2])} is one too many")
    asked.start, asked.format = (None, *named)[-2:]


def take_sheet(asked: argparse.Namespace, rest: list[str]) -> None:
    """Tell SHEET and START apart: the first word is SHEET, the one after it START."""
    # argparse leaves over the words that follow an option.
    named = [word for word in (asked.sheet, asked.start) if word is not None] + rest
    if not named or not named[0]:
        raise InvalidValue("check which sheet? Name a file with lines such as w5,0.5: glassnet check SHEET.csv")
    if len(named) > 2:
        raise InvalidValue(f"one SHEET and one START are enough: {quoted(named[2])} is one too many")
    asked.sheet, asked.start = (*named, None)[:2]


def format_list() -> str:
    """Return the part of the help that lists the formats."""
    from tui.plain.account import ALL_FORMATS

    return "FORMAT:\n" + "".join(f"  {one.name:12}  {one.about}\n" for one in ALL_FORMATS.values()) + "\n"


def left_blank(words: list[str], last: str) -> str:
    """Suggest why a word is too much: a blank after a comma, as in --hidden 8, 8."""
    before = words[-words[::-1].index(last) - 2]
    split = before.endswith(",") and before != ","  # a comma alone is the delimiter
    return f"; did you mean {quoted(before + last)}?" if split else ""


def _is_start(word: str) -> bool:
    """Tell whether a single word must be a START, and so cannot be WHAT."""
    from engine.experiment.starts import is_known_start

    return is_known_start(word) or "/" in word or word.lower().endswith((".csv", ".toml", ".glass"))
