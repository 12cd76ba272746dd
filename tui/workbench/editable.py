"""Values that can be edited, and the commands that change them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from engine.data.data_columns import DataColumn
from engine.data.scaling import ColumnScaling
from engine.errors import InvalidValue
from engine.network.places import Bias, Expected, Neuron, Place, Weight, place_name
from engine.network.value_lists import list_name, span_text, values_from
from engine.quick_dataclass import dataclass
from engine.training.commands import Command, SetExpected, SetInput, SetMethod, SetParameter, SetValues, SetWord
from engine.training.state import TrainingState
from engine.training.words import word_of, words_at
from engine.typed_numbers import parse_number
from tui.drawing.numbers import brief
from tui.panels.inspector.choices import typed_word
from tui.panels.inspector.edit_line import MOST_TYPED
from tui.terminal.number_lists import parse_numbers
from tui.terminal.text import safe

LONGEST_NAME = 24


@dataclass(frozen=True, eq=False)
class Editable:
    """A value that can be edited.

    Attributes:
        name: Its name on the screen.
        value: Its current value; scaled data are in their own unit. If it is one of ``words``, its index, or -1 if it
            is none of them.
        set_to: Returns the command that sets it to another value.
        words: The words to choose from, printable; empty if it is a number.
        set_list: Returns the command that sets it and those that follow it in its list; raises InvalidValue if these
            are too many values. None if it stands in no list of numbers.
        place: Where it stands. None if it is no value of the network or the data.
    """

    name: str
    value: float
    set_to: Callable[[float], Command]
    words: tuple[str, ...] = ()
    set_list: Callable[[Sequence[float]], SetValues] | None = None
    place: Place | None = None


def editable(state: TrainingState, place: Place, by_word: bool = False) -> Editable:
    """Return the value to edit at a place: an input, an expected value, a weight or a bias; a neuron's is its bias.

    Inputs and expected values that were scaled are edited in their own unit.

    Args:
        state: The training.
        place: The place.
        by_word: Whether the class of the row, and what its columns of words hold, is chosen instead of a number.
    """
    # In the phase of the update, state.row is the next row already; the learner still sees the row of the update.
    row, scaling, dataset = state.shown.row, state.scaling, state.dataset
    if by_word and isinstance(place, Neuron | Expected) and (words := words_at(dataset, place)) is not None:
        return _word(state, words, replace(place, index=words.first))
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


def _word(state: TrainingState, column: DataColumn, place: Neuron | Expected) -> Editable:
    row = state.shown.row
    word = word_of(state.dataset, state.scaling, row, place)
    return Editable(
        safe(column.name, LONGEST_NAME),
        -1 if word is None else word,
        lambda index: SetWord(row, place, int(index)),
        tuple(safe(name, MOST_TYPED) for name in column.words),
        place=place,
    )


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

    def set_list(values: Sequence[float]) -> SetValues:
        _check_count(state, place, len(values))
        scaled = values if columns is None else [columns.apply_value(at, new) for at, new in enumerate(values, column)]
        return SetValues(place, tuple(scaled), state.shown.row)

    name = place_name(state.network.sizes, place)
    if columns is not None or words_at(state.dataset, place) is not None:
        name = f"{name} {own_name[:LONGEST_NAME]}"
    if columns is None:
        return Editable(name, float(value), command, set_list=set_list, place=place)
    own = columns.original_value(column, float(value))
    return Editable(name, own, lambda new: command(columns.apply_value(column, new)), set_list=set_list, place=place)


def editable_rate(state: TrainingState) -> Editable:
    """Return the learning rate as an editable value."""
    method = state.method
    return Editable("α", method.learning_rate, lambda rate: SetMethod(replace(method, learning_rate=rate)))


def _parameter(state: TrainingState, place: Weight | Bias) -> Editable:
    def set_list(values: Sequence[float]) -> SetValues:
        _check_count(state, place, len(values))
        return SetValues(place, tuple(values))

    name, value = place_name(state.network.sizes, place), state.network.value(place)
    return Editable(name, value, lambda new: SetParameter(place, new), set_list=set_list, place=place)


def _check_count(state: TrainingState, first: Place, count: int) -> None:
    """Check that a list of so many values does not go beyond the list that begins with a place.

    Raises:
        InvalidValue: It does.
    """
    sizes = state.network.sizes
    room = values_from(sizes, first, count)
    if len(room) < count:
        span, name = span_text(sizes, first, room[-1]), list_name(sizes, first)
        raise InvalidValue(f"these are {count:,} numbers, and {span} of the {name} take {len(room):,}")


def lost_word(command: Command, before: TrainingState, after: TrainingState) -> str:
    """Say that an edit of a number left a row without a single class, or a column of words without a single word.

    Returns:
        The sentence; "" if the row has one, or had none before.
    """
    place: Neuron | Expected
    match command:
        case SetInput(row, index, _):
            place = Neuron(0, index)
        case SetExpected(row, index, _):
            place = Expected(index)
        case SetValues(Neuron() | Expected() as first, values, int(row)):
            lost = (_lost_word(row, at, before, after) for at in values_from(before.network.sizes, first, len(values)))
            return next(filter(None, lost), "")
        case _:
            return ""
    return _lost_word(row, place, before, after)


def _lost_word(row: int, place: Place, before: TrainingState, after: TrainingState) -> str:
    assert isinstance(place, Neuron | Expected)
    column = words_at(after.dataset, place)
    was, now = (word_of(state.dataset, state.scaling, row, place) for state in (before, after))
    if column is None or was is None or now is not None:
        return ""
    return f"the row has no single {safe(column.name, LONGEST_NAME)} now: in the samples (4), ⏎ on its cell chooses one"


def nudged(what: Editable, step: float, direction: int) -> float:
    """Move a value by a step, rounded so that 0.1 + 0.2 gives 0.3; among words, go to the next one, round and round."""
    if what.words:
        before_first = -1 if direction > 0 else 0
        return ((what.value if what.value >= 0 else before_first) + direction) % len(what.words)
    moved = what.value + direction * step
    return round(moved, 12) if abs(moved) < 1e3 else moved


def typed_command(what: Editable, text: str) -> Command | None:
    """Return the command for what was typed: a value, or a list of them; None if the text was not changed.

    Raises:
        ValueError: The text is not a number or a list of them, or none of the words.
        InvalidValue: The list is too long.
    """
    if what.words:
        values = [float(typed_word(text, what.words, what.name))]
    else:
        values = [parse_number(text)] if what.set_list is None else parse_numbers(text)
    if what.set_list is not None and len(values) > 1:
        return what.set_list(values)
    return None if values[0] == what.value or text == shown_value(what) else what.set_to(values[0])


def shown_value(what: Editable) -> str:
    """Return a value as text for the edit line: a word, or a number shortened to 10 digits."""
    if what.words:
        return what.words[int(what.value)] if what.value >= 0 else ""
    return brief(what.value, 10)
