"""The architecture dialog: the layers, how they are trained and when a run stops; each change takes effect at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import ModalScreen, Screen
from textual.widgets import Label

from engine.errors import EngineError
from engine.network.network import shape_text
from engine.training.commands import Command
from engine.training.state import TrainingState
from tui.dialogs.architecture_settings import first_possible, settings
from tui.dialogs.settings.setting import Setting
from tui.dialogs.settings.view import SettingsView
from tui.drawing.content import content


class ArchitectureScreen(ModalScreen[None]):
    """Lists what the network and its training are made of; each change is a command.

    Attributes:
        listed: The settings.
        selected: The index of the selected one, which the keys change.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,a,q,enter", "dismiss(None)", "close", show=False),
        Binding("up", "select(-1)", "the setting above", show=False),
        Binding("down", "select(1)", "the setting below", show=False),
        Binding("home", "select(-1000)", "the first setting", show=False),
        Binding("end", "select(1000)", "the last setting", show=False),
        Binding("left,comma", "change(-1)", "one step back", show=False),
        Binding("right,full_stop", "change(1)", "one step on", show=False),
        Binding("plus,equals_sign,insert", "add", "a layer after this one", show=False),
        Binding("minus,delete", "remove", "remove this layer", show=False),
        Binding("u", "undo", "undo", show=False),
        Binding("U", "redo", "redo", show=False),
    ]
    listed: reactive[Sequence[Setting[Command]]] = reactive((), repaint=False)
    selected: reactive[int] = reactive(1, repaint=False)

    def __init__(
        self,
        source: Screen[None],
        do: Callable[[Command, bool], object],
        undo: Callable[[], object],
        redo: Callable[[], object],
        selected: int,
    ) -> None:
        """Make the screen.

        Args:
            source: The screen whose ``state`` is shown.
            do: Does a command, which may join the step before if asked to; raises EngineError.
            undo: Undoes the last step; raises EngineError.
            redo: Redoes the last undone step; raises EngineError.
            selected: The index of the setting that is selected first.
        """
        super().__init__()
        self.set_reactive(ArchitectureScreen.selected, selected)
        self._source = source
        self._do, self._undo, self._redo = do, undo, redo

    def compose(self) -> ComposeResult:
        """Lay out the settings and a line for messages."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Network and training"
            dialog.border_subtitle = "↑↓ select · ←→ change · + - layers · u undo · esc"
            yield SettingsView().data_bind(ArchitectureScreen.selected, settings=ArchitectureScreen.listed)
            yield Label(classes="wrong")

    def on_mount(self) -> None:
        """Focus the list, and follow the state."""
        self.watch(self._source, "state", self._show)
        self.query_one(SettingsView).focus()

    def _show(self, state: TrainingState | None) -> None:
        if state is not None:
            self._state, self.listed = state, settings(state)
            self.query_one(".dialog").border_title = f"Network and training  {shape_text(state.network.sizes)}"
            self.selected = min(self.selected, len(self.listed) - 1)

    @property
    def _setting(self) -> Setting[Command]:
        return self.listed[self.selected]

    def action_select(self, by: int) -> None:
        """Select another setting."""
        self.selected = max(0, min(self.selected + by, len(self.listed) - 1))
        self._say("")

    def action_change(self, direction: int) -> None:
        """Change the selected setting by one step."""
        if self._setting.fixed:
            self._say(f"{self._setting.name}: {self._setting.about}")
            return
        command, passed_over = first_possible(self._state, self._setting, direction)
        if command is not None:
            self._try(lambda: self._do(command, True))
        if command is None or passed_over:
            self._say(passed_over or "there is nothing further in this direction")

    def action_add(self) -> None:
        """Add a layer after the selected one."""
        self._structure(self._setting.add, "select the layer after which to add one")

    def action_remove(self) -> None:
        """Remove the selected layer."""
        self._structure(self._setting.remove, "select a hidden layer to remove")

    def action_undo(self) -> None:
        """Undo the last step."""
        self._try(self._undo)

    def action_redo(self) -> None:
        """Redo the last undone step."""
        self._try(self._redo)

    def on_settings_view_clicked(self, message: SettingsView.Clicked) -> None:
        """Select a line, and change its setting if an arrow was clicked."""
        self.selected = message.line
        if message.arrow:
            self.action_change(message.arrow)

    def _structure(self, command: Command | None, otherwise: str) -> None:
        if command is None:
            self._say(otherwise)
        else:
            self._try(lambda: self._do(command, False))

    def _try(self, do: Callable[[], object]) -> None:
        self._say("")
        try:
            do()
        except EngineError as error:
            self._say(str(error))

    def _say(self, text: str) -> None:
        self.query_one(".wrong", Label).update(content(text, 300))
