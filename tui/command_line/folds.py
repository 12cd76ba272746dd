"""``glassnet train --folds``: k-fold cross-validation, which tests each row once, on a network that never saw it."""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from engine import wording
from engine.analysis.metrics import Regression
from engine.data.filling import filled_from
from engine.data.splitting import Split, folds
from engine.errors import InvalidValue
from engine.experiment.setup import Setup
from engine.network.network import shape_text
from engine.quick_dataclass import dataclass
from engine.training.divergence import Divergence
from engine.training.results import part_metrics, score_name, score_of
from tui.command_line.compiling import wait_for_loop
from tui.command_line.described import described
from tui.command_line.score_table import UNKNOWN, preparation, r2_text
from tui.command_line.table import aligned
from tui.command_line.train import trained
from tui.terminal.interrupts import raise_on_interrupt
from tui.terminal.streams import flush, say

_MOST_NAMED = 3


@dataclass(frozen=True)
class Fold:
    """The result of one fold.

    Attributes:
        score: The accuracy, or R² in a regression, on its test rows; None where R² is undefined (every expected value
            is the same) or infinite.
        epochs: How many epochs it trained.
        stop_reason: Why a stop condition ended it early; "" if none did.
        mse: The MSE on its test rows, in the network's numbers, as ``glassnet train`` gives it; None if it is infinite.
        rmse: In a regression √MSE on its test rows, in the data's own units. None otherwise, or if it is infinite.
    """

    score: float | None
    epochs: int
    stop_reason: str = ""
    mse: float | None = None
    rmse: float | None = None


@dataclass(frozen=True)
class Measured:
    """One measure of all folds.

    Attributes:
        folds: Its value for each fold; None where it is undefined.
    """

    folds: tuple[float | None, ...]

    @property
    def mean(self) -> float | None:
        """The mean; None if a value is undefined."""
        known = self._known
        return statistics.mean(known) if known else None

    @property
    def spread(self) -> float | None:
        """The sample standard deviation (n − 1); None if a value is undefined."""
        known = self._known
        return statistics.stdev(known) if known else None

    @property
    def _known(self) -> list[float]:
        known = [value for value in self.folds if value is not None]
        return known if len(known) == len(self.folds) else []

    def text(self, written: Callable[[float], str]) -> str:
        """Write the mean and the spread: "0.71 ± 0.02"."""
        mean, spread = self.mean, self.spread
        return UNKNOWN if mean is None or spread is None else f"{written(mean)} ± {written(spread)}"


@dataclass(frozen=True)
class Folds:
    """The results of all folds.

    Attributes:
        folds: One result for each fold.
        seconds: How long all of them took together.
    """

    folds: tuple[Fold, ...]
    seconds: float

    @property
    def score(self) -> Measured:
        """The accuracy, or R²."""
        return Measured(tuple(fold.score for fold in self.folds))

    @property
    def mse(self) -> Measured:
        """The MSE, in the network's numbers."""
        return Measured(tuple(fold.mse for fold in self.folds))

    @property
    def rmse(self) -> Measured:
        """√MSE, in the data's own units."""
        return Measured(tuple(fold.rmse for fold in self.folds))


def train_folds(setup: Setup, start: str, count: int, as_json: bool = False, kernel: str = "numpy") -> int:
    """Train once for each fold, show the scores on stdout and return the exit code, 0.

    Args:
        setup: What to train, each time from the same starting weights.
        start: The name that the learner gave for it.
        count: The number of folds.
        as_json: Print one JSON object and nothing else.
        kernel: What trains, one of ``engine.kernels.compiler.KERNELS``.

    Raises:
        InvalidValue: There are too few rows for this many folds, or R² would be undefined in them.
        Divergence: A training blew up, see ``trained``, for exit code 1; the folds before it are on stdout.
        KeyboardInterrupt: Ctrl+C was pressed; the message says in which fold.
    """
    raise_on_interrupt()  # from here on there are results to lose
    dealt = _dealt(setup, count)
    if rare := _rare(setup, count):
        say(rare, 0)
    wait_for_loop(kernel)
    done, began = [], time.perf_counter()
    for number, fold in enumerate(_trained(setup, dealt, kernel), start=1):
        done.append(fold)
        if not as_json:
            rows, early = (
                len(dealt[number - 1].test),
                f"  stopped early: {fold.stop_reason}" if fold.stop_reason else "",
            )
            print(f"fold {number:>{len(str(count))}}/{count}  {rows} rows  {_said(setup, fold)}{early}", flush=True)
    outcome = Folds(tuple(done), time.perf_counter() - began)
    if as_json:
        print(json.dumps(_object(setup, start, outcome), allow_nan=False))
    else:
        print("", *_summary(setup, outcome), sep="\n")
    flush()
    return 0


def _dealt(setup: Setup, count: int) -> tuple[Split, ...]:
    try:
        dealt = folds(setup.dataset, count, setup.split_seed)
        if setup.dataset.filled is not None:
            for fold in dealt:
                filled_from(*fold.parts(setup.dataset))  # refuses a fold that has nothing to fill with
    except InvalidValue as error:
        raise InvalidValue(f"--folds: {error}") from None
    rows = setup.dataset.rows
    if setup.dataset.task == "regression" and 2 * count > rows:
        most = f"make at most {rows // 2} folds, not {count}" if rows >= 4 else "are too few for folds"
        raise InvalidValue(f"--folds: R² needs 2 rows or more in each fold, so {rows} rows {most}")
    return dealt


