"""The chart panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from engine.network.places import Place
from engine.training.state import TrainingState
from tui.panels.chart.arrows import Arrows
from tui.panels.chart.look import ChartLook
from tui.panels.chart.views import VIEWS, view_named
from tui.panels.messages import ArrowPressed, PanelResized
from tui.panels.panel import Direction, Panel

_USED = [(view.name, view.arrows) for view in VIEWS if view.arrows is not None]
_ACROSS = ", ".join(f"{arrows.across} ({name})" for name, arrows in _USED if arrows.across)
_UPWARDS = ", ".join(f"{arrows.upwards} ({name})" for name, arrows in _USED if arrows.upwards)


class ChartView(Panel):
    """Shows a chart that was drawn elsewhere: by the screen, or by the thread that trains."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "arrow('left')", f"{_ACROSS}, back", show=False),
        Binding("right", "arrow('right')", f"{_ACROSS}, on", show=False),
        Binding("up", "arrow('up')", f"{_UPWARDS}, up", show=False),
        Binding("down", "arrow('down')", f"{_UPWARDS}, down", show=False),
    ]

    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    selected: reactive[Place | None] = reactive(None, repaint=False)
    inputs: reactive[tuple[int, int]] = reactive((0, 1), repaint=False)
    results_first: reactive[int] = reactive(0, repaint=False)
    view: reactive[str] = reactive(VIEWS[0].name, repaint=False)
    chart: reactive[Sequence[Strip]] = reactive((), repaint=False)

    def watch_state(self) -> None:
        """Update the title and caption, which may change while the lines stay the same."""
        if self.chart:
            self.redraw()

    def watch_selected(self) -> None:
        """Update the title and caption."""
        self.redraw()

    def watch_inputs(self) -> None:
        """Update the title."""
        self.redraw()

    def watch_view(self) -> None:
        """Update the title and caption."""
        self.redraw()

    def watch_chart(self) -> None:
        """Show the new lines."""
        self.redraw()

    def draw_inside(self) -> Sequence[Strip]:
        """Set the title and caption, and return the lines."""
        if self.state is not None:
            look = ChartLook(self.view, self.selected, self.inputs, self.results_first)
            view, canvas = view_named(self.view), self.canvas
            self.title, self.subtitle = view.title(self.state, look, canvas), view.caption(self.state, look, canvas)
        return self.chart

    @property
    def arrows(self) -> Arrows | None:
        """What the arrow keys do now; None if nothing."""
        arrows = view_named(self.view).arrows
        return arrows if arrows is not None and self.state and arrows.work(self.state, self.canvas) else None

    def action_arrow(self, direction: Direction) -> None:
        """Ask for what the arrow does in this view."""
        if self.arrows is not None:
            self.post_message(ArrowPressed(direction))

    def on_resize(self) -> None:
        """Ask for a chart of the new size."""
        self.post_message(PanelResized())
