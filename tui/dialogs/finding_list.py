"""A list in which typing finds an entry."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.drawing.content import content

LONGEST = 30
"""Characters that are searched for at most."""


def find(text: str, names: Sequence[str], first: int = 0) -> int | None:
    """Return which name a text finds: the first that begins with it, else with a word that does, else that contains it.

    Args:
        text: What was typed; capitals do not matter.
        names: The names, in order.
        first: The index from which on to look; the names before it come last.
    """
    wanted = text.casefold()
    order = [*range(first, len(names)), *range(first)]
    folded = [" ".join(name.casefold().split()) for name in names]
    ranks = (lambda name: name.startswith(wanted), lambda name: f" {wanted}" in name, lambda name: wanted in name)
    return next((number for found in ranks for number in order if found(folded[number])), None)


class FindingList(OptionList):
    """Highlights the entry whose beginning is typed; the lower edge of its dialog shows what was typed."""

    def __init__(self, *options: Option, closing: Sequence[str] = (), classes: str | None = None) -> None:
        """Make a list.

        Args:
            options: The first entries.
            closing: Letters that close the dialog; they find something only after other letters.
            classes: Names of styles.
        """
        super().__init__(*options, classes=classes)
        self._ending = closing
        self._typed = ""
        self._usual = ""

    @property
    def _dialog(self) -> Widget:
        return next(node for node in self.ancestors_with_self if isinstance(node, Widget) and node.has_class("dialog"))

    def on_key(self, event: events.Key) -> None:
        """Find what is typed; any other key begins afresh."""
        letter = event.character or ""
        if event.is_printable and (self._typed or not (event.key in self._ending or letter.isspace())):
            event.stop()
            event.prevent_default()
            self._find(letter)
        elif event.key == "backspace" and self._typed:
            event.stop()
            event.prevent_default()
            self._show(self._typed[:-1])
            self._highlight(self._typed, 0)
        else:
            self._show("")

    def on_blur(self) -> None:
        """Begin afresh."""
        self._show("")

    def _find(self, letter: str) -> None:
        """Find all that was typed, or the next entry that begins with the last letter alone."""
        if self._highlight(self._typed + letter, 0):
            self._show((self._typed + letter)[:LONGEST])
        else:
            found = self._highlight(letter, (self.highlighted or 0) + 1)
            self._show(letter if found else "", "" if found else f"{self._typed}{letter} finds nothing")

    def _highlight(self, text: str, first: int) -> bool:
        """Highlight the entry that a text finds; return whether there is one."""
        numbers = [number for number, option in enumerate(self.options) if not option.disabled]
        names = [str(self.options[number].prompt) for number in numbers]
        found = find(text, names, sum(number < first for number in numbers))
        if found is not None:
            self.highlighted = numbers[found]
        return found is not None

    def _show(self, typed: str, otherwise: str = "") -> None:
        """Keep what was typed, and show it or, if nothing is kept, something else."""
        dialog = self._dialog
        self._usual = self._usual or str(dialog.border_subtitle or "")
        self._typed = typed
        shown = f"find: {typed} · {self._usual}" if typed else otherwise or self._usual
        dialog.border_subtitle = content(shown, 200)
