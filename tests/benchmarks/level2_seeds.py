"""The article's second program from many starting weights: ``python -m tests.benchmarks.level2_seeds``.

The article's code over 200 random starts gives a median summed error near 0.21, and all ten rows right in about 92 %
of the runs. With the article's mistake it gives 1.49 and 48 %.
"""

import statistics

from engine.experiment.starts import Options, setup_for
from engine.session.session import Session
from engine.training.commands import Run

SEEDS = 200


def outcome(seed: int) -> tuple[float, bool]:
    """Train level2 from one seed; return the summed error (MSE × rows) and whether every row is right."""
    setup = setup_for("level2", Options(seed=seed))
    evaluation = Session(setup).apply(Run(setup.epochs * setup.dataset.rows)).evaluation
    return evaluation.mse * setup.dataset.rows, bool(evaluation.right.all())


def main() -> None:
    """Print the median summed error and the share of seeds with all rows right."""
    outcomes = [outcome(seed) for seed in range(SEEDS)]
    median = statistics.median(error for error, _ in outcomes)
    print(f"level2, {SEEDS} seeds, 40 epochs each")
    print(f"median summed error (MSE × 10 rows): {median:.3f}")
    print(f"all ten rows right: {statistics.mean(right for _, right in outcomes):.1%}")


if __name__ == "__main__":
    main()
