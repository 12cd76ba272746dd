"""The questions of the edit line: one row each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.quick_dataclass import dataclass
from engine.session.typed_place import place_typed
from engine.training.commands import SetValues
from engine.typed_numbers import parse_number
from tui.drawing.numbers import brief
from tui.workbench.editable import Editable, editable, editable_rate, shown_value, typed_command
from tui.workbench.refusals import check_edits

if TYPE_CHECKING:
    from tui.workbench.workbench import Workbench


@dataclass(frozen=True, eq=False)
class Question:
    """A question of the edit line.

    Attributes:
        label: The text before the field.
        value: The text in the field.
        use: Uses the text that was typed; raises ValueError or EngineError if it cannot.
        what: The value that it asks for. None if it asks for none.
    """

    label: str
    value: str
    use: Callable[[str], None]
    what: Editable | None = None


def selected_value(workbench: Workbench) -> Editable | None:
    """Return the selected value; None if nothing is selected. In the samples, classes and other words are chosen.

    Raises:
        InvalidValue: It is a value of a test row.
    """
    state, place, by_word = workbench.state, workbench.look.selected, workbench.look.panel == "samples"
    if state is None or place is None:
        return None
    check_edits(state, workbench.look, place)
    return editable(state, place, by_word)


def _value(workbench: Workbench) -> Question | None:
    what = selected_value(workbench)
    return None if what is None else _question(workbench, what)


def _rate(workbench: Workbench) -> Question | None:
    return None if workbench.state is None else _question(workbench, editable_rate(workbench.state))


def _question(workbench: Workbench, what: Editable) -> Question:
    def use(text: str) -> None:
        command = typed_command(what, text)
        if command is not None:
            workbench.editing.change(what, command)
            if "," in text and not what.words and not isinstance(command, SetValues):
                value = brief(parse_number(text), 10)
                workbench.say_why(f"{what.name} = {value} ({text.strip()} read with a decimal comma)")

    return Question(f"{what.name} =", shown_value(what), use, what)


def _step(workbench: Workbench) -> Question:
    training = workbench.training
    training.pause()
    session = training.session

    def go(text: str) -> None:
        place = place_typed(text)
        if place is None:
            last = session.last_step
            raise ValueError(f"a step is a whole number from 0 to {last}; an epoch is written 20e, samples 400s")
        training.travel(place)

    return Question(f"go to step 0–{session.last_step}, 20e, 400s:", str(session.step), go)


QUESTIONS: dict[str, Callable[[Workbench], Question | None]] = {"value": _value, "rate": _rate, "step": _step}
