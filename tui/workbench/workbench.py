"""The workbench: the one main screen. Lays out the panels, and shows each the part of the state that it draws.

The dialogs are imported when they are opened: the first screen needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from engine.data.dataset import Dataset
from engine.training.commands import Load
from engine.training.state import Setup, TrainingState
from tui.panels import messages
from tui.panels.bars.keybar import KeyHint
from tui.panels.bars.view import KeyBar, StatusBar
from tui.panels.chart.drawer import ChartDrawer
from tui.panels.chart.look import ChartLook
from tui.panels.chart.view import ChartView
from tui.panels.chart.views import VIEWS, view_after, view_named
from tui.panels.inspector.edit_line import EditLine
from tui.panels.inspector.view import Inspector
from tui.panels.network.view import NetworkView
from tui.panels.panel import Panel
from tui.panels.samples.view import SamplesView
from tui.panels.steps.lines import Log
from tui.panels.steps.view import StepsView
from tui.running.activity import Activity
from tui.terminal.text import safe
from tui.workbench.editing_screen import EditingScreen
from tui.workbench.keymap import APP_KEYS, KEY_GROUPS, WORKBENCH_KEYS, Situation, key_hints

SMALLEST = (60, 20)
NARROW = 80
MOST_NOTES = 4
"""Of what was decided when a file was read, that are told on the screen."""
PANELS = ("network", "inspector", "chart", "samples", "steps")


class Workbench(EditingScreen):
    """The network, the inspector, the chart, the samples and the steps of one session.

    Attributes:
        view: how the chart is drawn.
        inputs: which two inputs a map is of.
        results_first: the first line in sight of results longer than their panel.
        chart: the chart, drawn.
        timeline: the steps so far.
        hints: the keys that matter now.
        lower: the panel under the network where there is room for one only.
    """

    AUTO_FOCUS = "#network"
    BINDINGS: ClassVar[list[BindingType]] = list(WORKBENCH_KEYS)

    inputs: reactive[tuple[int, int]] = reactive((0, 1), repaint=False)
    results_first: reactive[int] = reactive(0, repaint=False)
    view: reactive[str] = reactive(VIEWS[0].name, repaint=False)
    chart: reactive[Sequence[Strip]] = reactive((), repaint=False)
    timeline: reactive[Log] = reactive(Log(), repaint=False)
    hints: reactive[tuple[KeyHint, ...]] = reactive((), repaint=False)
    lower: reactive[str] = reactive("inspector", repaint=False, init=False)

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        # Not by a watcher: once it is mounted, a class has all its styles looked up again.
        self.set_class(True, f"-lower-{self.lower}", update=False)
        self._drawer = ChartDrawer()
        self._asked_from: Widget | None = None  # what had the keys before the field
        self._begun: dict[str, Dataset] = {}  # the data with which each view of the chart has begun

    def compose(self) -> ComposeResult:
        """Make the panels."""
        yield StatusBar(id="status").data_bind(Workbench.state, Workbench.activity)
        with Container(id="panels"):
            yield NetworkView(id="network").data_bind(Workbench.state, Workbench.selected)
            yield Inspector(id="inspector").data_bind(Workbench.state, Workbench.reading)
            yield ChartView(id="chart").data_bind(
                Workbench.state,
                Workbench.selected,
                Workbench.view,
                Workbench.inputs,
                Workbench.results_first,
                Workbench.chart,
            )
            yield SamplesView(id="samples").data_bind(Workbench.state, Workbench.selected)
            yield StepsView(id="steps").data_bind(Workbench.timeline)
        yield KeyBar(id="keys").data_bind(Workbench.hints)
        yield Static(id="too-small")

    def on_mount(self) -> None:
        """Say what was decided when the data was read."""
        self._tell_notes(self._controller.session.state.setup)
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw_chart())

    # Showing ---------------------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Fit the panels to the terminal."""
        width, height = event.size
        too_small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(too_small, "-too-small")
        self.set_class(width < NARROW, "-narrow")
        if too_small:
            needed = f"{SMALLEST[0]}×{SMALLEST[1]}"
            self.query_one("#too-small", Static).update(f"terminal too small: {width}×{height}, needs {needed}")

    def watch_lower(self, old: str, new: str) -> None:
        """Show another panel where there is room for one only; steps and samples share a place everywhere."""
        self.remove_class(f"-lower-{old}")
        self.add_class(f"-lower-{new}")
        if new in ("samples", "steps"):
            self.set_class(new == "steps", "-steps")

    def _changed(self, state: TrainingState, chart: Sequence[Strip] | None) -> None:
        if max(self.inputs) >= state.dataset.input_count:
            self.inputs = 0, 1
            self._begun.clear()
        super()._changed(state, chart)
        session = self._controller.session
        if not self._controller.running:
            self.timeline = Log(session.commands, session.shapes, session.outcomes, session.step)
        if chart is None and self.chart:  # the first is drawn once its size is known
            self.call_after_refresh(self._draw_chart)
        elif chart:
            self.chart = chart

    @on(messages.PanelResized)
    def _fit_chart(self) -> None:
        """Draw the chart for the panel's new size, in which all results may be in sight or no longer."""
        self._draw_chart()
        self._show_hints()

    @property
    def _chart_look(self) -> ChartLook:
        return ChartLook(self.view, self.selected, self.inputs, self.results_first)

    def _draw_chart(self) -> None:
        if self.state is not None:
            self._begin_view(self.state)
        self._chart_wanted = self._chart_look, self.query_one(ChartView).canvas
        if self.state is not None and not self._controller.running:
            self.chart = self._drawer.draw(self.state, *self._chart_wanted)

    def _begin_view(self, state: TrainingState) -> None:
        """Let a view choose what it shows first of a data set."""
        begin, dataset = view_named(self.view).begin, state.setup.dataset
        if begin is not None and self._begun.get(self.view) is not dataset:
            self._begun[self.view] = dataset
            self._look_at(begin(state, self._chart_look))

    def _look_at(self, look: ChartLook) -> None:
        self.inputs, self.results_first = look.inputs, look.results_first

    @on(messages.ArrowPressed)
    def _press_arrow(self, message: messages.ArrowPressed) -> None:
        panel = self.query_one(ChartView)
        if self.state is not None and panel.arrows is not None:
            self._look_at(panel.arrows.press(self.state, self._chart_look, panel.canvas, message.direction))
            self._draw_chart()

    def watch_selected(self) -> None:
        """Draw a view again that shows what is selected."""
        if view_named(self.view).of_selected:
            self._draw_chart()

    def _set_activity(self, activity: Activity) -> None:
        super()._set_activity(activity)
        self._show_hints()

    def _show_hints(self) -> None:
        panel = self.focused.id if self.focused is not None else None
        arrows = self.query_one(ChartView).arrows if panel == "chart" else None
        now = Situation(self.activity.running, self._edit_line.is_open, panel or "", arrows, self.nudge)
        if self.reading is not None:
            now = replace(now, digits=self.reading.digits, largest_first=self.reading.largest_first)
        self.hints = key_hints(now)

    @on(events.DescendantFocus)
    def _keys_went(self) -> None:
        self._show_hints()

    def watch_reading(self) -> None:
        """Say how the inspector writes its numbers."""
        self._show_hints()

    def watch_nudge(self) -> None:
        """Say by how much a nudge changes a value."""
        self._show_hints()

    def _ask(self, label: str, value: str, use: Callable[[str], None]) -> None:
        self._asked_from = self.focused
        if self.has_class("-narrow"):
            self.lower = "inspector"
        super()._ask(label, value, use)
        self._show_hints()

    @on(EditLine.Closed)
    def _edited(self, message: EditLine.Closed) -> None:
        self._show_hints()
        if self.focused is None or self._edit_line in self.focused.ancestors:  # the keys have not gone elsewhere
            back = self._asked_from
            if isinstance(back, Panel):
                self.action_panel(str(back.id))
            else:
                self.query_one("#network").focus()
        for key in message.keys:  # once something else has the keys
            self.call_after_refresh(self.app.call_later, self.app.post_message, key)

    # Panels ----------------------------------------------------------------------------------------------------------

    def action_panel(self, name: str) -> None:
        """Give a panel the keys, and show it if it is hidden."""
        if name != "network":
            self.lower = name
        panel = self.query_one(f"#{name}")
        if panel.display and panel.region.area:
            self.set_focus(panel)
        else:
            self.call_after_refresh(panel.focus)

    def action_next_panel(self, by: int) -> None:
        """Go round the panels."""
        focused = self.focused.id if self.focused and self.focused.id in PANELS else "inspector"
        self.action_panel(PANELS[(PANELS.index(focused) + by) % len(PANELS)])

    def action_next_view(self) -> None:
        """Show the chart in another way."""
        self.view = view_after(self.view).name
        if self.has_class("-narrow"):
            self.lower = "chart"
        self._draw_chart()
        self._show_hints()

    # Other screens ---------------------------------------------------------------------------------------------------

    def action_open_data(self) -> None:
        """Choose other data to learn from."""
        from tui.dialogs.open_data import OpenData

        self._controller.pause()
        self.app.push_screen(OpenData(), self._load)

    def _load(self, setup: Setup | None) -> None:
        if setup is not None:
            self._do(Load(setup))
            self._tell_notes(setup)

    def _tell_notes(self, setup: Setup) -> None:
        """Say what was decided when a file was read."""
        notes = setup.dataset.notes
        if notes:
            more = (
                f"\nand {len(notes) - MOST_NOTES:,} more: glassnet data shows them" if len(notes) > MOST_NOTES else ""
            )
            lines = "\n".join(safe(note, 160) for note in notes[:MOST_NOTES])
            self.notify(lines + more, title=safe(setup.name, 40), severity="warning", markup=False, timeout=15)

    def action_architecture(self) -> None:
        """Change the network and how it is trained."""
        from tui.dialogs.architecture import ArchitectureScreen

        controller = self._controller
        self.app.push_screen(ArchitectureScreen(self, controller.do, controller.undo, controller.redo))

    def action_keys(self) -> None:
        """Show all keys; the chosen one does what it does."""
        from tui.dialogs.keys import KeysScreen

        groups = KEY_GROUPS | {"Other": (*KEY_GROUPS["Other"], *APP_KEYS)}
        self.app.push_screen(KeysScreen(groups, list(self.query(Panel))), self._press)

    async def _press(self, action: str | None) -> None:
        if action is not None:
            await self.run_action(action)

    @on(messages.ActionRequested)
    async def _act(self, message: messages.ActionRequested) -> None:
        await self.run_action(message.action)
