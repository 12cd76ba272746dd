"""Guess the encoding of a text from its letters, to be proposed where none is certain."""

ENCODINGS = (
    *("cp1252", "mac-roman", "cp1250", "cp1251", "koi8-r", "cp437", "iso8859-2"),
    *("shift_jis", "euc_kr", "gb18030", "big5"),
)
"""Those that are proposed; of several that fit as well the first is the likeliest."""
_SAMPLE = 5_000
_LEAST = 3  # letters that are not ASCII; fewer prove nothing
_LETTERS = frozenset("äöüßéèêëàâáçñóòôíìîïúùûøæåœãõąćęłńśźżčďěňřšťůžőűășțабвгдеёжзийклмнопрстуфхцчшщъыьэюя")
"""Lower-case letters of the languages of Europe."""
_COMMON = {"shift_jis": (0x82, 0x97), "euc_kr": (0xB0, 0xC8), "gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}
"""The first bytes of the common letters of Asia in each encoding: the rare ones and the signs have others."""


def likely_encodings(data: bytes, most: int = 3) -> list[str]:
    """Return the encodings in which the text has the most letters that people write, the likeliest first.

    Args:
        data: The bytes of a text that is not UTF-8.
        most: The most encodings to return.
    """
    begin = next((place for place, byte in enumerate(data) if byte > 127), 0)
    sample = data[max(begin - 20, 0) : begin + _SAMPLE]
    scores: dict[str, float] = {}
    for name in ENCODINGS:
        try:
            text = data.decode(name)[max(begin - 20, 0) :][: len(sample)]
        except UnicodeDecodeError:
            continue
        scores[name] = _score(text, name)
    best = max(scores.values(), default=0.0)
    ranked = sorted(scores, key=lambda name: scores[name], reverse=True)
    return [name for name in ranked if scores[name] > 0 and scores[name] * 2 > best][:most]


def _score(text: str, encoding: str) -> float:
    """Return how much of what is not ASCII are letters in their place, from -1 to 1; 0 if there is too little."""
    first, last = _COMMON.get(encoding, (0, 255))
    good, found = 0.0, 0
    for before, letter, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if letter < "\x80":
            continue
        found += 1
        if letter > "\u3000" and not first <= letter.encode(encoding, "replace")[0] <= last:
            good -= 0.5  # a rare letter, as a wrong encoding gives many
            continue
        good += _fits(before, letter, after)
    return good / found if found >= _LEAST else 0.0


def _fits(before: str, letter: str, after: str) -> float:
    """Rate a letter between two others: 1 for a usual one, -1 for a sign within a word."""
    if letter in _LETTERS:
        alphabets = {"а" <= near.lower() <= "ё" for near in (before, after) if near.isalpha()}
        return 1.0 if alphabets <= {"а" <= letter <= "ё"} else -0.5
    if letter.lower() in _LETTERS:  # a capital begins a word, or stands among capitals
        return 0.8 if not before.isalpha() or before.isupper() else -0.5
    if "\u3040" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3":
        alike = sum(near > "\u3000" or not near.isalpha() for near in (before, after))
        return 0.9 if alike == 2 else -0.5
    return -1.0 if before.isalpha() or after.isalpha() else 0.0
