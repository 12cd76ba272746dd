"""Which value is edited after another one, as ``tab`` goes through them."""

from __future__ import annotations

from engine.data.data_columns import column_number
from engine.network.places import Expected, Neuron, Place
from engine.network.value_lists import value_beside
from engine.training.state import TrainingState
from engine.training.words import place_of_word


def place_beside(state: TrainingState, place: Place, by: int, by_word: bool) -> Place | None:
    """Return the place whose value is edited after another one (1), or before it (-1).

    Args:
        state: The training, with the row looked at as its current one.
        place: The place edited now.
        by: The direction.
        by_word: Whether the classes and other words of the row are chosen, one value for each column of the data.

    Returns:
        The place; None if there is none further on.
    """
    if not by_word or not isinstance(place, Neuron | Expected):
        beside = value_beside(state.network.sizes, place, by)
        while beside is not None and not state.network.has(beside):
            beside = value_beside(state.network.sizes, beside, by)
        return beside
    dataset = state.dataset
    places: list[Neuron | Expected] = [Neuron(0, column.first) for column in dataset.input_columns]
    if isinstance(place, Neuron):
        at = column_number(dataset.input_columns, place.index)
    else:
        at = len(places) + column_number(dataset.output_columns, place.index)
    places += (Expected(column.first) for column in dataset.output_columns)
    if not 0 <= at + by < len(places):
        return None
    return place_of_word(dataset, state.scaling, state.shown.row, places[at + by])
