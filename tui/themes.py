"""The two themes: colours for Textual's own widgets, taken from the palettes of the panels."""

from __future__ import annotations

from textual.theme import Theme

from tui.drawing.palette import DARK, LIGHT, Palette


def _theme(name: str, palette: Palette, dark: bool) -> Theme:
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
            "block-cursor-background": palette.row,
            "block-cursor-foreground": palette.text,
            "block-cursor-blurred-background": palette.bar,
            "scrollbar": palette.faint,
            "scrollbar-hover": palette.muted,
            "scrollbar-active": palette.muted,
            "scrollbar-background": palette.bar,
            "scrollbar-background-hover": palette.bar,
            "scrollbar-background-active": palette.bar,
            "scrollbar-corner-color": palette.bar,
        },
    )


THEMES = {theme.name: theme for theme in (_theme("glass-dark", DARK, True), _theme("glass-light", LIGHT, False))}
