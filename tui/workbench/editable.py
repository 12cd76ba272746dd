"""Values that can be edited, and the commands that change them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from engine.data.scaling import ColumnScaling
from engine.network.places import Bias, Expected, Neuron, Place, Weight, place_name
from engine.training.commands import Command, SetExpected, SetInput, SetMethod, SetParameter
from engine.training.state import TrainingState
from tui.drawing.numbers import brief
from tui.terminal.typed_numbers import parse_number

LONGEST_NAME = 24
MOST_DIGITS_OF_A_STEP = 9


@dataclass(frozen=True, eq=False)
class Editable:
    """A value that can be edited.

    Attributes:
        name: Its name on the screen.
        value: Its current value; scaled data are in their own unit.
        set_to: Returns the command that sets it to another value.
    """

    name: str
    value: float
    set_to: Callable[[float], Command]


def editable(state: TrainingState, place: Place) -> Editable:
    """Return the value to edit at a place: an input, an expected value, a weight or a bias; a neuron's is its bias.

    Inputs and expected values that were scaled are edited in their own unit.
    """
    # In the phase of the update, state.row is the next row already; the learner still sees the row of the update.
    row, scaling, dataset = state.shown.row, state.scaling, state.dataset
    match place:
        case Neuron(0, column):
            value, columns = dataset.inputs[row, column], None if scaling is None else scaling.inputs
            name = dataset.input_names[column]
            return _given(state, place, name, value, columns, column, partial(SetInput, row, column))
        case Expected(output):
            value, columns = dataset.expected[row, output], None if scaling is None else scaling.outputs
            name = dataset.output_names[output]
            return _given(state, place, name, value, columns, output, partial(SetExpected, row, output))
        case Neuron(layer, index):
            return _parameter(state, Bias(layer, index))
        case _:
            return _parameter(state, place)


def _given(
    state: TrainingState,
    place: Neuron | Expected,
    own_name: str,
    value: float,
    columns: ColumnScaling | None,
    column: int,
    command: Callable[[float], Command],
) -> Editable:
    """Return a value of the data, in its own unit if it was scaled."""
    name = place_name(state.network.sizes, place)
    if columns is None:
        return Editable(name, float(value), command)
    own = columns.original_value(column, float(value))
    return Editable(f"{name} {own_name[:LONGEST_NAME]}", own, lambda new: command(columns.apply_value(column, new)))


def editable_rate(state: TrainingState) -> Editable:
    """Return the learning rate as an editable value."""
    method = state.method
    return Editable("α", method.learning_rate, lambda rate: SetMethod(replace(method, learning_rate=rate)))


def _parameter(state: TrainingState, place: Weight | Bias) -> Editable:
    name = place_name(state.network.sizes, place)
    return Editable(name, state.network.value(place), lambda new: SetParameter(place, new))


def nudged(value: float, step: float, direction: int) -> float:
    """Move a value by a step, rounded so that 0.1 + 0.2 gives 0.3."""
    moved = value + direction * step
    return round(moved, 12) if abs(moved) < 1e3 else moved


def value_typed(what: Editable, text: str) -> float | None:
    """Return the value that was typed; None if the text was not changed.

    Raises:
        ValueError: The text is not a number.
    """
    value = parse_number(text)
    return None if value == what.value or text == shown_value(what) else value


def shown_value(what: Editable) -> str:
    """Return a value as text for the edit line, shortened to 10 digits."""
    return brief(what.value, 10)


def step_typed(text: str, last: int) -> int:
    """Return the step that was typed.

    Raises:
        ValueError: The text is not a whole number.
    """
    digits = text.strip()
    if not digits.isdecimal() or len(digits) > MOST_DIGITS_OF_A_STEP:
        raise ValueError(f"a step is a whole number from 0 to {last}")
    return int(digits)
