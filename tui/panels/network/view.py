"""The network panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.reactive import reactive
from textual.strip import Strip

from engine.session.look import Look, Select, names_weights
from engine.training.state import TrainingState
from tui.panels.copied import Copied
from tui.panels.messages import ActionRequested, Looked
from tui.panels.network.copied_place import copied_place
from tui.panels.network.navigation import leap
from tui.panels.network.picture import Picture, picture
from tui.panels.network.scene_of_state import network_title, scene_of
from tui.panels.panel import Panel

PAGE = 10
FARTHEST = 10**9  # longer than any column


class NetworkView(Panel):
    """Draws the network. A click selects a place, a double click edits it."""

    key = "1"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", f"leap(-{PAGE})", "ten places up", show=False),
        Binding("pagedown", f"leap({PAGE})", "ten places down", show=False),
        Binding("home", "leap_to_end(-1)", "the first of the column", show=False),
        Binding("end", "leap_to_end(1)", "the last of the column", show=False),
    ]
    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    look: reactive[Look] = reactive(Look(), repaint=False)
    title = "Network"
    _picture: Picture | None = None
    _follows_phase = False

    def watch_state(self, old: TrainingState | None, new: TrainingState | None) -> None:
        """Draw the new state; bring a new phase into view."""
        if new is not None and (old is None or (old.phase, old.samples) != (new.phase, new.samples)):
            self._follows_phase = new.phase > 0
        self.redraw()

    def watch_look(self, old: Look, new: Look) -> None:
        """Draw the new selection and bring it into view; show or hide the names of weights."""
        if old.selected != new.selected:
            self._follows_phase = False
        if (old.selected, old.names) != (new.selected, new.names):
            self.redraw()

    def draw_inside(self) -> Sequence[Strip]:
        """Draw the network."""
        if self.state is None:
            return []
        self.title = network_title(self.state, self.title_room)
        names = names_weights(self.look, self.state)
        scene = scene_of(self.state, self.look.selected, names=names, follows_phase=self._follows_phase)
        self._picture = picture(scene, self.canvas)
        self.subtitle = self._picture.legend
        return self._picture.lines

    @property
    def selected_cell(self) -> Offset:
        """The cell at which the value of the selected place begins, or its line is in the middle, if it is in view."""
        cell = self._picture.cell_of(self.look.selected) if self._picture and self.look.selected else None
        return super().selected_cell if cell is None else cell + Offset(1, 1)

    def action_leap(self, by: int) -> None:
        """Select the place ``by`` further down in the column, or up if negative."""
        if self.state is not None:
            place = leap(self.state.network.sizes, self.look.selected, by)
            self.post_message(Looked(Select(place), f"this is the {'last' if by > 0 else 'first'} of the column"))

    def action_leap_to_end(self, direction: int) -> None:
        """Select the first (-1) or last (1) place of the column."""
        self.action_leap(direction * FARTHEST)

    def to_copy(self) -> Copied:
        """Return the value of the selected place."""
        if self.state is None or self.look.selected is None:
            return super().to_copy()
        return copied_place(self.state, self.look.selected)

    def on_click(self, event: events.Click) -> None:
        """Select what is under the mouse; edit it after a double click."""
        place = self._picture.at(event.x - 1, event.y - 1) if self._picture else None
        if place is not None:
            self.post_message(Looked(Select(place)))
            if event.chain == 2:
                self.post_message(ActionRequested("edit('value')"))
