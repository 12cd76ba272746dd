"""The chart panel."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import reactive
from textual.strip import Strip

from engine.names import Place
from engine.state import TrainingState
from tui.messages import PanelResized
from tui.renderables.charts import chart_subtitle, chart_title
from tui.widgets.strip_view import Panel


class ChartView(Panel):
    """Shows a chart that the screen, or the thread that trains, has drawn for its size."""

    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    selected: reactive[Place | None] = reactive(None, repaint=False)
    view: reactive[str] = reactive("linear", repaint=False)
    chart: reactive[Sequence[Strip]] = reactive((), repaint=False)

    def watch_selected(self) -> None:
        """Say which place the chart is about."""
        self.redraw()

    def watch_view(self) -> None:
        """Say what is drawn now."""
        self.redraw()

    def watch_chart(self) -> None:
        """Show the new lines."""
        self.redraw()

    def draw_inside(self) -> Sequence[Strip]:
        """Show the lines and, in the frame, what they mean."""
        if self.state is not None:
            self.title = chart_title(self.state, self.view, self.selected)
            self.subtitle = chart_subtitle(self.state, self.view, self.selected)
        return self.chart

    def on_resize(self) -> None:
        """Ask for a chart of the new size."""
        super().on_resize()
        self.post_message(PanelResized())
