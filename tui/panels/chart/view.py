"""The chart panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from engine.network.places import Place
from engine.training.state import TrainingState
from tui.panels.chart.captions import chart_caption, chart_title
from tui.panels.chart.curves import ChartLook, has_map
from tui.panels.messages import InputsChosen, PanelResized, ResultsScrolled
from tui.panels.panel import Direction, Panel

ARROWS: dict[Direction, tuple[int, int]] = {"left": (0, -1), "right": (0, 1), "up": (1, 1), "down": (1, -1)}
"""The axis of a map that an arrow is about, and which way it goes through the inputs."""


class ChartView(Panel):
    """Shows a chart that the screen, or the thread that trains, has drawn for its size.

    With the keys, the arrows choose which two inputs a map is of, and go through results longer than the panel.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "arrow('left')", "input across, back", show=False),
        Binding("right", "arrow('right')", "input across, on", show=False),
        Binding("up", "arrow('up')", "other input up, results up", show=False),
        Binding("down", "arrow('down')", "other input up, results down", show=False),
    ]

    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    selected: reactive[Place | None] = reactive(None, repaint=False)
    inputs: reactive[tuple[int, int]] = reactive((0, 1), repaint=False)
    results_first: reactive[int] = reactive(0, repaint=False)
    view: reactive[str] = reactive("linear", repaint=False)
    chart: reactive[Sequence[Strip]] = reactive((), repaint=False)

    def watch_state(self) -> None:
        """Say where it stands now: the lines may stay the same."""
        if self.chart:
            self.redraw()

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
            look = ChartLook(self.view, self.selected, *self.inner, self.palette, self.inputs, self.results_first)
            self.title, self.subtitle = chart_title(self.state, look), chart_caption(self.state, look)
        return self.chart

    @property
    def arrows_do(self) -> str:
        """What the arrows are for in this view: "map", "results", or "" for nothing."""
        if self.state is None:
            return ""
        if self.view == "results":
            from tui.panels.chart.results import results_below  # not for the first screen, which shows another view

            return "results" if results_below(self.state, self.inner.height, 0) else ""
        return "map" if self.view == "answers" and has_map(self.state) and self.state.dataset.input_count > 2 else ""

    def action_arrow(self, direction: Direction) -> None:
        """Ask for a map of another input, or for other lines of the results."""
        axis, by = ARROWS[direction]
        if self.arrows_do == "map":
            self.post_message(InputsChosen(axis, by))
        elif self.arrows_do == "results" and axis == 1:
            self.post_message(ResultsScrolled(-by))

    def on_resize(self) -> None:
        """Ask for a chart of the new size."""
        self.post_message(PanelResized())
