"""Copying to the clipboard of the terminal, which may be that of another computer."""

from __future__ import annotations

from textual.actions import SkipAction

from engine.errors import InvalidValue
from engine.wording import count
from tui.panels.copied import Copied
from tui.panels.panel import Panel
from tui.workbench.telling import TellingScreen

MOST = 100_000
"""Bytes that are copied at once: a terminal takes no more for sure."""


class CopyingScreen(TellingScreen):
    """A screen of panels whose text can be copied."""

    def action_copy(self) -> None:
        """Copy the text that is marked in the panel with the focus, or what is selected there."""
        panel = self.focused
        if not isinstance(panel, Panel):
            self.say_why("no panel has the keyboard: 1 to 5 go to one")
            return
        try:
            self.copy_out(_marked(panel) or panel.to_copy())
        except InvalidValue as error:
            self.say_why(str(error))
        panel.unmark()

    def action_copy_text(self) -> None:
        """Copy the text that is marked; without one, ctrl+c has another meaning.

        Raises:
            SkipAction: No text is marked.
        """
        if not isinstance(self.focused, Panel) or not self.focused.marked_text:
            raise SkipAction
        self.action_copy()

    def copy_out(self, copied: Copied) -> None:
        """Copy a text, unless it is too long: the one way to the clipboard."""
        size = len(copied.text.encode())
        if size > MOST:
            self.say_why(f"{copied.what}: {size / 1000:,.0f} kB are too much to copy, {MOST / 1000:,.0f} kB the most")
        else:
            self.app.copy_to_clipboard(copied.text)
            self.say_why(f"copied: {copied.what}")


def _marked(panel: Panel) -> Copied | None:
    text = panel.marked_text
    return Copied(text, f"the marked text, {count(len(text.splitlines()), 'line')}") if text else None
