"""The scores of a network on the training rows and on the test rows, as cells of a table."""

from __future__ import annotations

import math
import re

from engine.analysis.metrics import Classification, Regression
from engine.training.results import part_metrics, parts
from engine.training.state import TrainingState

UNKNOWN = "none"
"""Shown for an R² that is undefined because every expected value is the same."""


def score_table(state: TrainingState) -> list[list[str]]:
    """Return rows of cells: the name of a score, its value for each part of the data, and what it means."""
    found = parts(state)
    verdicts = [part_metrics(evaluation, dataset, state.scaling) for _, dataset, evaluation in found]
    table = [["", *(f"{name} ({dataset.rows:,})" for name, dataset, _ in found), ""]] if len(found) > 1 else []
    table.append(["MSE", *(f"{one.mse:.6g}" for *_, one in found), "mean over rows and outputs of (got − expected)²"])
    descended = _spelled(state.network.loss.definition)
    table.append(["mean E", *(f"{one.error:.6g}" for *_, one in found), f"mean over rows of {descended}"])
    if classified := [one for one in verdicts if isinstance(one, Classification)]:
        shares = " and ".join(f"{one.accuracy:.1%}" for one in classified)
        where = (
            "their output on the expected side of 0.5"
            if state.dataset.two_classes
            else "their largest output where expected"
        )
        meaning = f"{shares} of the rows have {where}"
        table.append(["right", *(f"{one.right}/{one.rows}" for one in classified), meaning])
    regressed = [one for one in verdicts if isinstance(one, Regression)]
    if regressed:
        cells = (UNKNOWN if one.r2 is None else r2_text(one.r2) for one in regressed)
        table.append(["R²", *cells, "1 is perfect, 0 no better than predicting the mean"])
    if regressed and state.scaling is not None:
        table.append(["off by", *(f"{math.sqrt(one.mse):.6g}" for one in regressed), "√MSE in the data's own units"])
    return table


def r2_text(r2: float) -> str:
    """Write an R², which is at most 1, and far below 0 where a training blew up."""
    return f"{r2:.4f}" if r2 > -1e6 else f"{r2:.4g}"


def _spelled(definition: str) -> str:
    """Return the definition of a loss with the words expected and got for its symbols."""
    return re.sub(r"\b[ay]\b", lambda letter: {"a": "got", "y": "expected"}[letter[0]], definition)


def preparation(scaling: str) -> str:
    """Return how the rows were scaled, in a word or two; "" if they were not."""
    return {"standard": "  standardised", "minmax": "  scaled to 0 … 1"}.get(scaling, "")
