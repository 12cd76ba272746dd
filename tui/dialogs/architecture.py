"""The architecture dialog: the layers, how they are trained and when a run stops; each change takes effect at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Region, Size
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
from tui.panels.inspector.edit_line import EditLine

FIRST_HIDDEN = 2
"""The index of the first setting after those of the whole shape and the inputs."""
KEYS = "0-9 ⏎ type · ←→ change · page ↑↓ by ten · + - layers"
FOOT = "esc closes; changes stay, u undoes them"
FOOT_TYPING = "⏎ accepts · esc leaves it as it was"
WIDEST, NARROWEST_KEYS = 76, 58
"""Cells of the dialog, and those that it needs to show its keys in one line."""


class ArchitectureScreen(ModalScreen[None]):
    """Lists what the network and its training are made of; each change is a command.

    Attributes:
        listed: The settings.
        selected: The index of the selected one, which the keys change.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,a,q", "dismiss(None)", "close", show=False),
        Binding("enter", "edit", "type the value", show=False),
        Binding("up", "select(-1)", "the setting above", show=False),
        Binding("down", "select(1)", "the setting below", show=False),
        Binding("home", "select(-1000)", "the first setting", show=False),
        Binding("end", "select(1000)", "the last setting", show=False),
        Binding("left,comma", "change(-1)", "one step back", show=False),
        Binding("right,full_stop", "change(1)", "one step on", show=False),
        Binding("pagedown", "change_by_ten(-1)", "ten fewer, or a tenth", show=False),
        Binding("pageup", "change_by_ten(1)", "ten more, or ten times as much", show=False),
        Binding("plus,equals_sign,insert", "add", "a layer after this one", show=False),
        Binding("minus,delete", "remove", "remove this layer", show=False),
        *(Binding(digit, f"begin('{digit}')", "type a number", show=False) for digit in "0123456789"),
        Binding("u", "undo", "undo", show=False),
        Binding("U", "redo", "redo", show=False),
    ]
    listed: reactive[Sequence[Setting[Command]]] = reactive((), repaint=False)
    selected: reactive[int] = reactive(FIRST_HIDDEN, repaint=False)

    def __init__(
        self,
        source: Screen[None],
        do: Callable[[Command, bool], object],
        undo: Callable[[], object],
        redo: Callable[[], object],
        selected: int | None,
        beside_network: Callable[[Size], Region | None],
    ) -> None:
        """Make the screen.

        Args:
            source: The screen whose ``state`` is shown.
            do: Does a command, which may join the step before if asked to; raises EngineError.
            undo: Undoes the last step; raises EngineError.
            redo: Redoes the last undone step; raises EngineError.
            selected: The index of the setting that is selected first; None means the first hidden layer.
            beside_network: Returns its room beside the network on a screen of some size; None if that is too little.
        """
        super().__init__()
        if selected is not None:
            self.set_reactive(ArchitectureScreen.selected, selected)
        self._source = source
        self._do, self._undo, self._redo = do, undo, redo
        self._beside_network = beside_network

    def compose(self) -> ComposeResult:
        """Lay out the settings and a line for messages."""
        with Vertical(classes="dialog settings") as dialog:
            dialog.border_title = "Network and training"
            yield SettingsView().data_bind(ArchitectureScreen.selected, settings=ArchitectureScreen.listed)
            yield Label(classes="wrong")
            yield Label(classes="keys")

    def on_mount(self) -> None:
        """Focus the list, and follow the state."""
        self.watch(self._source, "state", self._show)
        self._view.focus()
        self._show_foot()

    def on_resize(self, event: events.Resize) -> None:
        """Stand beside the network if there is room."""
        room = self._beside_network(event.size)
        width = min(WIDEST, event.size.width) if room is None else room.width
        self.set_class(room is not None, "-beside")
        styles = self.query_one(".dialog").styles
        styles.width, styles.margin = width, 0 if room is None else (room.y, 0, event.size.height - room.bottom, 0)
        self.query_one(".keys", Label).update(KEYS if width > NARROWEST_KEYS else KEYS.replace(" · +", "\n+"))

    def _show(self, state: TrainingState | None) -> None:
        if state is not None:
            self._state, self.listed = state, settings(state)
            self.query_one(".dialog").border_title = f"Network and training  {shape_text(state.network.sizes)}"
            self.selected = min(self.selected, len(self.listed) - 1)

    def _show_foot(self) -> None:
        """Say in the lower edge what enter and escape do."""
        self.query_one(".dialog").border_subtitle = FOOT_TYPING if self._line.is_open else FOOT

    @property
    def _view(self) -> SettingsView:
        return self.query_one(SettingsView)

    @property
    def _line(self) -> EditLine:
        """The field in which a value is typed."""
        return self._view.line

    @property
    def _setting(self) -> Setting[Command]:
        return self.listed[self.selected]

    def action_select(self, by: int) -> None:
        """Select another setting."""
        self.selected = max(0, min(self.selected + by, len(self.listed) - 1))
        self._say("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keep keys from changing a setting while one is typed."""
        return action in ("dismiss", "edit") or not self.is_mounted or not self._line.is_open

    def action_change(self, direction: int) -> None:
        """Change the selected setting by one step."""
        if self._setting.has_steps:
            self._change(self._setting.choices(direction))
        else:
            self._say(f"{self._setting.name}: {self._setting.about}")

    def action_change_by_ten(self, direction: int) -> None:
        """Change the selected number by ten, or make it ten times as large or small."""
        typing = self._setting.typing
        if typing is None or not self._setting.has_steps:
            self._say(f"{self._setting.name.strip()}: page keys change numbers alone")
        else:
            self._change(typing.by_ten(direction))

    def _change(self, choices: Iterable[Command]) -> None:
        command, passed_over = first_possible(self._state, choices)
        if command is not None:
            self._try(lambda: self._do(command, True))
        if command is None or passed_over:
            self._say(passed_over or "there is nothing further in this direction")

    def action_edit(self) -> None:
        """Type the value of the selected setting; go on to the next of one that is chosen by steps."""
        if not self._open_line():
            self.action_change(1)

    def action_begin(self, digit: str) -> None:
        """Begin to type the selected setting."""
        if not self._open_line(begun=digit):
            self._say(f"{self._setting.name.strip()} takes no number: {self._setting.how}")

    def explain_key(self, key: str) -> None:
        """Say how the selected setting is changed."""
        if len(key) == 1 and not self._line.is_open:
            self._say(f"{self._setting.name.strip()}: {self._setting.how}")

    def _open_line(self, begun: str = "") -> bool:
        """Open the field for the selected setting, with what was typed already; return whether that is typed."""
        self._say("")
        opened = self._view.begin_typing(begun)
        self._show_foot()
        return opened

    @on(EditLine.Submitted)
    def _accept(self, message: EditLine.Submitted) -> None:
        """Set the value that was typed: always a step of its own."""
        typing = self._setting.typing
        try:
            command = None if typing is None else typing.read(message.text)
            if command is not None:
                self._do(command, False)
        except (ValueError, EngineError) as error:
            self._line.show_wrong(str(error))
            self._say(str(error))
        else:
            self._line.action_close()

    @on(EditLine.Closed)
    def _typed(self, message: EditLine.Closed) -> None:
        """Go on in the list with the keys pressed since enter."""
        self._say("")
        self._show_foot()
        self.set_focus(self._view)
        for key in message.typed:
            self.call_after_refresh(self.app.call_later, self.app.post_message, key)

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
        """Select a line; change its setting if an arrow was clicked, and type it if its value was."""
        self.selected = message.line
        if message.arrow:
            self.action_change(message.arrow)
        elif message.value:
            self._open_line()

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
        self.query_one(".dialog").set_class(bool(text), "-wrong")
