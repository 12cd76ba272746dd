"""The chart panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from engine.session.look import Look
from engine.training.state import TrainingState
from tui.drawing.frame import corner_at
from tui.panels.chart.corner import corner_text
from tui.panels.chart.views import VIEWS, view_named, working_arrows
from tui.panels.messages import ActionRequested, Looked, NothingDone, PanelResized
from tui.panels.panel import Direction, Panel

_USED = [(view.name, view.arrows) for view in VIEWS if view.arrows is not None]
_ACROSS = ", ".join(f"{arrows.across} ({name})" for name, arrows in _USED if arrows.across)
_UPWARDS = ", ".join(f"{arrows.upwards} ({name})" for name, arrows in _USED if arrows.upwards)


def chart_key(look: Look) -> tuple[object, ...]:
    """Return the parts of a look that the chart depends on."""
    selected = look.selected if view_named(look.view).of_selected else None
    return look.view, selected, look.row, look.inputs, look.first_result


class ChartView(Panel):
    """Shows a chart that was drawn elsewhere: by the screen, or by the thread that trains."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "arrow('left')", f"{_ACROSS}, back", show=False),
        Binding("right", "arrow('right')", f"{_ACROSS}, on", show=False),
        Binding("up", "arrow('up')", f"{_UPWARDS}, up", show=False),
        Binding("down", "arrow('down')", f"{_UPWARDS}, down", show=False),
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

    def draw_inside(self) -> Sequence[Strip]:
        """Set the title and caption, and return the lines."""
        if self.state is not None:
            look, view, canvas = self.look, view_named(self.look.view), self.canvas
            self.title = view.title(self.state, look, canvas)
            self.corner = corner_text(VIEWS.index(view), self.title, canvas)
            self.subtitle = view.caption(self.state, look, canvas)
        return self.chart

    def on_click(self, event: events.Click) -> None:
        """Show another view after a click on an arrow in the corner, and list them all after one on the name."""
        start = corner_at(self.corner, self.size.width)
        at = event.x - start
        if event.y == 0 and 0 <= at < cell_len(self.corner):
            last = cell_len(self.corner) - 1
            action = {0: "look('view back')", last: "look('view')"}.get(at, "app.command_palette('chart: ')")
            self.post_message(ActionRequested(action))

    def action_arrow(self, direction: Direction) -> None:
        """Do what the arrow does in this view."""
        if self.state is None:
            return
        if (arrows := working_arrows(self.look, self.state, self.canvas)) is not None:
            self.post_message(Looked(arrows.press(self.state, self.look, self.canvas, direction), arrows.otherwise))
            return
        arrows = view_named(self.look.view).arrows
        self.post_message(NothingDone(arrows.otherwise if arrows is not None else "arrows do nothing in this view"))

    def on_resize(self) -> None:
        """Ask for a chart of the new size."""
        self.post_message(PanelResized())
