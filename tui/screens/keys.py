"""All keys, made from the bindings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.widgets.strip_view import Panel

KEY_WIDTH = 10
SIGNS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}


class KeysScreen(ModalScreen[str | None]):
    """A list of keys and what they do; the chosen one's action is returned."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss(None)", "close", show=False),
    ]

    def __init__(self, bindings: Sequence[Binding], panels: Sequence[Panel]) -> None:
        """Make the list.

        Args:
            bindings: the keys that work everywhere; each can be chosen.
            panels: what has keys of its own, which work when it has the keys.
        """
        super().__init__()
        self._panels = panels
        self._listed = bindings

    def compose(self) -> ComposeResult:
        """List the keys."""
        options = [Option(self._line(key, does), id=action) for key, action, does in self._keys()]
        # Those of the panels cannot be chosen: with others below them, they are still come past.
        keys = OptionList(*options[:-2], *self._of_panels(), *options[-2:], classes="dialog")
        keys.border_title = "All keys"
        keys.border_subtitle = "⏎ or a click does it · esc closes"
        yield keys

    def _keys(self) -> list[tuple[str, str, str]]:
        """Return for each action its key, itself, and what it does."""
        return [
            *((binding.key_display or binding.key, binding.action, binding.description) for binding in self._listed),
            ("ctrl p", "app.command_palette", "command palette: everything by name"),
            ("q", "app.quit", "quit"),
        ]

    def _of_panels(self) -> Iterator[Option]:
        for panel in self._panels:
            for key in panel.BINDINGS:
                if isinstance(key, Binding):
                    shown = ", ".join(SIGNS.get(one, one) for one in key.key.split(","))
                    yield Option(self._line(shown, f"in the {panel.id}: {key.description}"), disabled=True)

    def _line(self, key: str, does: str) -> Content:
        return Content.assemble((key.rjust(KEY_WIDTH), "bold $text-warning"), "  ", does)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return what was chosen."""
        self.dismiss(event.option.id)
