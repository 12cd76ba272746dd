"""Editing a value: with the edit line, by a nudge, or by a step of the learning rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import EngineError, InvalidValue
from engine.network.places import Place, place_name
from engine.network.value_lists import span_text, values_from
from engine.session.look import RevealPanel, Select
from engine.training.commands import Command, SetValues, SetWord
from engine.training.words import place_of_word
from engine.wording import count
from tui.dialogs.settings.setting import next_rate
from tui.panels.inspector.edit_line import EditLine
from tui.terminal.text import safe
from tui.workbench.editable import Editable, editable_rate, lost_word, nudged
from tui.workbench.questions import QUESTIONS, Question, selected_value
from tui.workbench.value_order import place_beside

if TYPE_CHECKING:
    from tui.workbench.workbench import Workbench


class Editing:
    """Edits values of one workbench.

    Attributes:
        question: What the edit line asks for, or asked last. None before the first question.
    """

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self.question: Question | None = None
        self._last: Place | None = None  # the place of the last value set, or of the one that is asked for

    @property
    def line(self) -> EditLine:
        """The line in which a value is typed."""
        return self._workbench.query_one(EditLine)

    def ask(self, what: str) -> None:
        """Ask for a value of ``QUESTIONS``; does nothing if there is no such value now.

        Raises:
            EngineError: The value cannot be edited.
        """
        question = QUESTIONS[what](self._workbench)
        if question is not None:
            if not self._workbench.look.zoomed:
                self._workbench.look_at(RevealPanel("inspector"))
            self._open(question)

    def _open(self, question: Question) -> None:
        what = question.what
        self.question, self._last = question, None if what is None else what.place
        words = () if what is None else what.words
        self.line.open(question.label, question.value, words, is_listed=self._last is not None)

    def submit(self, text: str, then: int = 0) -> None:
        """Use what was typed; if it cannot be used, the line says why and stays open.

        Args:
            text: The text.
            then: Whether the line goes on to the value after it (1) or before it (-1), or closes (0).
        """
        try:
            if self.question is not None:
                self.question.use(text)
        except (ValueError, EngineError) as error:
            self.line.show_wrong(str(error))
        else:
            if not then:
                self.line.action_close()
            elif not self._go_on(then):  # what was typed for a value that is not there must not become commands
                self.line.close_for_good()

    def _go_on(self, by: int) -> bool:
        """Select and edit the value after the last one that was set (1), or before it (-1); say if there is none."""
        workbench, here = self._workbench, self._last
        if (state := workbench.state) is None or here is None:
            return False
        place = place_beside(state, here, by, workbench.look.panel == "samples")
        if place is None:
            workbench.say_why(f"{place_name(state.network.sizes, here)} is the {'last' if by > 0 else 'first'} value")
            return False
        workbench.look_at(Select(place))
        question = QUESTIONS["value"](workbench)
        if question is None:
            return False
        self._open(question)
        self.line.go_on()
        return True

    def change(self, what: Editable, command: Command, fold: bool = False) -> None:
        """Change a value; tell the learner if that restarts the current sample, or leaves a row without a class.

        Args:
            what: What to change.
            command: The command that changes it.
            fold: Whether it may join the step before, see ``Session.apply``.

        Raises:
            EngineError: The engine refuses the value.
        """
        workbench = self._workbench
        before = workbench.now
        workbench.training.do(command, fold)
        if before is None or workbench.now is None:
            return
        if isinstance(command, SetValues):
            sizes = workbench.now.network.sizes
            self._last = values_from(sizes, command.first, len(command.values))[-1]
            span = span_text(sizes, command.first, self._last)
            workbench.say_why(f"{count(len(command.values), 'value')} set: {span}; u takes them back")
        if before.phase > workbench.now.phase == 1:
            workbench.notify(safe(f"{what.name} was changed: the sample begins again"), markup=False, timeout=4)
        if isinstance(command, SetWord):
            after = workbench.now
            workbench.look_at(Select(place_of_word(after.dataset, after.scaling, command.row, command.place)))
        if lost := lost_word(command, before, workbench.now):
            workbench.notify(lost, severity="warning", markup=False, timeout=6)

    def nudge(self, direction: int) -> None:
        """Nudge the selected value up (1) or down (−1).

        Raises:
            EngineError: The engine refuses the value.
        """
        what = selected_value(self._workbench)
        if what is not None:
            step = self._workbench.look.nudge
            value = nudged(what, step, direction)
            if value == what.value:
                raise InvalidValue(f"{what.name} does not change by a nudge of {step:g}: : makes it larger")
            self.change(what, what.set_to(value), fold=True)

    def step_rate(self, direction: int) -> None:
        """Raise (1) or lower (−1) the learning rate.

        Raises:
            EngineError: The engine refuses the rate.
        """
        if (state := self._workbench.state) is not None:
            what = editable_rate(state)
            rate = next_rate(what.value, direction)
            if rate == what.value:
                raise InvalidValue(f"the learning rate goes no {'higher' if direction > 0 else 'lower'}")
            self.change(what, what.set_to(rate), fold=True)
