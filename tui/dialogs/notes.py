"""What was decided when the data were read, one note after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.drawing.content import content

LONGEST = 400
NONE = "Nothing had to be decided: the data were read as they stand."


class NotesScreen(ModalScreen[None]):
    """Lists the notes about a data set."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,i,enter", "dismiss(None)", "close", show=False)]

    def __init__(self, name: str, notes: Sequence[str]) -> None:
        super().__init__()
        self._name_of_data, self._notes = name, notes

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        notes = OptionList(*[Option(content(note, LONGEST)) for note in self._notes or (NONE,)], classes="dialog notes")
        notes.border_title = content(f"{self._name_of_data}: what was decided when it was read", 70)
        notes.border_subtitle = "esc closes"
        yield notes

    def on_option_list_option_selected(self) -> None:
        """Close."""
        self.dismiss(None)
