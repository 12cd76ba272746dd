"""``glassnet explain``: where one number comes from, as the inspector says it, on stdout."""

from __future__ import annotations

import argparse

from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.explaining.explain import explain as explained
from engine.explaining.explanation import MOST_TERMS
from engine.explaining.subjects import parse_subject
from engine.explaining.worked_step import context_of
from engine.session.session import Session
from engine.training.state import TrainingState
from tui.command_line.options import DIGITS


def explain(setup: Setup, asked: argparse.Namespace) -> int:
    """Train as asked, print where a number comes from and return the exit code, 0.

    Args:
        setup: What to train.
        asked: ``what``, ``samples``, ``epochs``, ``row`` (from 1), ``digits`` and ``terms``, each None if not given.

    Raises:
        InvalidValue: There is no such number or row.
        Divergence: A number became infinite or NaN during the training.
    """
    subject = parse_subject(asked.what, setup.sizes)
    row = _row(asked.row, setup.parts.train.rows)
    state = _trained(setup, asked.samples, asked.epochs)
    sample = state.row if row is None else row
    most = None if asked.terms == "all" else asked.terms or MOST_TERMS
    print(explained(subject, context_of(state.seen_at(sample))).text(DIGITS[asked.digits or "4"], most_terms=most))
    return 0


def _row(number: int | None, rows: int) -> int | None:
    """Return the index of a row numbered from 1; None if no row was asked for."""
    if number is None:
        return None
    if number > rows:
        raise InvalidValue(f"--row: rows go from 1 to {rows}, there is no {number}")
    return number - 1


def _trained(setup: Setup, samples: int | None, epochs: int | None) -> TrainingState:
    if samples is not None and epochs is not None:
        raise InvalidValue("--samples, --epochs: give one of them, not both")
    if epochs is not None:
        samples = epochs * setup.parts.train.rows
    session = Session(setup)
    return session.run(samples) if samples else session.state
