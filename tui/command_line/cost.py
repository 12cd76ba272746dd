"""Asking for --large before something large is made."""

from __future__ import annotations

import argparse

from engine.errors import InvalidValue
from engine.experiment.cost import check_fits, cost_of
from engine.experiment.setup import Setup


def check_cost(setup: Setup, asked: argparse.Namespace) -> None:
    """Check that what was asked for fits into the memory, and that the learner knows that it is large.

    Raises:
        InvalidValue: It does not fit, or is large and --large is not given.
    """
    cost = cost_of(setup.sizes, setup.dataset.rows, on_screen=asked.command == "")
    named = "".join(f"--{name}: " for name in ("layers", "hidden") if getattr(asked, name))
    try:
        check_fits(cost)
    except InvalidValue as error:
        raise InvalidValue(f"{named}{error}") from None
    if cost.is_large and not getattr(asked, "large", True):
        raise InvalidValue(f"{named}{cost.text}; if that is what you want, add --large")
