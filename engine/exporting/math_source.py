"""Formulas as LaTeX mathematics: the text of the inspector, symbol by symbol, so that no number can differ."""

from __future__ import annotations

import re
from collections.abc import Callable

_SYMBOLS = {
    "·": r" \cdot ", "−": "-", "-": "-", "½": r"\tfrac{1}{2}", "Σ": r"\sum ", "²": "^{2}", "∞": r"\infty ",
    "→": r"\to ", "←": r"\leftarrow ", "⟨": r"\langle ", "⟩": r"\rangle ", "…": r"\dots ", "∂": r"\partial ",
    "α": r"\alpha ", "β": r"\beta ", "δ": r"\delta ", "ε": r"\varepsilon ", "λ": r"\lambda ", "μ": r"\mu ",
    "σ": r"\sigma ", "ᵗ": "^{t}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_",
}  # fmt: skip
_FUNCTIONS = {"ln": r"\ln ", "tanh": r"\tanh ", "relu": r"\operatorname{relu}", "leaky": r"\operatorname{leaky}"}
_FUNCTIONS |= {"softmax": r"\operatorname{softmax}", "id": r"\operatorname{id}", "max": r"\max "}
_BELOW = {**{chr(0x2080 + digit): str(digit) for digit in range(10)}, "ₜ": "t", "ₖ": "k", "ⱼ": "j"}
_NAME = r"(?:[A-Za-zα-ω]_(?:b_)?[A-Za-z]\d+(?:\.\d+)?|[wihoyx]\d+(?:\.\d+)?|[A-Za-zα-ω])"
_WORD = rf"(?!(?:{'|'.join(_FUNCTIONS)})(?![A-Za-z]))[A-Za-z]{{2,}}"
_TOKEN = re.compile(
    rf"∂(?P<above>{_NAME})/∂(?P<below>{_NAME})"
    rf"|(?P<number>\d+(?:\.\d+)?)e(?P<power>-?\d+)"
    rf"|(?P<name>[A-Za-zα-ω]_(?:b_)?[A-Za-z]\d+(?:\.\d+)?(?![A-Za-z])|\b[wihoyx]\d+(?:\.\d+)?(?![A-Za-z]))"
    rf"|(?P<function>(?:{'|'.join(_FUNCTIONS)})(?![A-Za-z]))"
    rf"|(?P<words> ?(?:\ba )?{_WORD}(?:,? {_WORD})*+ ?)"
    rf"|(?P<indices>[{''.join(_BELOW)}]+)"
)


def math_source(text: str) -> str:
    """Return a formula, as the inspector writes it, in the mathematics of LaTeX, of ASCII alone."""
    grouped = _grouped(_grouped(text, "√", r"\sqrt"), "^", "^")
    found, at = [], 0
    for match in _TOKEN.finditer(grouped):
        found += [_plain(grouped[at : match.start()]), _TRANSLATED[match.lastgroup or ""](match)]
        at = match.end()
    return re.sub(r" {2,}", " ", "".join([*found, _plain(grouped[at:])])).strip()


def _grouped(text: str, sign: str, written: str) -> str:
    """Put what a sign is about, a parenthesis or a single letter, into the group that LaTeX wants."""
    while (at := text.find(f"{sign}(")) >= 0:
        end, depth = at + len(sign), 0
        for end in range(at + len(sign), len(text)):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            if not depth:
                break
        text = f"{text[:at]}{_MARK[written]}{_OPEN}{text[at + len(sign) + 1 : end]}{_CLOSE}{text[end + 1 :]}"
    return re.sub(rf"{re.escape(sign)}(\w)", rf"{_MARK[written]}{_OPEN}\1{_CLOSE}", text)


_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = {r"\sqrt": "\ue002", "^": "\ue003"}
"""Stand for what would be escaped, until everything else is written."""
_UNMARKED = {_OPEN: "{", _CLOSE: "}", "\ue002": r"\sqrt", "\ue003": "^"}


def _plain(text: str) -> str:
    return "".join(_UNMARKED.get(sign) or _SYMBOLS.get(sign, sign) for sign in text)


def _name(text: str) -> str:
    """Write w5 as w with an index, and s_h1.2 as s with the name of its neuron."""
    letter, _, below = text.partition("_")
    if not below:
        letter, below = text[0], text[1:]
    base = _plain(letter).strip()
    return f"{base}_{{{below.replace('_', '')}}}" if below else base


_TRANSLATED: dict[str, Callable[[re.Match[str]], str]] = {
    "below": lambda match: rf"\frac{{\partial {_name(match['above'])}}}{{\partial {_name(match['below'])}}}",
    "power": lambda match: rf"{match['number']} \cdot 10^{{{match['power']}}}",
    "name": lambda match: _name(match["name"]),
    "function": lambda match: _FUNCTIONS[match["function"]],
    "words": lambda match: rf"\text{{{match['words']}}}",
    "indices": lambda match: f"_{{{''.join(_BELOW[sign] for sign in match['indices'])}}}",
}
