"""The chart panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.reactive import reactive
from textual.strip import Strip

from engine.errors import InvalidValue
from engine.session.look import ListCell, Look
from engine.training.state import TrainingState
from tui.drawing.frame import corner_at
from tui.panels.chart import epochs
from tui.panels.chart.corner import corner_text
from tui.panels.chart.views import VIEWS, view_named, working_arrows
from tui.panels.copied import Copied
from tui.panels.messages import ActionRequested, EpochChosen, Looked, NothingDone, PanelResized
from tui.panels.panel import Direction, Panel

_USED = {view.arrows: "curves" if view.arrows is epochs.ARROWS else view.name for view in VIEWS if view.arrows}
_ACROSS = ", ".join(f"{arrows.across} ({views})" for arrows, views in _USED.items() if arrows.across)
_UPWARDS = ", ".join(f"{arrows.upwards} ({views})" for arrows, views in _USED.items() if arrows.upwards)


def chart_key(look: Look) -> tuple[object, ...]:
    """Return the parts of a look that the chart depends on."""
    selected = look.selected if view_named(look.view).of_selected else None
    return look.view, selected, look.row, look.epoch, look.inputs, look.first_result


class ChartView(Panel):
    """Shows a chart that was drawn elsewhere: by the screen, or by the thread that trains."""

    key = "3"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "arrow('left')", f"{_ACROSS}, back", show=False),
        Binding("right", "arrow('right')", f"{_ACROSS}, on", show=False),
        Binding("up", "arrow('up')", f"{_UPWARDS}, up", show=False),
        Binding("down", "arrow('down')", f"{_UPWARDS}, down", show=False),
        Binding("pageup", "turn(-1)", "a tenth of the epochs back", show=False),
        Binding("pagedown", "turn(1)", "a tenth of the epochs on", show=False),
        Binding("home", "turn_to_end(-1)", "the first epoch", show=False),
        Binding("end", "turn_to_end(1)", "the present", show=False),
        Binding("enter,ctrl+j", "go", "go to the epoch pointed at", show=False),
        Binding("escape", "turn_to_end(1)", "leave the epoch pointed at", show=False),
    ]

    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    look: reactive[Look] = reactive(Look(), repaint=False)
    chart: reactive[Sequence[Strip]] = reactive((), repaint=False)

    def watch_state(self) -> None:
        """Update the title and caption, which may change while the lines stay the same."""
        if self.chart:
            self.redraw()

    def watch_look(self, old: Look, new: Look) -> None:
        """Update the title and caption."""
        if chart_key(old) != chart_key(new):
            self.redraw()

    def watch_chart(self) -> None:
        """Show the new lines."""
        self.redraw()

    @property
    def selected_cell(self) -> Offset:
        """The cell at which the caption begins while it tells the epoch pointed at; else the title."""
        if self.look.epoch is None or not self.is_by_epoch or not self._lines:
            return super().selected_cell
        edge = self._lines[-1].text
        return Offset(len(edge) - len(edge[1:].lstrip("─ ")), len(self._lines) - 1)

    def draw_inside(self) -> Sequence[Strip]:
        """Set the title and caption, and return the lines."""
        if self.state is not None:
            look, view, canvas = self.look, view_named(self.look.view), self.canvas
            state = view.state_of(self.state)
            self.title = view.title(state, look, canvas)
            self.corner = corner_text(VIEWS.index(view), self.title, canvas)
            self.subtitle = view.caption(state, look, canvas)
        return self.chart

    def to_copy(self) -> Copied:
        """Return what the chart shows, as a table."""
        from tui.panels.chart.copied_chart import copied_chart  # not for the first screen

        return super().to_copy() if self.state is None else copied_chart(self.state, self.look, self.palette)

    def on_click(self, event: events.Click) -> None:
        """Do what a click does in this view; in the corner, show another view or list them all."""
        if event.y > 0:
            self._click_inside(event.x - 1, event.y - 1)
            return
        start = corner_at(self.corner, self.size.width)
        at = event.x - start
        if 0 <= at < cell_len(self.corner):
            last = cell_len(self.corner) - 1
            action = {0: "look('view back')", last: "look('view')"}.get(at, "app.command_palette('chart: ')")
            self.post_message(ActionRequested(action))

    def _click_inside(self, x: int, y: int) -> None:
        """Do what a click does in this view; go to the samples if it lists rows there."""
        view = view_named(self.look.view)
        if self.state is None or view.click is None or not self.chart:
            return
        try:
            action = view.click(view.state_of(self.state), self.look, self.canvas, self.chart, x, y)
        except InvalidValue as error:
            self.post_message(NothingDone(str(error)))
            return
        if action is not None:
            self.post_message(Looked(action))
        if isinstance(action, ListCell):
            self.post_message(ActionRequested("panel('samples')"))

    def action_arrow(self, direction: Direction) -> None:
        """Do what the arrow does in this view."""
        if self.state is None:
            return
        if (arrows := working_arrows(self.look, self.state, self.canvas)) is not None:
            state = view_named(self.look.view).state_of(self.state)
            self.post_message(Looked(arrows.press(state, self.look, self.canvas, direction), arrows.otherwise))
            return
        arrows = view_named(self.look.view).arrows
        self.post_message(NothingDone(arrows.otherwise if arrows is not None else "arrows do nothing in this view"))

    @property
    def is_by_epoch(self) -> bool:
        """Whether the view has a cursor that goes through the epochs."""
        return view_named(self.look.view).arrows is epochs.ARROWS

    def action_turn(self, pages: int) -> None:
        """Move the cursor by pages, back if negative."""
        if self.state is not None:
            self._point(pages * epochs.a_page(self.state))

    def action_turn_to_end(self, direction: int) -> None:
        """Move the cursor to the beginning (-1) or the present (1)."""
        if self.state is not None:
            self._point(direction * (self.state.epoch + 1))

    def _point(self, by: int) -> None:
        if self.state is not None and self.is_by_epoch:
            self.post_message(Looked(epochs.pointed(self.state, self.look, by), epochs.ARROWS.otherwise))

    def action_go(self) -> None:
        """Go to the epoch pointed at; without one, edit the selected value as anywhere else."""
        if self.is_by_epoch and self.look.epoch is not None:
            self.post_message(EpochChosen(self.look.epoch))
        else:
            self.post_message(ActionRequested("edit('value')"))

    def on_resize(self) -> None:
        """Ask for a chart of the new size."""
        self.post_message(PanelResized())
