"""What the command palette finds: entries by their names and by other plain words, the best first."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable

from engine.quick_dataclass import dataclass

IN_NAME, BEGINS_IN_NAME, OTHER_WORD, BEGINS_OTHER, INSIDE, SCATTERED = 8.0, 6.0, 5.0, 4.0, 3.0, 1.0
"""How good it is that a word typed is one of the name, begins one, is one of the other words, begins one of these,
stands anywhere in the name; or that all letters typed are there, close to each other, in their order and from the
beginning of a word on."""


@dataclass(frozen=True, eq=False)
class Entry:
    """A line of the command palette.

    Attributes:
        name: What it does.
        about: More about it, such as its key; below the name.
        words: Other words that find it.
        do: Does it.
    """

    name: str
    about: str
    words: str
    do: Callable[[], Awaitable[object]]


def found(search: str, entries: Iterable[Entry]) -> list[tuple[float, Entry]]:
    """Return the entries that a search finds, the best first, each with how good it is."""
    rated = [(_rating(search.casefold(), entry), entry) for entry in entries]
    return sorted((one for one in rated if one[0]), key=lambda one: -one[0])


def _rating(search: str, entry: Entry) -> float:
    """Rate an entry: the mean over the words typed, each of which it must have; 0 if it is not found."""
    name, typed = entry.name.casefold(), _words(search)
    if not typed:
        return 0.0
    ratings = [_rating_of_word(word, name, _words(name), _words(entry.words.casefold())) for word in typed]
    if not all(ratings):
        letters = r"\b" + ".{0,2}".join(map(re.escape, "".join(typed)))
        return SCATTERED if re.search(letters, name) else 0.0
    whole = search in (name, name.partition(": ")[2])
    return sum(ratings) / len(ratings) + (1.0 if whole else 0.5 if name.startswith(search) else 0.0)


def _rating_of_word(word: str, name: str, names: list[str], others: list[str]) -> float:
    if word in names:
        return IN_NAME
    if any(each.startswith(word) for each in names):
        return BEGINS_IN_NAME
    if word in others:
        return OTHER_WORD
    if any(each.startswith(word) for each in others):
        return BEGINS_OTHER
    return INSIDE if word in name else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
