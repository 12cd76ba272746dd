"""The workbench: the one main screen. Turns keys and messages into commands, and shows the state they lead to."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.reactive import reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Input, Static

from engine.commands import ChooseRow, Command, Load, NewStart, Reset, StepEpoch, StepSample
from engine.errors import EngineError
from engine.names import Place, Weight
from engine.session import Session
from engine.state import Divergence, Setup, TrainingState
from tui import messages
from tui.conductor import Conductor
from tui.editing import NUDGES, Editable, editable, editable_rate, next_rate, nudged
from tui.keymap import WORKBENCH_KEYS, key_hints
from tui.parsing import parse_number
from tui.renderables.charts import VIEWS, ChartDrawer, ChartLook
from tui.renderables.keybar import KeyHint
from tui.renderables.navigation import Direction, exists, move
from tui.renderables.status import Activity
from tui.screens.keys import KeysScreen
from tui.screens.open_data import OpenData
from tui.text import safe
from tui.widgets.bars import KeyBar, StatusBar
from tui.widgets.chart_view import ChartView
from tui.widgets.edit_line import EditLine
from tui.widgets.inspector import Inspector
from tui.widgets.network_view import NetworkView
from tui.widgets.samples_view import SamplesView
from tui.widgets.steps_view import Log, StepsView

SMALLEST = (60, 20)
NARROW = 80
PANELS = ("network", "inspector", "chart", "samples", "steps")


class Workbench(Screen[None]):
    """The network, the inspector, the chart, the samples and the steps of one session."""

    CSS_PATH = "workbench.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = list(WORKBENCH_KEYS)

    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    selected: reactive[Place | None] = reactive(None, repaint=False)
    activity: reactive[Activity] = reactive(Activity(), repaint=False)
    view: reactive[str] = reactive(VIEWS[0], repaint=False)
    chart: reactive[Sequence[Strip]] = reactive((), repaint=False)
    timeline: reactive[Log] = reactive(Log(), repaint=False)
    hints: reactive[tuple[KeyHint, ...]] = reactive((), repaint=False)
    nudge: reactive[float] = reactive(0.1, repaint=False)
    lower: reactive[str] = reactive("inspector", repaint=False)

    def __init__(self, setup: Setup) -> None:
        super().__init__()
        self._drawer, self._thread_drawer, self._look = ChartDrawer(), ChartDrawer(), ChartLook()
        self._conductor = Conductor(
            Session(setup),
            draw=lambda state: self._thread_drawer.draw(state, self._look),
            in_screen=self._in_screen,
            changed=self._changed,
            active=self._set_activity,
            stopped=self._stopped,
        )
        self._use: Callable[[str], None] = str  # what becomes of the text in the field

    def compose(self) -> ComposeResult:
        """Make the panels."""
        yield StatusBar(id="status").data_bind(Workbench.state, Workbench.activity)
        with Container(id="panels"):
            yield NetworkView(id="network").data_bind(Workbench.state, Workbench.selected)
            yield Inspector(id="inspector").data_bind(Workbench.state, Workbench.selected)
            yield ChartView(id="chart").data_bind(Workbench.state, Workbench.view, Workbench.chart)
            yield SamplesView(id="samples").data_bind(Workbench.state)
            yield StepsView(id="steps").data_bind(Workbench.timeline)
        yield KeyBar(id="keys").data_bind(Workbench.hints)
        yield Static(id="too-small")

    def on_mount(self) -> None:
        """Show the first state."""
        self._loop, self._in_app = asyncio.get_running_loop(), contextvars.copy_context()
        self.query_one("#network").focus()
        self._changed(self._conductor.session.state, None)
        self._set_activity(Activity())
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw_chart())

    def on_unmount(self) -> None:
        """Leave no thread behind."""
        self._conductor.abandon()

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

    def _in_screen(self, function: Callable[..., object], *arguments: object) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *arguments, context=self._in_app)

    def _changed(self, state: TrainingState, chart: list[Strip] | None) -> None:
        """Show a state, with the chart that was drawn of it or with one drawn now."""
        if not exists(state.network.sizes, self.selected):
            self.selected = Weight(len(state.network.sizes) - 1, 0, 0)
        self.state = state
        session = self._conductor.session
        if not self._conductor.running:
            self.timeline = Log(session.commands, state.network.sizes, session.step)
        if chart is None:
            self.call_after_refresh(self._draw_chart)
        else:
            self.chart = chart

    @on(messages.PanelResized)
    def _draw_chart(self) -> None:
        panel = self.query_one(ChartView)
        self._look = ChartLook(self.view, *panel.inner, panel.palette)
        if self.state is not None and not self._conductor.running:
            self.chart = self._drawer.draw(self.state, self._look)

    def _set_activity(self, activity: Activity) -> None:
        self.activity = activity
        self._show_hints()

    def _show_hints(self) -> None:
        self.hints = key_hints(self.activity.running, self._edit_line.is_open)

    def _refused(self, why: str) -> None:
        self.notify(safe(why, 300), severity="warning", markup=False, timeout=6)

    def _stopped(self, why: str) -> None:
        self.notify(f"{safe(why, 300)}\nu undoes it", title="Stopped", severity="error", markup=False, timeout=12)

    # Doing -----------------------------------------------------------------------------------------------------------

    def _try(self, do: Callable[[], object]) -> None:
        """Do something; if the engine refuses it, say why."""
        try:
            do()
        except Divergence as divergence:
            self._stopped(str(divergence))
        except EngineError as error:
            self._refused(str(error))

    def _do(self, command: Command) -> None:
        self._try(lambda: self._conductor.do(command))

    def action_step_sample(self) -> None:
        """Train the current sample."""
        self._do(StepSample())

    def action_step_epoch(self) -> None:
        """Train what is left of the epoch."""
        self._do(StepEpoch())

    def action_toggle_run(self) -> None:
        """Run or pause."""
        if self._conductor.running:
            self._conductor.pause()
        else:
            self._conductor.run()

    def action_change_pace(self, by: int) -> None:
        """Run faster or slower."""
        self._conductor.change_pace(by)

    def action_undo(self) -> None:
        """Go a step back."""
        self._try(self._conductor.undo)

    def action_redo(self) -> None:
        """Go a step forward again."""
        self._try(self._conductor.redo)

    def action_reset(self) -> None:
        """Go back to the starting weights."""
        self._do(Reset())

    def action_new_start(self) -> None:
        """Draw new starting weights."""
        self._do(NewStart())

    @on(messages.RowChosen)
    def _choose_row(self, message: messages.RowChosen) -> None:
        self._do(ChooseRow(message.row))

    @on(messages.StepChosen)
    def _choose_step(self, message: messages.StepChosen) -> None:
        self._try(lambda: self._conductor.goto(message.step))

    @on(messages.ActionRequested)
    async def _act(self, message: messages.ActionRequested) -> None:
        await self.run_action(message.action)

    # Selecting -------------------------------------------------------------------------------------------------------

    def action_move(self, direction: Direction) -> None:
        """Move the selection through the network."""
        if self.state is not None:
            self.selected = move(self.state.network.sizes, self.selected, direction)

    @on(messages.PlaceSelected)
    def _select(self, message: messages.PlaceSelected) -> None:
        self.selected = message.place

    def action_panel(self, name: str) -> None:
        """Give a panel the keys, and show it if it is hidden."""
        if name != "network":
            self.lower = name
        self.call_after_refresh(self.query_one(f"#{name}").focus)

    def action_next_panel(self, by: int) -> None:
        """Go round the panels."""
        focused = self.focused.id if self.focused and self.focused.id in PANELS else "inspector"
        self.action_panel(PANELS[(PANELS.index(focused) + by) % len(PANELS)])

    def action_next_view(self) -> None:
        """Show the chart in another way."""
        self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]
        if self.has_class("-narrow"):
            self.lower = "chart"
        self._draw_chart()

    # Editing ---------------------------------------------------------------------------------------------------------

    @property
    def _edit_line(self) -> EditLine:
        return self.query_one(EditLine)

    def _ask(self, label: str, value: str, use: Callable[[str], None]) -> None:
        """Open the field, in sight."""
        if self.has_class("-narrow"):
            self.lower = "inspector"
        self._use = use
        self._edit_line.open(label, value)
        self._show_hints()

    @on(EditLine.Submitted)
    def _submitted(self, message: EditLine.Submitted) -> None:
        try:
            self._use(message.text)
        except (ValueError, EngineError) as error:
            self._edit_line.show_wrong(str(error))
        else:
            self._edit_line.action_close()

    def _edit(self, what: Editable) -> None:
        self._ask(f"{what.name} =", f"{what.value:.10g}", lambda text: self._set(what, text))

    def _set(self, what: Editable, text: str) -> None:
        """Do what was typed.

        Raises:
            ValueError: it is not a number.
            EngineError: it is one that the engine refuses.
        """
        value = parse_number(text)
        if value != what.value:
            self._conductor.do(what.set_to(value))

    @on(messages.EditRequested)
    def action_edit(self) -> None:
        """Edit the selected value."""
        if self.state is not None and self.selected is not None:
            self._edit(editable(self.state, self.selected))

    def action_edit_rate(self) -> None:
        """Edit the learning rate."""
        if self.state is not None:
            self._edit(editable_rate(self.state))

    def action_go_to_step(self) -> None:
        """Ask for a step, and go to it."""
        self._conductor.pause()
        session = self._conductor.session
        self._ask(f"go to step 0–{session.last_step}:", str(session.step), self._go_to)

    def _go_to(self, text: str) -> None:
        if not text.strip().isdecimal():
            raise ValueError(f"a step is a whole number from 0 to {self._conductor.session.last_step}")
        self._conductor.goto(int(text))

    @on(EditLine.Closed)
    def _edited(self) -> None:
        self._show_hints()
        self.query_one("#network").focus()

    async def action_accept_edit(self) -> None:
        """Use what was typed."""
        await self._edit_line.query_one(Input).action_submit()

    def action_leave_edit(self) -> None:
        """Leave the value as it was."""
        self._edit_line.action_close()

    def action_nudge(self, direction: int) -> None:
        """Move the selected value a little."""
        if self.state is not None and self.selected is not None:
            what = editable(self.state, self.selected)
            self._do(what.set_to(nudged(what.value, self.nudge, direction)))

    def action_next_nudge(self) -> None:
        """Change the size of a nudge."""
        self.nudge = NUDGES[(NUDGES.index(self.nudge) + 1) % len(NUDGES)]
        self.notify(f"nudge step {self.nudge:g}", timeout=2)

    def action_step_rate(self, direction: int) -> None:
        """Raise or lower the learning rate."""
        if self.state is not None:
            what = editable_rate(self.state)
            self._do(what.set_to(next_rate(what.value, direction)))

    # Other screens ---------------------------------------------------------------------------------------------------

    def action_open_data(self) -> None:
        """Choose other data to learn from."""
        self._conductor.pause()
        self.app.push_screen(OpenData(), self._load)

    def _load(self, setup: Setup | None) -> None:
        if setup is not None:
            self._do(Load(setup))

    def action_keys(self) -> None:
        """Show all keys; the chosen one does what it does."""
        self.app.push_screen(KeysScreen(WORKBENCH_KEYS), self._press)

    async def _press(self, action: str | None) -> None:
        if action is not None:
            await self.run_action(action)
