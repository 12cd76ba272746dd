"""A gradient check in words: the numeric gradient step by step, and whether backpropagation agrees with it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.style import Style

from engine.formulas.notation import Digits, number_text
from tui.drawing.palette import Palette, style

if TYPE_CHECKING:
    from engine.analysis.gradient_check import Check

MOST_DIGITS = 15
"""Of a float; further digits may differ from machine to machine."""


def check_lines(check: Check, digits: Digits, palette: Palette) -> list[tuple[str, Style]]:
    """Write a gradient check, one text and its style for each line."""
    below, above, twice = _errors(check, digits)
    agrees = f"{'✓' if check.agrees else '✗'} gradient {number_text(check.gradient, digits)}"
    compared = check.fault or f"relative difference {check.relative:.1e}"
    verdict = style(palette.good if check.agrees else palette.bad, bold=True)
    return [
        ("∂E/∂w ≈ (E(w+ε) − E(w−ε)) / 2ε", style(palette.muted)),
        (f"= ({above} − {below}) / {twice}", style(palette.text)),
        (f"= {number_text(check.numeric, digits)}", style(palette.text, bold=True)),
        (agrees, verdict),
        (compared, verdict),
    ]


def _errors(check: Check, digits: Digits) -> tuple[str, str, str]:
    """Write E(w − ε), E(w + ε) and 2ε, with enough digits for the difference of the errors to have ``digits``."""
    below, above, twice = check.below, check.above, 2 * check.epsilon
    if digits is None or not (math.isfinite(below) and math.isfinite(above)) or below == above:
        return number_text(below, digits), number_text(above, digits), number_text(twice, digits)
    cancelled = math.ceil(math.log10(max(abs(below), abs(above)) / abs(above - below)))
    needed = max(digits, min(cancelled + digits, MOST_DIGITS))
    return f"{below:.{needed}g}", f"{above:.{needed}g}", number_text(twice, digits)
