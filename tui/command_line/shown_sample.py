"""The sample that a command is about: trained up to it, and of the row that was asked for."""

from __future__ import annotations

import argparse

from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.session.session import Session
from engine.training.state import TrainingState
from tui.terminal.streams import say


def shown_sample(setup: Setup, asked: argparse.Namespace) -> TrainingState:
    """Train as asked, and return the state with the sample that was asked for as its current one.

    Args:
        setup: What to train.
        asked: ``samples``, ``epochs`` and ``row`` (its number), each None if not given.

    Raises:
        InvalidValue: There is no such row, or both samples and epochs are given.
        Divergence: A number became infinite or NaN during the training.
    """
    if asked.row is not None:
        _check_row(setup, asked.row)
    return at_row(_trained(setup, asked.samples, asked.epochs), asked.row)


def at_row(state: TrainingState, number: int | None) -> TrainingState:
    """Return the state with the row of this number as the current sample, be it for training or for the test.

    Raises:
        InvalidValue: There is no such row.
    """
    if number is None:
        return state
    row = state.dataset.row_of(number)
    if row is not None:
        return state.seen_at(row)
    row = None if state.test is None else state.test.row_of(number)
    if row is None:
        raise InvalidValue(f"--row: there is no row {number}")
    say(f"row {number} is a test row: it is never trained", 0)
    return state.seen_in_test(row)


def _check_row(setup: Setup, number: int) -> None:
    last = setup.dataset.last_number
    if number > last:
        raise InvalidValue(f"--row: rows go from 1 to {last}, there is no {number}")
    if setup.dataset.row_of(number) is None:
        raise InvalidValue(f"--row: row {number} was left out when {setup.dataset.name} was read")


def _trained(setup: Setup, samples: int | None, epochs: int | None) -> TrainingState:
    if samples is not None and epochs is not None:
        raise InvalidValue("--samples, --epochs: give one of them, not both")
    if epochs is not None:
        samples = epochs * setup.parts.train.rows
    session = Session(setup)
    return session.run(samples) if samples else session.state
