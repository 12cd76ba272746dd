"""Looking at numbers: what is selected, where it comes from, phase by phase, and whether it is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.reactive import reactive
from textual.strip import Strip

from engine.network.places import Bias, Neuron, Place, Weight
from engine.network.quantities import Quantity
from engine.training.commands import StepPhase
from engine.training.phases import Phase
from engine.training.state import TrainingState
from tui.panels import messages
from tui.panels.inspector.sheet import Reading, Topic
from tui.panels.network.navigation import exists, move
from tui.panels.panel import Direction
from tui.workbench.session_screen import SessionScreen

DIGITS = (4, 6, None)
FEW_TERMS = 8
"""Terms of a long sum that are written while it runs, and change too fast to be read."""


class ExplainingScreen(SessionScreen):
    """Selects, explains and follows numbers.

    Attributes:
        selected: the place that stands out in the network.
        reading: what the inspector shows, and how.
    """

    selected: reactive[Place | None] = reactive(None, repaint=False)
    reading: reactive[Reading | None] = reactive(None, repaint=False)

    def on_mount(self) -> None:
        """Begin with nothing to come back to."""
        self._trail: list[tuple[Reading, Place | None]] = []

    def _changed(self, state: TrainingState, chart: Sequence[Strip] | None) -> None:
        if self.state is None or state.network.sizes != self.state.network.sizes:
            self._reshape(state)
        self.state = state
        if self.reading is not None:
            topic, phase = self.reading.topic, state.current_phase
            if phase is not None and (isinstance(topic, Phase) or self._walks):
                topic = phase
            elif isinstance(topic, Phase) and self.selected is not None:
                topic = self.selected
            focus = self.reading.focus if topic == self.reading.topic else None
            most = FEW_TERMS if self._controller.running else None
            self.reading = replace(self.reading, topic=topic, focus=focus, most_terms=most, check=None)

    @property
    def _walks(self) -> bool:
        """Whether one came to this phase by stepping, there or back; an edit begins a sample again by the way."""
        session = self._controller.session
        return session.step < session.last_step or isinstance(session.commands[session.step - 1], StepPhase)

    def _reshape(self, state: TrainingState) -> None:
        """Show a network of another shape; at no moment is a panel asked for a place that its network has not."""
        sizes, about_error = state.network.sizes, self.reading is not None and self.reading.topic == "E"
        selected = self.selected if exists(sizes, self.selected) else Weight(len(sizes) - 1, 0, 0)
        self._read("E")
        self.selected = None
        self.state = state
        self._select(selected)
        if about_error:
            self._read("E")

    def _select(self, place: Place) -> None:
        """Select a place and show where it comes from; what was followed before is done with."""
        self.selected = place
        self._read(place)
        self._trail = []

    def _read(self, topic: Topic, focus: Quantity | None = None) -> None:
        now = self.reading or Reading(topic)
        self.reading = replace(now, topic=topic, focus=focus, check=None)

    def _has(self, place: Place) -> bool:
        """Tell whether the network has a place: what was clicked may have gone before the click is heard of."""
        return self.state is not None and exists(self.state.network.sizes, place)

    def action_move(self, direction: Direction) -> None:
        """Move the selection through the network."""
        if self.state is not None:
            self._select(move(self.state.network.sizes, self.selected, direction))

    @on(messages.PlaceSelected)
    def _place_selected(self, message: messages.PlaceSelected) -> None:
        if self._has(message.place):
            self._select(message.place)

    @on(messages.QuantityFollowed)
    def _follow(self, message: messages.QuantityFollowed) -> None:
        subject = message.quantity.subject
        if self.reading is None or not (isinstance(subject, str) or self._has(subject)):
            return
        self._trail.append((self.reading, self.selected))
        if not isinstance(subject, str):
            self.selected = subject
        self._read(subject, message.quantity)

    def action_come_back(self) -> None:
        """Come back from where a number came from."""
        if self._trail and self.reading is not None:
            reading, self.selected = self._trail.pop()
            self.reading = replace(self.reading, topic=reading.topic, focus=reading.focus, check=None)

    def action_step_phase(self) -> None:
        """Do the next phase of the current sample, and show what it computes."""
        self._do(StepPhase())

    def action_explain_error(self) -> None:
        """Show where the error comes from."""
        self._read("E")

    def action_check(self) -> None:
        """Check the gradient of the selected weight or bias by a nudge, which leaves all as it was."""
        match self.selected:
            case Weight() | Bias() as place:
                self._check(place)
            case Neuron(layer, index) if layer:
                self._check(Bias(layer, index))
            case _:
                self._refused("select a weight or a bias to check its gradient: inputs and expected values have none")

    def _check(self, place: Weight | Bias) -> None:
        if self.state is None:
            return
        from engine.analysis.gradient_check import check

        self._select(place)
        shown = self.state.shown
        row = shown.row
        found = check(shown.network, shown.dataset.inputs[row], shown.dataset.expected[row], place)
        if self.reading is not None:
            self.reading = replace(self.reading, check=found)

    def action_check_all(self) -> None:
        """Check every gradient, and list the worst."""
        if self.state is not None:
            from tui.dialogs.check_all import CheckAll  # as the other dialogs: when it is opened

            self._controller.pause()
            self.app.push_screen(CheckAll(self.state.shown), self._checked)

    def _checked(self, place: Weight | Bias | None) -> None:
        if place is not None:
            self._check(place)

    def action_next_digits(self) -> None:
        """Write numbers with more digits, or with few again."""
        if self.reading is not None:
            digits = DIGITS[(DIGITS.index(self.reading.digits) + 1) % len(DIGITS)]
            self.reading = replace(self.reading, digits=digits)

    def action_other_order(self) -> None:
        """Order the terms of sums by size, or as they stand in the network."""
        if self.reading is not None:
            self.reading = replace(self.reading, largest_first=not self.reading.largest_first)
