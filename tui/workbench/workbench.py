"""The workbench: the one main screen. Turns keys and messages into commands and looks, and shows the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Static

from engine.errors import EngineError
from engine.experiment.setup import Setup
from engine.session.look import PANELS, FocusPanel, Look, LookAction, RevealPanel, Select, StateChanged, ZoomPanel
from engine.session.looking import look_after, what_places, without_places
from engine.session.session import Session
from engine.session.shown_row import seen
from engine.session.travel import Goto
from engine.training.commands import Command
from engine.training.state import TrainingState
from tui.panels import messages
from tui.panels.bars.keybar import KeyHint
from tui.panels.bars.view import KeyBar, MessageLine, StatusBar
from tui.panels.chart.view import ChartView, chart_key
from tui.panels.chart.views import begun
from tui.panels.inspector.edit_line import EditLine
from tui.panels.inspector.view import Inspector
from tui.panels.network.navigation import move
from tui.panels.network.view import NetworkView
from tui.panels.panel import Direction, Panel
from tui.panels.samples.view import SamplesView
from tui.panels.steps.lines import Log
from tui.panels.steps.view import StepsView
from tui.running.activity import Activity
from tui.running.controller import TrainingController
from tui.terminal.pictures import when_seen
from tui.terminal.text import safe
from tui.workbench.actions import LOOKS, SAID, TRAINING
from tui.workbench.chart_source import ChartSource
from tui.workbench.copying import CopyingScreen
from tui.workbench.hints import hints_of
from tui.workbench.keeping import Keeping
from tui.workbench.keymap import WORKBENCH_KEYS
from tui.workbench.large import LargeChanges
from tui.workbench.layout import Panels, fit_panels, panels_shown
from tui.workbench.notes import with_notes, with_stuck
from tui.workbench.opening import DIALOGS
from tui.workbench.playing import player_for
from tui.workbench.walking import walk

if TYPE_CHECKING:
    from tui.workbench.editing import Editing


class Workbench(CopyingScreen):
    """The panels of one session: network, inspector, chart, samples and steps.

    Attributes:
        now: The state of the training.
        state: The state that the panels show: the same, or with the row looked at as its current one.
        look: What the learner looks at.
        activity: What the training is doing.
        chart: The chart, drawn.
        training: Runs, steps and undoes the session.
        large: Asks before a change that makes the network large.
        timeline: The steps so far.
        hints: The keys that matter now.
        keeping: Keeps the session; None until the screen is shown.
    """

    AUTO_FOCUS = "#network"
    HORIZONTAL_BREAKPOINTS = VERTICAL_BREAKPOINTS = []  # noqa: RUF012, only dialogs have styles for them
    BINDINGS: ClassVar[list[BindingType]] = list(WORKBENCH_KEYS)

    now: reactive[TrainingState | None] = reactive(None, repaint=False)
    state: reactive[TrainingState | None] = reactive(None, repaint=False)
    look: reactive[Look] = reactive(Look(), repaint=False, init=False)
    activity: reactive[Activity] = reactive(Activity(), repaint=False)
    chart: reactive[Sequence[Strip]] = reactive((), repaint=False)
    timeline: reactive[Log] = reactive(Log(), repaint=False)
    hints: reactive[tuple[KeyHint, ...]] = reactive((), repaint=False)

    def __init__(self, start: Setup | Session) -> None:
        super().__init__()
        self._charts = ChartSource()
        self.training = TrainingController(
            start if isinstance(start, Session) else Session(start),
            self._charts.draw_in_run,
            is_shown=lambda: self.is_attached,
            changed=self._show,
            charted=self._show_chart,
            active=self._show_activity,
            when_seen=lambda callback: when_seen(self, callback),
            walk=lambda way, arrived: walk(self, way, arrived),
            player=player_for(self),
        )
        self.large = LargeChanges(self)
        self.keeping: Keeping | None = None

    @cached_property
    def editing(self) -> Editing:
        """What edits values; the first screen does not wait for it."""
        from tui.workbench.editing import Editing

        return Editing(self)

    def use_kernel(self, kernel: str) -> None:
        """Choose what computes the runs, one of ``KERNELS``, before the screen is shown."""
        choice = self.training.session.kernel
        choice.name, choice.waits = kernel, False

    def compose(self) -> ComposeResult:
        """Make the panels."""
        yield StatusBar(id="status").data_bind(Workbench.now, Workbench.look, Workbench.activity)
        yield MessageLine(id="message").data_bind(Workbench.state, Workbench.activity, Workbench.notices)
        with Panels(self):
            yield NetworkView(id="network").data_bind(Workbench.state, Workbench.look)
            yield Inspector(id="inspector").data_bind(Workbench.state, Workbench.look)
            yield ChartView(id="chart").data_bind(Workbench.state, Workbench.look, Workbench.chart)
            yield SamplesView(id="samples").data_bind(Workbench.state, Workbench.look)
            yield StepsView(id="steps").data_bind(Workbench.timeline)
        yield KeyBar(id="keys").data_bind(Workbench.hints)
        yield Static(id="too-small")

    def on_mount(self) -> None:
        """Show the first state."""
        self._show(self.training.session.state)
        self._show_activity(Activity())
        self.app.theme_changed_signal.subscribe(self, lambda _: self._draw_chart())
        self.app.app_suspend_signal.subscribe(self, lambda _: self.training.player.stop(), immediate=True)

    def on_unmount(self) -> None:
        """Stop the training thread."""
        self.training.abandon()

    def on_resize(self) -> None:
        """Fit the panels to the terminal."""
        fit_panels(self)

    # Showing the training --------------------------------------------------------------------------------------------

    def _show(self, state: TrainingState) -> None:
        """Show a state. Between two networks of different shapes, the panels look at no place of either."""
        before, training = self.now, self.training
        change = StateChanged(before, training.walked, training.running, ran=self.activity.running)
        look = begun(look_after(self.look, change, state), state)
        if before is None or what_places(before) != what_places(state):
            self.look = without_places(self.look)
        self.now, self.state, self.look = state, seen(state, look.row), look
        self.notices = with_notes(self.notices, before, state)
        if training.running:
            self.untell("stuck")
        else:
            self.notices = with_stuck(self.notices, before, state, self.activity.running)
            self.timeline = Log(training.session.steps, training.session.step)
            if self.chart:  # the first one is drawn when its size is known
                self.call_after_refresh(self._draw_chart)

    def _show_chart(self, chart: Sequence[Strip]) -> None:
        self.chart = chart

    def _show_activity(self, activity: Activity) -> None:
        if activity.pace != self.activity.pace and not activity.running:  # the top line may have no room for it
            pace = f"trains {activity.pace:,} samples a second" if activity.pace else "has full speed"
            self.say_why(f"a run {pace}")
        if activity.running:
            self.timeline = self.timeline.without_undone
        if activity.stopped and not activity.by_rule:
            self.untell("stuck")  # the reason for the stop says it
        if activity.note:
            self.notify(safe(activity.note, 300), severity="warning", markup=False, timeout=10)
        self.activity = replace(activity, note="", tempo=self.training.player.tempo_now)
        self._show_hints()

    def show_tempo(self) -> None:
        """Show whether the phases are played, and how fast."""
        self._show_activity(self.activity)

    @on(messages.PanelResized)
    def _draw_chart(self) -> None:
        """Draw the chart for the current look; during a run, the training thread draws it."""
        state, panel = self.state, self.query_one(ChartView)
        if state is None:
            return
        self._charts.wanted = self.look, panel.canvas
        if not self.training.running:
            self.chart = self._charts.draw(state)
        self._show_hints()  # what the arrows do may depend on the size

    # Commands: what changes the training -----------------------------------------------------------------------------

    def _try(self, do: Callable[[], object]) -> None:
        """Call a function; notify the learner if the engine refuses."""
        try:
            do()
        except EngineError as error:
            self.notify(safe(str(error), 300), severity="warning", markup=False, timeout=6)

    def do(self, command: Command) -> None:
        """Apply a command; notify the learner if the engine refuses it."""
        self._try(lambda: self.large.do(command))

    def action_do(self, verb: str) -> None:
        """Run a verb of ``TRAINING``."""
        self._try(lambda: self._do_verb(verb))

    def _do_verb(self, verb: str) -> None:
        then = TRAINING[verb](self.training, self.look)
        if then is not None:
            self.look_at(then)
        if verb in SAID and self.now is not None:
            self.say_why(SAID[verb](self.now, self.look))

    def walk_on(self) -> None:
        """Do the next phase; the one that plays them asks for it."""
        self._try(lambda: self.training.walk_on(self.look))

    @on(messages.StepMoved)
    def _move_step(self, message: messages.StepMoved) -> None:
        self._try(lambda: self.training.travel(lambda session: session.place_beside(message.by)))

    @on(messages.EpochChosen)
    def _choose_epoch(self, message: messages.EpochChosen) -> None:
        self._try(lambda: self.training.travel(lambda session: session.place_of_epoch(message.epoch)))

    @on(messages.StepChosen)
    def _choose_step(self, message: messages.StepChosen) -> None:
        self._try(lambda: self.training.travel(lambda session: Goto(message.step)))

    # Editing ---------------------------------------------------------------------------------------------------------

    def action_edit(self, what: str) -> None:
        """Ask for a new value in the edit line; phases that are played would change it under the learner's hands."""
        self.training.player.stop()
        self._try(lambda: self.editing.ask(what))
        if self.look.zoomed:
            fit_panels(self)
        self._show_hints()

    @on(EditLine.Submitted)
    def _submit(self, message: EditLine.Submitted) -> None:
        self.editing.submit(message.text, message.then)
        self._show_hints()

    @on(EditLine.Closed)
    def _end_edit(self, message: EditLine.Closed) -> None:
        fit_panels(self)
        self._show_hints()
        if self.focused is None or self.editing.line in self.focused.ancestors:  # no other panel has taken the focus
            self.action_panel(self.look.panel)
        for typed in message.typed:  # once the panel has the focus
            self.call_after_refresh(self.app.call_later, self.app.post_message, typed)

    def action_nudge(self, direction: int) -> None:
        """Nudge the selected value up (1) or down (−1)."""
        self._try(lambda: self.editing.nudge(direction))

    def action_step_rate(self, direction: int) -> None:
        """Raise (1) or lower (−1) the learning rate."""
        self._try(lambda: self.editing.step_rate(direction))

    def action_accept_edit(self, then: int = 0) -> None:
        """Accept what was typed, and close the line (0) or go on to the next value (1) or the one before (-1)."""
        self.editing.line.submit(then)

    def action_leave_edit(self) -> None:
        """Close the edit line and keep the old value."""
        self.editing.line.action_close()

    # Looks: what does not change the training ---------------------------------------------------------------------

    def look_at(self, action: LookAction, otherwise: str = "") -> None:
        """Change the look; say ``otherwise`` if that changes nothing."""
        if (now := self.now) is not None:
            before, look = self.look, begun(look_after(self.look, action, now), now)
            if look.row != before.row:
                self.state = seen(now, look.row)
            self.look = look
            if otherwise and look == before:
                self.say_why(otherwise)

    def watch_look(self, old: Look, new: Look) -> None:
        """Show other panels and redraw the chart if their part of the look changed."""
        if (old.panel, old.lower, old.zoomed) != (new.panel, new.lower, new.zoomed):
            fit_panels(self)
        if chart_key(old) != chart_key(new):
            self._draw_chart()  # and the hints
        else:
            self._show_hints()

    def _show_hints(self) -> None:
        self.hints = hints_of(self)

    @on(messages.Looked)
    def _look_elsewhere(self, message: messages.Looked) -> None:
        self.look_at(message.action, message.otherwise)

    def action_look(self, verb: str) -> None:
        """Run a verb of ``LOOKS``, and show the panel in which its effect is seen."""
        look, state = LOOKS[verb], self.state
        if state is not None:
            self._try(lambda: self.look_at(look.action(self.look, state), look.otherwise))
        if look.seen_in and look.seen_in not in panels_shown(self.size, self.look):
            self.look_at(RevealPanel(look.seen_in))

    def action_move(self, direction: Direction) -> None:
        """Move the selection through the network."""
        if self.state is not None:
            network = self.state.network
            place = move(network.sizes, self.look.selected, direction, network.switches)
            self.look_at(Select(place), f"there is nothing further {direction}")

    @on(events.DescendantFocus)
    def _note_focus(self) -> None:
        if isinstance(self.focused, Panel):
            self.look_at(FocusPanel(str(self.focused.id)))
        self._show_hints()

    def action_panel(self, name: str) -> None:
        """Focus a panel, and show it if it is hidden."""
        panel = self.query_one(f"#{name}")
        if panel is self.focused:
            self.say_why(f"you are in the {name} already")
        self.look_at(FocusPanel(name))
        self.set_focus(panel)

    def action_close_over(self) -> None:
        """Close what lies over the panels: notices, the message line, or a panel that fills the screen."""
        if self.query("Toast") or self.notices:
            super().action_close_over()
        else:
            self.look_at(ZoomPanel(False))

    def action_next_panel(self, by: int) -> None:
        """Focus the next panel (1) or the previous one (−1)."""
        focused = self.focused.id if self.focused and self.focused.id in PANELS else "inspector"
        self.action_panel(PANELS[(PANELS.index(focused) + by) % len(PANELS)])

    def action_open(self, dialog: str) -> None:
        """Open a dialog."""
        DIALOGS[dialog](self)

    @on(messages.ActionRequested)
    async def _act(self, message: messages.ActionRequested) -> None:
        await self.run_action(message.action)
