"""The samples panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from engine.data.data_columns import column_number
from engine.network.places import Expected, Neuron
from engine.session.look import Look, LookAtRow, Select
from engine.training.state import TrainingState
from engine.training.words import place_of_word
from tui.panels.copied import Copied
from tui.panels.list_panel import ListPanel
from tui.panels.messages import ActionRequested, Looked, NothingDone
from tui.panels.samples.rows import sample_lines, samples_title


class SamplesView(ListPanel):
    """Shows the rows of the data. A chosen row is only looked at, unless it is trained then."""

    key = "4"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "previous row", show=False),
        Binding("down", "choose(1)", "next row", show=False),
        Binding("pageup", "choose_page(-1)", "a page of rows back", show=False),
        Binding("pagedown", "choose_page(1)", "a page of rows on", show=False),
        Binding("home", "choose_end(0)", "first row", show=False),
        Binding("end", "choose_end(1)", "last row", show=False),
        Binding("left", "choose_value(-1)", "previous value", show=False),
        Binding("right", "choose_value(1)", "next value", show=False),
        Binding("enter,ctrl+j", "edit_value", "edit the selected value, or the first", show=False),
        Binding("insert", "copy_row", "add a copy of this row", show=False),
        Binding("delete", "delete_row", "delete this row", show=False),
        Binding("escape", "return_to_turn", "back to the row in turn, or half walked", show=False),
    ]
    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    look: reactive[Look] = reactive(Look(), repaint=False)
    headings = 1

    def watch_state(self, old: TrainingState | None, new: TrainingState | None) -> None:
        """Draw the new state; bring another current row into view."""
        if new is not None and (old is None or old.shown.row != new.shown.row or old.dataset.rows != new.dataset.rows):
            self.reveal(new.shown.row)
        self.redraw()

    def watch_look(self, old: Look, new: Look) -> None:
        """Draw the new selection."""
        if old.selected != new.selected:
            self.redraw()

    def on_resize(self) -> None:
        """Keep the current row in view."""
        if self.state is not None:
            self.reveal(self.state.shown.row)

    def count(self) -> int:
        """Return the number of rows."""
        return self.state.dataset.rows if self.state else 0

    def draw_inside(self) -> Sequence[Strip]:
        """Draw the rows in view."""
        if self.state is None:
            return []
        self.title = samples_title(self.state, self.title_room)
        return sample_lines(self.state, self.first, self.canvas, self.look.selected)

    def to_copy(self) -> Copied:
        """Return the selected value of the current row, or else the whole row."""
        from tui.panels.samples.copied_row import copied_row, copied_value  # not for the first screen

        if (state := self.state) is None:
            return super().to_copy()
        columns = (*state.dataset.input_columns, *state.dataset.output_columns)
        at, inputs = self._value, len(state.dataset.input_columns)
        if at is None:
            return copied_row(state)
        first = columns[at].first
        return copied_value(state, columns[at], Neuron(0, first) if at < inputs else Expected(first))

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse."""
        row = self.item_at(event)
        if row is not None:
            self.post_message(Looked(LookAtRow(row)))

    def action_choose(self, by: int) -> None:
        """Choose the row ``by`` further down, or up if negative."""
        if self.state is not None:
            row = max(0, min(self.state.shown.row + by, self.count() - 1))
            if row != self.state.shown.row:
                self.post_message(Looked(LookAtRow(row)))
            else:
                self.post_message(NothingDone(f"this is the {'last' if by > 0 else 'first'} row"))

    @property
    def _value(self) -> int | None:
        """The selected value of the current row, counting inputs first; None if none of its values is selected."""
        if (state := self.state) is None:
            return None
        dataset = state.dataset
        match self.look.selected:
            case Neuron(0, index):
                return column_number(dataset.input_columns, index)
            case Expected(index):
                return len(dataset.input_columns) + column_number(dataset.output_columns, index)
        return None

    def action_choose_value(self, by: int) -> None:
        """Select another value of the current row: the inputs come first, then the expected values."""
        if self.state is None:
            return
        dataset, at = self.state.dataset, self._value
        inputs = len(dataset.input_columns)
        if at is None:
            at = -1 if by > 0 else inputs
        at = max(0, min(at + by, inputs + len(dataset.output_columns) - 1))
        self._select(
            Neuron(0, dataset.input_columns[at].first)
            if at < inputs
            else Expected(dataset.output_columns[at - inputs].first),
            f"this is the {'last' if by > 0 else 'first'} value of the row",
        )

    def _select(self, place: Neuron | Expected, otherwise: str = "") -> None:
        """Select the value of a column, given its first place; tell why if it is selected already."""
        if (state := self.state) is not None:
            chosen = place_of_word(state.dataset, state.scaling, state.shown.row, place)
            self.post_message(Looked(Select(chosen), otherwise))

    def action_edit_value(self) -> None:
        """Edit the selected value of the current row, or the first if none is selected."""
        if self._value is None:
            self._select(Neuron(0, 0))
        self.post_message(ActionRequested("edit('value')"))

    def action_return_to_turn(self) -> None:
        """Look at the current sample's row again."""
        self.post_message(Looked(LookAtRow(None)))

    def action_copy_row(self) -> None:
        """Add a row like the current one."""
        self.post_message(ActionRequested("do('row+')"))

    def action_delete_row(self) -> None:
        """Delete the current row."""
        self.post_message(ActionRequested("do('row-')"))

    def action_choose_page(self, by: int) -> None:
        """Choose a row ``by`` pages further down, or up if negative."""
        self.action_choose(by * self.capacity)

    def action_choose_end(self, last: int) -> None:
        """Choose the last row (1) or the first (0)."""
        self.action_choose(self.count() if last else -self.count())
