"""How many colours a terminal shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tui.terminal.terminfo import TRUE_COLOURS, Terminfo

ColourSystem = Literal["truecolor", "256", "standard"]
"""As rich calls them; "standard" are 16."""
SHOW_ALL = {"alacritty", "contour", "foot", "ghostty", "kitty", "rio", "wezterm"}
"""Terminals that have always shown all colours, and whose entry is missing from most computers reached over SSH."""


def colour_system(environment: Mapping[str, str], known: Terminfo | None) -> ColourSystem:
    """Return how many colours the terminal shows, as far as its environment and terminfo tell.

    Args:
        environment: The variables; COLORTERM is not passed on by SSH, and screen passes on its terminal's.
        known: What terminfo knows of TERM.
    """
    term = environment.get("TERM", "").strip().lower()
    in_screen = "STY" in environment and term.startswith("screen")  # up to its version 4, it garbles true colours
    if not in_screen and environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "truecolor"
    name, _, variant = term.removeprefix("xterm-").partition("-")
    colours = known.colours if known else 0
    if name in SHOW_ALL or variant == "direct" or term.endswith("-direct") or colours >= TRUE_COLOURS:
        return "truecolor"
    return "256" if term.endswith("-256color") or colours >= 256 else "standard"
