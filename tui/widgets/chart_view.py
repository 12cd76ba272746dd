"""The chart panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from engine.names import Place
from engine.state import TrainingState
from tui.messages import InputsChosen, PanelResized
from tui.renderables.charts import chart_subtitle, chart_title
from tui.widgets.strip_view import Panel


class ChartView(Panel):
    """Shows a chart that the screen, or the thread that trains, has drawn for its size.

    With the keys, the arrows choose which two inputs a map is of.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "other_input(0,-1)", "another input across", show=False),
        Binding("right", "other_input(0,1)", "another input across", show=False),
        Binding("up", "other_input(1,1)", "another input upwards", show=False),
        Binding("down", "other_input(1,-1)", "another input upwards", show=False),
    ]

    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    selected: reactive[Place | None] = reactive(None, repaint=False)
    inputs: reactive[tuple[int, int]] = reactive((0, 1), repaint=False)
    view: reactive[str] = reactive("linear", repaint=False)
    chart: reactive[Sequence[Strip]] = reactive((), repaint=False)

    def watch_selected(self) -> None:
        """Say which place the chart is about."""
        self.redraw()

    def watch_inputs(self) -> None:
        """Say which inputs the map is of."""
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
            self.title = chart_title(self.state, self.view, self.selected, self.inputs)
            self.subtitle = chart_subtitle(self.state, self.view, self.selected)
        return self.chart

    def action_other_input(self, axis: int, by: int) -> None:
        """Ask for a map of another input on an axis."""
        self.post_message(InputsChosen(axis, by))

    def on_resize(self) -> None:
        """Ask for a chart of the new size."""
        super().on_resize()
        self.post_message(PanelResized())
