"""The words that an edit line offers: which of them a text means, and a line that lists them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

MOST_NAMED = 8
"""The most words named in a message."""
LISTED_CELLS = 100
"""About how many cells of words are listed below the field."""


def typed_word(text: str, words: Sequence[str], what: str) -> int:
    """Return the index of the word that was typed, in full or only its beginning, in capitals or not.

    Args:
        text: What was typed.
        words: The words to choose from.
        what: What they are, for the message.

    Raises:
        ValueError: The text is the beginning of no word, or of several; the message lists what would be right.
    """
    typed = text.strip()
    if typed in words:
        return words.index(typed)
    if not typed:
        raise ValueError(f"type {_named(words)}")
    found = beginning_with(typed, words)
    whole = [index for index in found if len(words[index]) == len(typed)]
    if not found:
        raise ValueError(f"no {what} is called {typed}: type {_named(words)}")
    if len(found) > 1 and len(whole) != 1:
        raise ValueError(f"{typed} can be {_named([words[index] for index in found])}")
    return (whole or found)[0]


def beginning_with(text: str, words: Sequence[str]) -> list[int]:
    """Return the indices of the words that begin with a text, in capitals or not."""
    typed = text.strip().casefold()
    return [index for index, word in enumerate(words) if word.casefold().startswith(typed)]


def word_beside(text: str, words: Sequence[str], by: int) -> str:
    """Return the word after (1) or before (-1) the one in the field, going round.

    From the beginning of a word it goes to the first or the last word that begins so.
    """
    if text in words:
        return words[(words.index(text) + by) % len(words)]
    among = beginning_with(text, words) or range(len(words))
    return words[among[0 if by > 0 else -1]]


def words_line(text: str, words: Sequence[str]) -> Content:
    """List the words that begin with the text in the field; all of them if it is one of them, which is bold."""
    at = words.index(text) if text in words else None
    shown = range(len(words)) if at is not None else beginning_with(text, words) or range(len(words))
    first = 0 if at is None else max(0, at - 1)  # so that both ways to go are in view
    parts, cells = [Content.styled("↑↓", "bold")], 0
    for number, index in enumerate(shown[first:]):
        cells += cell_len(words[index]) + 1
        if cells > LISTED_CELLS and number > 1:
            parts.append(Content(f"and {len(shown) - first - number:,} more"))
            break
        parts.append(Content.styled(words[index], "bold") if index == at else Content(words[index]))
    return Content(" ").join(parts)


def _named(words: Sequence[str]) -> str:
    named = words[:MOST_NAMED]
    if len(named) < len(words):
        return f"{', '.join(named)} or one of {len(words) - len(named):,} more"
    return " or ".join(filter(None, (", ".join(named[:-1]), named[-1])))