def _rare(setup: Setup, count: int) -> str:
    """Return a warning that names the classes with too few rows to be in every fold; "" if all have enough."""
    data = setup.dataset
    if data.task != "classification":
        return ""
    rows = [int((data.target_classes == index).sum()) for index in range(len(data.classes))]
    # With one fold per row no class can be in every fold.
    enough = 2 if count == data.rows else count
    few = [(name, number) for name, number in zip(data.classes, rows, strict=True) if 0 < number < enough]
    if not few:
        return ""
    named = ", ".join(f"{wording.quoted(name)} ({wording.count(number, 'row')})" for name, number in few[:_MOST_NAMED])
    more = ", …" if len(few) > _MOST_NAMED else ""
    single = any(number == 1 for _, number in few)
    alone = "; a class with one row is tested only by a network that never saw it" if single else ""
    return f"{data.name}: too few rows to be in each of {count} folds: {named}{more}{alone}"


def _trained(setup: Setup, dealt: tuple[Split, ...], kernel: str) -> Iterator[Fold]:
    for number, fold in enumerate(dealt, start=1):
        finished = trained(replace(setup, split=fold), lambda state: None, kernel)
        if isinstance(finished.stopped, Divergence):
            stopped = finished.stopped
            raise Divergence(stopped.reason, finished.state, stopped.samples, prefix=f"fold {number}: ")
        if finished.stopped is not None:
            raise KeyboardInterrupt(f"interrupted in fold {number} of {len(dealt)}")
        if finished.note:
            say(finished.note, 0)
        state = finished.state
        assert state.test is not None
        assert state.test_evaluation is not None
        verdict = part_metrics(state.test_evaluation, state.test, state.scaling)
        yield Fold(
            _finite(score_of(verdict)),
            state.epoch,
            finished.stop_reason,
            _finite(state.test_evaluation.mse),
            _finite(math.sqrt(verdict.mse)) if isinstance(verdict, Regression) else None,
        )


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _object(setup: Setup, start: str, outcome: Folds) -> dict[str, Any]:
    return {
        **described(setup, start),
        "epochs": setup.epochs,
        "seconds": outcome.seconds,
        "folds": {
            "metric": score_name(setup.dataset),
            "scores": list(outcome.score.folds),
            "mean": outcome.score.mean,
            "spread": outcome.score.spread,
            "mse": _measure_object(outcome.mse),
            "rmse": _measure_object(outcome.rmse) if setup.dataset.task == "regression" else None,
            "epochs": [fold.epochs for fold in outcome.folds],
            "stopped": [fold.stop_reason or None for fold in outcome.folds],
        },
    }


def _measure_object(measured: Measured) -> dict[str, Any]:
    return {"folds": list(measured.folds), "mean": measured.mean, "spread": measured.spread}


def _summary(setup: Setup, outcome: Folds) -> list[str]:
    from tui.terminal.text import safe

    meaning = "mean ± standard deviation of the folds, each tested on rows it never saw"
    table = [[_score_word(setup), outcome.score.text(lambda value: _number(setup, value)), meaning]]
    if setup.dataset.task == "regression":
        table.append(["MSE", outcome.mse.text(_six), "mean over rows and outputs of (got − expected)²"])
        if setup.scaling != "none":
            table.append(["off by", outcome.rmse.text(_six), "√MSE in the data's own units"])
    return [
        f"{safe(setup.name, 40)}  {shape_text(setup.sizes)}  seed {setup.seed}{preparation(setup.scaling)}",
        f"{len(outcome.folds)} folds of {_length(setup, outcome)} in {outcome.seconds:.3g} s",
        *aligned(table),
    ]


def _length(setup: Setup, outcome: Folds) -> str:
    """Return how many epochs the folds trained."""
    shortest, longest = (end(fold.epochs for fold in outcome.folds) for end in (min, max))
    if shortest == setup.epochs:
        return f"{wording.count(setup.epochs, 'epoch')} each"
    reached = (
        wording.count(longest, "epoch") if shortest == longest else f"{shortest:,} to {wording.count(longest, 'epoch')}"
    )
    return f"{reached}, at most {setup.epochs:,},"


def _said(setup: Setup, fold: Fold) -> str:
    """Return the results of one fold."""
    score = f"{_score_word(setup)} {UNKNOWN if fold.score is None else _number(setup, fold.score)}"
    if setup.dataset.task == "classification":
        return score
    return f"{score}  MSE {UNKNOWN if fold.mse is None else _six(fold.mse)}"


def _score_word(setup: Setup) -> str:
    return {"accuracy": "right", "r2": "R²"}[score_name(setup.dataset)]


def _number(setup: Setup, score: float) -> str:
    return f"{score:.1%}" if setup.dataset.task == "classification" else r2_text(score)


def _six(value: float) -> str:
    return f"{value:.6g}"
