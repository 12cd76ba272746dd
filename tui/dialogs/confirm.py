"""A question with two answers."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from tui.drawing.content import content


class Confirm(ModalScreen[bool]):
    """Tells what is about to happen; the result is whether it shall. The first answer leaves everything as it is."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n,q", "dismiss(False)", "no", show=False),
        Binding("y", "dismiss(True)", "yes", show=False),
    ]

    def __init__(self, title: str, text: str, yes: str, no: str) -> None:
        """Make the screen.

        Args:
            title: The title of the dialog.
            text: What is about to happen.
            yes: The answer that agrees.
            no: The answer that does not.
        """
        super().__init__()
        self._title, self._text, self._answers = title, text, (no, yes)

    def compose(self) -> ComposeResult:
        """Lay out the text and the answers."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self._title
            dialog.border_subtitle = "↑↓ select · ⏎ answer · y n · esc"
            yield Label(content(self._text, 300), classes="question")
            yield OptionList(*(Option(f"{key}  {text}") for key, text in zip("ny", self._answers, strict=True)))

    def on_mount(self) -> None:
        """Focus the answers."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _answered(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index == 1)
