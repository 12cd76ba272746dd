"""Explaining one number without a screen: the inspector's text, on stdout."""

from __future__ import annotations

import argparse

from engine.errors import InvalidValue
from engine.explaining.explain import explain as explained
from engine.explaining.explanation import MOST_TERMS
from engine.explaining.subjects import parse_subject
from engine.explaining.worked_step import context_of
from engine.formulas.notation import Digits
from engine.session.session import Session
from engine.training.state import Setup, TrainingState

DIGITS: dict[str | None, Digits] = {None: 4, "4": 4, "6": 6, "full": None}


def explain(setup: Setup, asked: argparse.Namespace) -> int:
    """Print where a number comes from, after the training that was asked for, and return the exit code, 0.

    Args:
        setup: what to train.
        asked: ``what``, ``samples``, ``epochs``, ``row`` (from 1), ``digits`` and ``terms``, each None if not given.

    Raises:
        InvalidValue: there is no such number or row.
        Divergence: training came to a number that is not finite.
    """
    subject = parse_subject(asked.what, setup.sizes)
    row = _row(asked.row, setup.parts.train.rows)
    state = _trained(setup, asked.samples, asked.epochs)
    sample = state.row if row is None else row
    most = None if asked.terms == "all" else asked.terms or MOST_TERMS
    print(explained(subject, context_of(state.seen_at(sample))).text(DIGITS[asked.digits], most_terms=most))
    return 0


def _row(number: int | None, rows: int) -> int | None:
    """Return the row so numbered from 1, counted from 0; none for none."""
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
