"""Changing numbers: the field, nudges, the learning rate."""

from __future__ import annotations

from collections.abc import Callable

from textual import events, on
from textual.reactive import reactive
from textual.widgets import Input

from engine.errors import EngineError
from engine.training.state import Setup
from tui.dialogs.settings.setting import next_rate
from tui.drawing.numbers import brief
from tui.panels import messages
from tui.panels.inspector.edit_line import EditLine
from tui.terminal.text import safe
from tui.terminal.typed_numbers import parse_number
from tui.workbench.editable import NUDGES, Editable, editable, editable_rate, nudged
from tui.workbench.explaining_screen import ExplainingScreen
from tui.workbench.keymap import USUAL_NUDGE

MOST_DIGITS_OF_A_STEP = 9


class EditingScreen(ExplainingScreen):
    """Edits what is selected.

    Attributes:
        nudge: by how much a nudge changes a value.
    """

    nudge: reactive[float] = reactive(USUAL_NUDGE, repaint=False)

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._use: Callable[[str], None] = str  # what becomes of the text in the field

    @property
    def _edit_line(self) -> EditLine:
        return self.query_one(EditLine)

    def _ask(self, label: str, value: str, use: Callable[[str], None]) -> None:
        """Open the field."""
        self._use = use
        self._edit_line.open(label, value)

    def take_late(self, event: events.Key) -> bool:
        """Give the field a key that was pressed before it had the keys; tell whether it was one."""
        return self._edit_line.take_late(event)

    @on(EditLine.Submitted)
    def _submitted(self, message: EditLine.Submitted) -> None:
        try:
            self._use(message.text)
        except (ValueError, EngineError) as error:
            self._edit_line.show_wrong(str(error))
        else:
            self._edit_line.action_close()

    def _edit(self, what: Editable) -> None:
        self._ask(f"{what.name} =", brief(what.value, 10), lambda text: self._set(what, text))

    def _set(self, what: Editable, text: str) -> None:
        """Do what was typed.

        Raises:
            ValueError: it is not a number.
            EngineError: it is one that the engine refuses.
        """
        value = parse_number(text)
        if value != what.value and text != brief(what.value, 10):  # as it stood there, shorter than it is
            self._change(what, value)

    def _change(self, what: Editable, value: float) -> None:
        """Give a value another number, and say so where that sends a sample back to its start."""
        before = self.state
        self._controller.do(what.set_to(value))
        if before is not None and self.state is not None and before.phase > self.state.phase == 1:
            self.notify(safe(f"{what.name} was changed: the sample begins again"), markup=False, timeout=4)

    @property
    def _editable(self) -> Editable | None:
        if self.state is None or self.selected is None:
            return None
        return editable(self.state, self.selected)

    @on(messages.EditRequested)
    def action_edit(self) -> None:
        """Edit the selected value."""
        if self._editable is not None:
            self._edit(self._editable)

    def action_edit_rate(self) -> None:
        """Edit the learning rate."""
        if self.state is not None:
            self._edit(editable_rate(self.state))

    def action_go_to_step(self) -> None:
        """Ask for a step, and go to it."""
        self._controller.pause()
        session = self._controller.session
        self._ask(f"go to step 0–{session.last_step}:", str(session.step), self._go_to)

    def _go_to(self, text: str) -> None:
        if not text.strip().isdecimal() or len(text.strip()) > MOST_DIGITS_OF_A_STEP:
            raise ValueError(f"a step is a whole number from 0 to {self._controller.session.last_step}")
        self._controller.goto(int(text))

    async def action_accept_edit(self) -> None:
        """Use what was typed."""
        await self._edit_line.query_one(Input).action_submit()

    def action_leave_edit(self) -> None:
        """Leave the value as it was."""
        self._edit_line.action_close()

    def action_nudge(self, direction: int) -> None:
        """Move the selected value a little."""
        what = self._editable
        if what is not None:
            self._try(lambda: self._change(what, nudged(what.value, self.nudge, direction)))

    def action_next_nudge(self) -> None:
        """Change the size of a nudge."""
        self.nudge = NUDGES[(NUDGES.index(self.nudge) + 1) % len(NUDGES)]

    def action_step_rate(self, direction: int) -> None:
        """Raise or lower the learning rate."""
        if self.state is not None:
            what = editable_rate(self.state)
            self._try(lambda: self._change(what, next_rate(what.value, direction)))
