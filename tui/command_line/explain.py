"""``glassnet explain``: where one number comes from, as the inspector says it, on stdout."""

from __future__ import annotations

import argparse

from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.explaining.explain import explain as explained
from engine.explaining.explanation import MOST_TERMS
from engine.explaining.worked_step import context_of
from engine.network.subjects import parse_subject
from engine.session.session import Session
from engine.training.state import TrainingState
from tui.command_line.options import DIGITS
from tui.terminal.streams import say


def explain(setup: Setup, asked: argparse.Namespace) -> int:
    """Train as asked, print where a number comes from and return the exit code, 0.

    Args:
        setup: What to train.
        asked: ``what``, ``samples``, ``epochs``, ``row`` (its number), ``digits`` and ``terms``, each None if not
            given.

    Raises:
        InvalidValue: There is no such number or row.
        Divergence: A number became infinite or NaN during the training.
    """
    subject = parse_subject(asked.what, setup.sizes)
    if asked.row is not None:
        _check_row(setup, asked.row)
    state = _trained(setup, asked.samples, asked.epochs)
    if asked.row is not None:
        state = _seen_at(state, asked.row)
    most = None if asked.terms == "all" else asked.terms or MOST_TERMS
    print(explained(subject, context_of(state)).text(DIGITS[asked.digits or "4"], most_terms=most))
    return 0


def _check_row(setup: Setup, number: int) -> None:
    last = setup.dataset.last_number
    if number > last:
        raise InvalidValue(f"--row: rows go from 1 to {last}, there is no {number}")
    if setup.dataset.row_of(number) is None:
        raise InvalidValue(f"--row: row {number} was left out when {setup.dataset.name} was read")


def _seen_at(state: TrainingState, number: int) -> TrainingState:
    """Return the state with the row of this number as the current sample, be it for training or for the test."""
    row = state.dataset.row_of(number)
    if row is not None:
        return state.seen_at(row)
    assert state.test is not None
    row = state.test.row_of(number)
    assert row is not None
    say(f"row {number} is a test row: it is never trained", 0)
    return state.seen_in_test(row)


def _trained(setup: Setup, samples: int | None, epochs: int | None) -> TrainingState:
    if samples is not None and epochs is not None:
        raise InvalidValue("--samples, --epochs: give one of them, not both")
    if epochs is not None:
        samples = epochs * setup.parts.train.rows
    session = Session(setup)
    return session.run(samples) if samples else session.state
