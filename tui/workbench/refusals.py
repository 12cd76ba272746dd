"""What cannot be done with a test row: it is looked at, but neither trained nor changed."""

from __future__ import annotations

from engine.errors import InvalidValue
from engine.network.places import Expected, Neuron, Place
from engine.session.look import Look
from engine.session.rows import number_shown
from engine.session.shown_row import seen
from engine.training.state import TrainingState
from tui.running.controller import TrainingController


def check_trains(training: TrainingController, look: Look) -> None:
    """Refuse to train a test row; a sample half walked goes on, whichever row is looked at.

    Raises:
        InvalidValue: A test row is looked at.
    """
    training.pause()
    if not training.session.state.is_half_walked:
        _check(training.session.state, look, "is never trained")


def check_rows_change(training: TrainingController, look: Look) -> None:
    """Refuse to copy or delete a test row.

    Raises:
        InvalidValue: A test row is looked at.
    """
    training.pause()
    _check(training.session.state, look, "stays as it is")


def check_edits(state: TrainingState, look: Look, place: Place) -> None:
    """Refuse to edit an input or an expected value of a test row; weights and biases can be edited.

    Raises:
        InvalidValue: A test row is looked at.
    """
    if isinstance(place, Expected) or (isinstance(place, Neuron) and place.layer == 0):
        _check(state, look, "stays as it is")


def _check(state: TrainingState, look: Look, why: str) -> None:
    shown = seen(state.trained, look.row)
    if shown.in_test:
        raise InvalidValue(f"test row {number_shown(shown):,} {why}: 4 and esc go back")
