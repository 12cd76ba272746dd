"""The architecture: the layers, what governs the training, what a run stops for; every change is done at once."""

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
from tui.dialogs.architecture_settings import choose, settings
from tui.dialogs.settings.setting import Setting
from tui.dialogs.settings.view import SettingsView
from tui.drawing.content import content


class ArchitectureScreen(ModalScreen[None]):
    """Changes the network and its training, each step of it a command."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,a,q,enter", "dismiss(None)", "close", show=False),
        Binding("up", "choose(-1)", "the setting above", show=False),
        Binding("down", "choose(1)", "the setting below", show=False),
        Binding("home", "choose(-1000)", "the first setting", show=False),
        Binding("end", "choose(1000)", "the last setting", show=False),
        Binding("left,comma", "change(-1)", "a step back", show=False),
        Binding("right,full_stop", "change(1)", "a step on", show=False),
        Binding("plus,equals_sign,insert", "add", "a layer after this one", show=False),
        Binding("minus,delete", "remove", "take this layer away", show=False),
        Binding("u", "undo", "undo", show=False),
        Binding("U", "redo", "redo", show=False),
    ]
    listed: reactive[Sequence[Setting[Command]]] = reactive((), repaint=False)
    chosen: reactive[int] = reactive(1, repaint=False)

    def __init__(
        self,
        source: Screen[None],
        do: Callable[[Command], object],
        undo: Callable[[], object],
        redo: Callable[[], object],
    ) -> None:
        """Make the screen.

        Args:
            source: whose state is shown.
            do: does a command; raises EngineError.
            undo: takes the last step back; raises EngineError.
            redo: takes an undo back; raises EngineError.
        """
        super().__init__()
        self._source = source
        self._do, self._undo, self._redo = do, undo, redo

    def compose(self) -> ComposeResult:
        """List the settings."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Network and training"
            dialog.border_subtitle = "↑↓ choose · ←→ change · + - layers · u undo · esc"
            yield SettingsView().data_bind(ArchitectureScreen.chosen, settings=ArchitectureScreen.listed)
            yield Label(classes="wrong")

    def on_mount(self) -> None:
        """Give the list the keys, and show every state that comes."""
        self.watch(self._source, "state", self._show)
        self.query_one(SettingsView).focus()

    def _show(self, state: TrainingState | None) -> None:
        if state is not None:
            self._state, self.listed = state, settings(state)
            self.query_one(".dialog").border_title = f"Network and training  {shape_text(state.network.sizes)}"
            self.chosen = min(self.chosen, len(self.listed) - 1)

    @property
    def _setting(self) -> Setting[Command]:
        return self.listed[self.chosen]

    def action_choose(self, by: int) -> None:
        """Choose another setting."""
        self.chosen = max(0, min(self.chosen + by, len(self.listed) - 1))
        self._say("")

    def action_change(self, direction: int) -> None:
        """Change the chosen setting by a step."""
        if self._setting.fixed:
            self._say(f"{self._setting.name}: {self._setting.about}")
            return
        command, passed_over = choose(self._state, self._setting, direction)
        if command is not None:
            self._try(lambda: self._do(command))
        self._say(passed_over or ("" if command else "that is as far as it goes"))

    def action_add(self) -> None:
        """Add a layer after the chosen one."""
        self._structure(self._setting.add, "choose the layer after which one is added")

    def action_remove(self) -> None:
        """Take the chosen layer away."""
        self._structure(self._setting.remove, "choose a hidden layer to take away")

    def action_undo(self) -> None:
        """Take the last step back."""
        self._try(self._undo)

    def action_redo(self) -> None:
        """Take an undo back."""
        self._try(self._redo)

    def on_settings_view_clicked(self, message: SettingsView.Clicked) -> None:
        """Choose a line, and change it if an arrow was clicked."""
        self.chosen = message.line
        if message.arrow:
            self.action_change(message.arrow)

    def _structure(self, command: Command | None, otherwise: str) -> None:
        if command is None:
            self._say(otherwise)
        else:
            self._try(lambda: self._do(command))

    def _try(self, do: Callable[[], object]) -> None:
        self._say("")
        try:
            do()
        except EngineError as error:
            self._say(str(error))

    def _say(self, text: str) -> None:
        self.query_one(".wrong", Label).update(content(text, 300))
