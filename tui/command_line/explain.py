"""``glassnet explain``: where one number comes from, as the inspector says it, on stdout."""

from __future__ import annotations

import argparse

from engine.experiment.setup import Setup
from engine.explaining.explain import explain as explained
from engine.explaining.explanation import MOST_TERMS
from engine.explaining.worked_step import context_of
from engine.network.subjects import parse_subject
from tui.command_line.options import DIGITS
from tui.command_line.shown_sample import shown_sample


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
    state = shown_sample(setup, asked)
    most = None if asked.terms == "all" else asked.terms or MOST_TERMS
    print(explained(subject, context_of(state)).text(DIGITS[asked.digits or "4"], most_terms=most))
    return 0
