"""Places, rows and values as lines name them: values of scaled data stand in the data's own units."""

from __future__ import annotations

import math

from engine.data.scaling import ColumnScaling
from engine.errors import InvalidValue
from engine.network.places import Bias, Expected, Neuron, Place, Weight, neuron_name
from engine.network.subjects import parse_subject
from engine.session.verbs.arguments import Arguments
from engine.session.verbs.tokens import LineRefused, Token
from engine.training.state import TrainingState
from engine.typed_numbers import parse_number
from engine.wording import quoted

SCALED = "scaled:"
"""Before a number that stands as the network sees it: no number in the column's own unit is scaled to it."""


def place_in(token: Token, state: TrainingState) -> Place:
    """Return the place that a word names.

    Raises:
        LineRefused: The network has none of that name.
    """
    try:
        subject = parse_subject(token.text, state.network.sizes)
    except InvalidValue as error:
        raise LineRefused(str(error), token.column) from None
    if isinstance(subject, str):
        raise LineRefused(f"{quoted(token.text)} is computed from weights, biases and rows: change these", token.column)
    return subject


def parameter_in(token: Token, state: TrainingState) -> Weight | Bias:
    """Return the weight or bias that a word names.

    Raises:
        LineRefused: It names another place, or none.
    """
    place = place_in(token, state)
    if not isinstance(place, Weight | Bias):
        raise LineRefused(f"{quoted(token.text)} is no weight or bias: these are called w1 and b_o1", token.column)
    return place


def input_in(token: Token, state: TrainingState) -> Neuron:
    """Return the input that a word names.

    Raises:
        LineRefused: It names another place, or none.
    """
    place = place_in(token, state)
    if not (isinstance(place, Neuron) and place.layer == 0):
        raise LineRefused(f"{quoted(token.text)} is no input: inputs are called i1, i2, …", token.column)
    return place


def expected_in(token: Token, state: TrainingState) -> Expected:
    """Return the expected value that a word names by its output, o1, or by its own name, y1.

    Raises:
        LineRefused: It names another place, or none.
    """
    match place_in(token, state):
        case Expected() as place:
            return place
        case Neuron(layer, index) if layer == len(state.network.sizes) - 1:
            return Expected(index)
    raise LineRefused(f"{quoted(token.text)} is no output: expected values are those of o1, o2, …", token.column)


def expected_name(state: TrainingState, place: Expected) -> str:
    """Name an expected value by its output."""
    return neuron_name(state.network.sizes, len(state.network.sizes) - 1, place.index)


def row_in(words: Arguments, state: TrainingState) -> int:
    """Take the number of a training row and return the row, counted from 0.

    Raises:
        LineRefused: There is no training row of that number.
    """
    token, dataset = words.take("ROW"), state.dataset
    digits = token.text if token.text.isdecimal() and len(token.text) < 19 and not token.quoted else ""
    row = dataset.row_of(int(digits)) if digits else None
    if row is not None:
        return row
    what = "a row that is trained has a number"
    if digits and state.test is not None and state.test.row_of(int(digits)) is not None:
        what = f"row {digits} is in the test part, which is never trained: a row here has a number"
    numbers = f"from {dataset.number(0):,} to {dataset.number(dataset.rows - 1):,}"
    raise LineRefused(f"{what} {numbers}, not {quoted(token.text)}", token.column)


def scaling_of(state: TrainingState, place: Neuron | Expected) -> ColumnScaling | None:
    """Return the scaling of the inputs or of the expected values; None if they are not scaled."""
    if state.scaling is None:
        return None
    return state.scaling.inputs if isinstance(place, Neuron) else state.scaling.outputs


def value_in(token: Token, scaling: ColumnScaling | None, column: int) -> float:
    """Return the number of a column as the network sees it.

    Raises:
        LineRefused: The word is not a finite number.
    """
    is_scaled = token.text.startswith(SCALED)
    try:
        value = parse_number(token.text.removeprefix(SCALED))
    except ValueError as error:
        raise LineRefused(str(error), token.column) from None
    value = value if scaling is None or is_scaled else scaling.apply_value(column, value)
    if not math.isfinite(value):
        raise LineRefused(f"{quoted(token.text)} cannot be scaled: it is too large", token.column)
    return value


def written_value(value: float, scaling: ColumnScaling | None, column: int) -> str:
    """Write a number of a column so that ``value_in`` gives it back to the last bit."""
    if scaling is None:
        return repr(value)
    own = scaling.original_value(column, value)
    if math.isfinite(own) and scaling.apply_value(column, own).hex() == value.hex():
        return repr(own)
    return f"{SCALED}{value!r}"
