"""What an expression may be written with, checked before Python's parser sees it.

What is left for the parser is short, not deeply nested, and made of names, numbers, texts in quotes and a few signs.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.session.expressions.refusal import Spot
from engine.wording import quoted

MOST_CHARACTERS = 300
MOST_NESTED = 20
"""The most parentheses within one another, and the most signs and ``not`` before one value."""
DOT = "\u00b7"
"""Stands for the dot of a name such as a_h2.1: for Python it is a letter, and no expression can contain it."""

_SPACE = re.compile(r"[ \t\r\n]+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*(?:\.[0-9]+)?")
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_TEXT = re.compile(r"'[^'\\]*'|\"[^\"\\]*\"")
_SIGN = re.compile(r"<=|>=|==|!=|\*\*|//|[-+*/<>(),]")
_WORDS = ("and", "or", "not")
_ENDS_A_WORD = re.compile(r"[^A-Za-z_0-9.'\"\\]|$")
"""What comes after a name, a number or a text; Python would also read 1or, 1_000, 1j and f''."""

_INSTEAD = {
    **{"**": "write x*x for a square", "//": "divide with /", "=": "compare with =="},
    **{"!": "write != or not", "&": "write and", "|": "write or", "~": "write not", "^": "write x*x for a square"},
    **{"−": "write -", "–": "write -", "·": "write *", "×": "write *", "÷": "write /", "²": "write x*x for a square"},
    **{"≤": "write <=", "≥": "write >=", "≠": "write !=", "≈": "write near(x, y)", "√": "compare the squares"},
    **{"σ": "a_h1 is the output of h1", "δ": "write delta_h1", "∂": "write grad_w5", "α": "write rate"},
    **dict.fromkeys("“”„‘’´`", "write ' or \""),
    **{"[": "write ( )", "]": "write ( )", "{": "write ( )", "}": "write ( )"},
    **{"#": "an expression has no comment", "\\": "a text in quotes has no \\"},
}


def parsable(text: str) -> str:
    """Return an expression as Python's parser may see it: as long, on one line, dots within names replaced.

    Raises:
        ExpressionError: It is too long, too deeply nested, or something is written that no expression contains.
    """
    if len(text) > MOST_CHARACTERS:
        raise Spot(text, MOST_CHARACTERS + 1).refusal(
            f"an expression has at most {MOST_CHARACTERS} characters, this one {len(text):,}"
        )
    if not text.strip():
        raise Spot(text, 1).refusal("an expression is missing")
    tokens = list(_tokens(text))
    _check_nesting(tokens)
    for (before, _), (token, spot) in pairwise((token, spot) for token, spot in tokens if not token.isspace()):
        if (_is_value(before) or before == ")") and _is_value(token):
            raise spot.refusal(f"before {quoted(token)} a sign or a comparison is missing")
    return "".join(_piece(token) for token, _ in tokens)


def _tokens(text: str) -> Iterator[tuple[str, Spot]]:
    position = 0
    while position < len(text):
        spot = Spot(text, position + 1)
        token = _token(text, position, spot)
        if keyword.iskeyword(token) and token not in _WORDS:
            raise spot.refusal(f"{quoted(token)} is no word of an expression: its words are {', '.join(_WORDS)}")
        yield token, spot
        position += len(token)


def _check_nesting(tokens: Sequence[tuple[str, Spot]]) -> None:
    opened: list[Spot] = []
    prefixes = 0
    for token, spot in tokens:
        prefixes = prefixes + 1 if token in ("-", "+", "not") else prefixes if token.isspace() else 0
        if token == "(":
            opened.append(spot)
        elif token == ")" and not opened:
            raise spot.refusal('")" closes nothing')
        elif token == ")":
            opened.pop()
        if max(len(opened), prefixes) > MOST_NESTED:
            raise spot.refusal(f"more than {MOST_NESTED} parentheses or signs within one another")
    if opened:
        raise opened[-1].refusal('this "(" is never closed')


def _token(text: str, position: int, spot: Spot) -> str:
    """Return the name, number, text, sign or space that begins at a position."""
    for pattern in (_SPACE, _SIGN):
        if match := pattern.match(text, position):
            if match[0] in _INSTEAD:
                break
            return match[0]
    for pattern in (_NAME, _NUMBER, _TEXT):
        if match := pattern.match(text, position):
            token = match[0]
            if not _ENDS_A_WORD.match(text, match.end()):
                raise spot.refusal(f"{quoted(_word(text, position))} is no name and no number")
            if not token.isprintable():
                raise spot.refusal("a text in quotes is one line of printable characters")
            return token
    raise spot.refusal(_refused(text, position))


def _refused(text: str, position: int) -> str:
    """Say why nothing can begin with what stands at a position."""
    character = text[position]
    if character in "'\"":
        return "this quote is never closed"
    written = next((sign for sign in ("**", "//", ":=") if text.startswith(sign, position)), character)
    instead = _INSTEAD.get(written)
    return f"{quoted(written)} cannot stand here" + (f": {instead}" if instead else "")


def _word(text: str, position: int) -> str:
    """Return what stands at a position up to the next space or sign, to be quoted."""
    end = position + 1
    while end < len(text) and not (_SPACE.match(text, end) or _SIGN.match(text, end)):
        end += 1
    return text[position:end]


def _is_value(token: str) -> bool:
    """Tell whether a token is a name, a number or a text."""
    return token not in _WORDS and not token.isspace() and not _SIGN.fullmatch(token)


def _piece(token: str) -> str:
    if token.isspace():
        return " " * len(token)
    return token.replace(".", DOT) if _NAME.fullmatch(token) else token
