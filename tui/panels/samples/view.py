"""The samples panel."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import ClassVar

import numpy as np
from rich.color import Color
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.reactive import reactive
from textual.strip import Strip

from engine.arrays import IndexArray
from engine.data.data_columns import column_number
from engine.network.places import Expected, Neuron
from engine.session.look import ListCell, ListRows, Look, LookAtRow, Select
from engine.session.rows import listed, number_shown, row_filters, row_numbered
from engine.training.state import TrainingState
from engine.training.words import place_of_word
from tui.panels.copied import Copied
from tui.panels.list_panel import ListPanel
from tui.panels.messages import ActionRequested, Looked, NothingDone
from tui.panels.samples.rows import sample_lines
from tui.panels.samples.titles import samples_title, why_none_listed


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
        Binding("t", "list_others", "list the training rows, the test rows, both, or wrong ones only", show=False),
        Binding("escape", "return_to_turn", "back to the rows listed before, or the row in turn", show=False),
    ]
    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    look: reactive[Look] = reactive(Look(), repaint=False)
    headings = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._numbers: IndexArray = np.empty(0, dtype=np.intp)

    def watch_state(self, old: TrainingState | None, new: TrainingState | None) -> None:
        """Draw the new state; bring another current row into view."""
        self._list()
        if new is not None and (
            old is None or number_shown(old) != number_shown(new) or old.dataset.rows != new.dataset.rows
        ):
            self._reveal_current()
        self.redraw()

    def watch_look(self, old: Look, new: Look) -> None:
        """Draw the new selection, or other rows."""
        if old.listed != new.listed:
            self._list()
            self.first = 0
            self._reveal_current()
            self.redraw()
        elif old.selected != new.selected:
            self.redraw()

    def on_resize(self) -> None:
        """Keep the current row in view."""
        self._reveal_current()

    def _list(self) -> None:
        """Find the rows that are listed, once for each state."""
        if self.state is not None:
            self._numbers = listed(self.state, self.look.listed)
            self.first = self.first  # the list may have become shorter

    def _place(self) -> tuple[int, bool]:
        """Return where the current row stands in the list, or would stand, and whether it is listed."""
        if self.state is None:
            return 0, False
        number = number_shown(self.state)
        at = int(np.searchsorted(self._numbers, number))
        return at, at < len(self._numbers) and self._numbers[at] == number

    def _reveal_current(self) -> None:
        at, is_listed = self._place()
        if is_listed:
            self.reveal(at)

    def count(self) -> int:
        """Return the number of rows listed."""
        return len(self._numbers)

    @property
    def selected_cell(self) -> Offset:
        """The cell at which the selected value of the current row begins; else the row."""
        row = self.cell_of(self._place()[0])
        if self._value is not None and row.y < len(self._lines):
            selected = Color.parse(self.palette.selected)
            before = takewhile(lambda each: not each.style or each.style.bgcolor != selected, self._lines[row.y])
            start = sum(segment.cell_length for segment in before)
            return Offset(start, row.y) if start < self.size.width else row
        return row

    def draw_inside(self) -> Sequence[Strip]:
        """Draw the rows in view."""
        if self.state is None:
            return []
        self.title = samples_title(self.state, self.look, self.title_room)
        return sample_lines(self.state, self.first, self.canvas, self.look)

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
        at = self.item_at(event)
        if at is not None:
            self._choose(at)

    def _choose(self, at: int) -> None:
        """Look at the row at a place in the list."""
        if self.state is not None:
            self.post_message(Looked(LookAtRow(row_numbered(self.state, int(self._numbers[at])))))

    def action_choose(self, by: int) -> None:
        """Choose the row ``by`` further down the list, or up if negative; the current one need not be in it."""
        if self.state is None:
            return
        if not self.count():
            self.post_message(NothingDone(why_none_listed(self.state, self.look)))
            return
        here, is_listed = self._place()
        at = max(0, min(here + by - (by > 0 and not is_listed), self.count() - 1))
        if at != here or not is_listed:
            self._choose(at)
        else:
            self.post_message(NothingDone(f"this is the {'last' if by > 0 else 'first'} row"))

    def _acts_on_row(self) -> bool:
        """Return whether the row that keys would change is in the list; say so if it is not."""
        if self.state is None or self._place()[1]:
            return self.state is not None
        none = not self.count()
        self.post_message(
            NothingDone(why_none_listed(self.state, self.look) if none else "no row is chosen here: ↑ ↓ choose one")
        )
        return False

    def action_list_others(self) -> None:
        """List other rows: those of the next choice, or from a cell of the confusion matrix those listed before."""
        if self.state is None:
            return
        choices = row_filters(self.state)
        if self.look.cell is not None:
            self.action_return_to_turn()
        elif len(choices) == 1:
            self.post_message(NothingDone("these are all rows: there is no test part to list, nor right and wrong"))
        else:
            at = choices.index(self.look.rows) if self.look.rows in choices else 0
            self.post_message(Looked(ListRows(choices[(at + 1) % len(choices)])))

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
        if self.state is None or not self._acts_on_row():
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
        if not self._acts_on_row():
            return
        if self._value is None:
            self._select(Neuron(0, 0))
        self.post_message(ActionRequested("edit('value')"))

    def action_return_to_turn(self) -> None:
        """List the rows listed before a cell of the confusion matrix, or look at the current sample's row again."""
        if self.look.cell is not None:
            self.post_message(Looked(ListCell(None)))
        elif self.look.row is not None:
            self.post_message(Looked(LookAtRow(None)))
        else:
            self.post_message(ActionRequested("close_over"))

    def action_copy_row(self) -> None:
        """Add a row like the current one."""
        if self._acts_on_row():
            self.post_message(ActionRequested("do('row+')"))

    def action_delete_row(self) -> None:
        """Delete the current row."""
        if self._acts_on_row():
            self.post_message(ActionRequested("do('row-')"))

    def action_choose_page(self, by: int) -> None:
        """Choose a row ``by`` pages further down, or up if negative."""
        self.action_choose(by * self.capacity)

    def action_choose_end(self, last: int) -> None:
        """Choose the last row (1) or the first (0)."""
        self.action_choose(self.count() if last else -self.count())
