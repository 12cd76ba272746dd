"""The architecture: layers, neurons, activations, loss, optimiser, batch size; every change is done at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Label

from engine.commands import Command
from engine.errors import EngineError
from engine.network import shape_text
from engine.state import TrainingState
from tui.architecture import Setting, choose, settings
from tui.renderables.architecture import arrow_at, setting_lines
from tui.screens.session_screen import SessionScreen
from tui.text import content
from tui.widgets.strip_view import StripView


class SettingsView(StripView):
    """Shows the settings; a click chooses one, a click on its arrows changes it."""

    can_focus = True

    class Clicked(Message):
        """A line was clicked: which, and on which of its arrows (-1, 1, 0 for none)."""

        def __init__(self, line: int, arrow: int) -> None:
            super().__init__()
            self.line, self.arrow = line, arrow

    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    chosen: reactive[int] = reactive(0, repaint=False)

    def watch_state(self) -> None:
        """Draw the new settings, as many as there are now."""
        if self.state is not None:
            self.styles.height = len(settings(self.state))
        self.redraw()

    def watch_chosen(self) -> None:
        """Mark another line."""
        self.redraw()
        self.scroll_visible()

    def draw(self) -> Sequence[Strip]:
        """Draw the settings."""
        return setting_lines(settings(self.state), self.chosen, self.size.width, self.palette) if self.state else []

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked."""
        if self.state is not None:
            listed = settings(self.state)
            if 0 <= event.y < len(listed):
                self.post_message(self.Clicked(event.y, arrow_at(listed[event.y], event.x)))


class ArchitectureScreen(ModalScreen[None]):
    """Changes the network and its training, each step of it a command."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,a,q,enter", "dismiss(None)", "close", show=False),
        Binding("up", "choose(-1)", "the setting above", show=False),
        Binding("down", "choose(1)", "the setting below", show=False),
        Binding("left,comma", "change(-1)", "a step back", show=False),
        Binding("right,full_stop", "change(1)", "a step on", show=False),
        Binding("plus,equals_sign,insert", "add", "a layer after this one", show=False),
        Binding("minus,delete", "remove", "take this layer away", show=False),
        Binding("u", "undo", "undo", show=False),
        Binding("U", "redo", "redo", show=False),
    ]
    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    chosen: reactive[int] = reactive(1, repaint=False)

    def __init__(
        self,
        source: SessionScreen,
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
            dialog.border_subtitle = "↑↓ choose · ←→ change · + layer · - remove layer · u undo · esc"
            yield SettingsView().data_bind(ArchitectureScreen.state, ArchitectureScreen.chosen)
            yield Label(classes="wrong")

    def on_mount(self) -> None:
        """Give the list the keys, and show every state that comes."""
        self.watch(self._source, "state", self._show)
        self.query_one(SettingsView).focus()

    def _show(self, state: TrainingState | None) -> None:
        self.state = state
        if state is not None:
            self.query_one(".dialog").border_title = f"Network and training  {shape_text(state.network.sizes)}"
            self.chosen = min(self.chosen, len(settings(state)) - 1)

    @property
    def _setting(self) -> Setting | None:
        return settings(self.state)[self.chosen] if self.state is not None else None

    def action_choose(self, by: int) -> None:
        """Choose another setting."""
        if self.state is not None:
            self.chosen = max(0, min(self.chosen + by, len(settings(self.state)) - 1))
            self._say("")

    def action_change(self, direction: int) -> None:
        """Change the chosen setting by a step."""
        if self._setting is None or self.state is None:
            return
        if self._setting.fixed:
            self._say(f"{self._setting.name}: {self._setting.about}")
            return
        command, passed_over = choose(self.state, self._setting, direction)
        if command is not None:
            self._try(lambda: self._do(command))
        self._say(passed_over or ("" if command else "that is as far as it goes"))

    def action_add(self) -> None:
        """Add a layer after the chosen one."""
        self._structure(self._setting.add if self._setting else None, "choose the layer after which one is added")

    def action_remove(self) -> None:
        """Take the chosen layer away."""
        self._structure(self._setting.remove if self._setting else None, "choose a hidden layer to take away")

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
