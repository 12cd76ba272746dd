"""The two themes: colours for Textual's own widgets, taken from the palettes of the panels."""

from __future__ import annotations

from functools import lru_cache

from textual.theme import BUILTIN_THEMES, Theme

from tui.drawing.few_colours import palette_for
from tui.drawing.palette import Colours, Palette

NAMES = {"dark": "glass-dark", "light": "glass-light"}


def theme_named(*wishes: str | None) -> str:
    """Return the name of the theme that the first wish asks for; the dark one if none does.

    Args:
        wishes: "light", "dark", the name of any of Textual's themes, which are light or dark, or anything else.
    """
    for wish in wishes:
        if wish in NAMES:
            return NAMES[wish]
        if wish in NAMES.values():
            return str(wish)
        if wish in BUILTIN_THEMES:
            return NAMES["dark" if BUILTIN_THEMES[wish].dark else "light"]
    return NAMES["dark"]


def _theme(name: str, palette: Palette, dark: bool) -> Theme:
    # Of 16 colours none can be mixed.
    few = palette.colours == "16"
    unmixed = {"text": palette.text, "text-muted": palette.muted, "text-disabled": palette.muted} if few else {}
    return Theme(
        name=name,
        dark=dark,
        primary=palette.accent,
        secondary=palette.negative,
        accent=palette.key,
        warning=palette.key,
        error=palette.bad,
        success=palette.good,
        foreground=palette.text,
        background=palette.background,
        surface=palette.background,
        panel=palette.bar,
        variables={
            **unmixed,
            "text-warning": palette.key,  # Textual tints them: they would not be the same in the panels
            "text-error": palette.bad,
            "text-success": palette.good,
            "soft": palette.muted if few else f"{palette.text} 70%",
            "block-cursor-background": palette.row_on_bar,
            "block-cursor-foreground": palette.text,
            "block-cursor-blurred-background": palette.bar,
            "veil": "transparent" if few else f"{palette.background} 60%",
            "scrollbar": palette.faint,
            "scrollbar-hover": palette.muted,
            "scrollbar-active": palette.muted,
            "scrollbar-background": palette.bar,
            "scrollbar-background-hover": palette.bar,
            "scrollbar-background-active": palette.bar,
            "scrollbar-corner-color": palette.bar,
        },
    )


@lru_cache(maxsize=4)
def themes_for(colours: Colours) -> dict[str, Theme]:
    """Return the themes by name for a terminal of so many colours."""
    return {name: _theme(name, palette_for(kind == "dark", colours), kind == "dark") for kind, name in NAMES.items()}
