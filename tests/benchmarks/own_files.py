"""How well the defaults learn a file of one's own: ten sets written out unscaled, beside scikit-learn's MLP.

Each file has every third input times 1,000, as metres are beside kilometres. glassnet gets its name and nothing else;
scikit-learn's MLP has as many hidden neurons, its own defaults otherwise, and standardised inputs and targets. Both
learn the same rows and are judged on the same others, with three splits. glassnet should come within 5 points of
accuracy, or 0.1 of R². scikit-learn's 200 epochs often end too early: a column shows it after up to 2,000 too.
"""

import contextlib
import csv
import io
import json
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.table import show
from tui.command_line.main import main as glassnet

SPLITS = (0, 1, 2)
TEST_SHARE = 0.25
CLASSES_WITHIN, NUMBERS_WITHIN = 0.05, 0.1


@dataclass(frozen=True)
class Scores:
    """The scores of one set, on rows not trained on, as means over the splits.

    Attributes:
        measure: "accuracy" or "R²".
        ours: That of glassnet.
        theirs: That of scikit-learn.
        converged: That of scikit-learn after up to ten times as many epochs.
        shape: The network of glassnet.
        seconds: The longest training of glassnet.
    """

    measure: str
    ours: float
    theirs: float
    converged: float
    shape: tuple[int, ...]
    seconds: float

    @property
    def is_near(self) -> bool:
        """Whether glassnet comes as near as it should."""
        return self.theirs - self.ours <= (CLASSES_WITHIN if self.measure == "accuracy" else NUMBERS_WITHIN)


def sets() -> dict[str, Callable[[], tuple[Any, Any]]]:
    """Return what makes the inputs and the targets of each set."""
    from sklearn import datasets as make

    return {
        "iris": lambda: make.load_iris(return_X_y=True),
        "wine": lambda: make.load_wine(return_X_y=True),
        "breast cancer": lambda: make.load_breast_cancer(return_X_y=True),
        "digits": lambda: make.load_digits(return_X_y=True),
        "diabetes": lambda: make.load_diabetes(return_X_y=True, scaled=False),
        "make_moons": lambda: make.make_moons(400, noise=0.2, random_state=0),
        "make_circles": lambda: make.make_circles(400, noise=0.1, factor=0.4, random_state=0),
        "make_classification": lambda: make.make_classification(
            500, 10, n_informative=6, n_classes=4, n_clusters_per_class=1, random_state=0
        ),
        "make_regression": lambda: make.make_regression(400, 8, noise=10.0, random_state=0),
        "make_friedman1": lambda: make.make_friedman1(400, noise=0.5, random_state=0),
    }


def scores(inputs: Any, targets: Any) -> Scores:
    """Train both on three splits of a set."""
    inputs = np.array(inputs, dtype=np.float64)
    inputs[:, ::3] *= 1_000.0
    is_class = targets.dtype.kind == "i"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "own.csv")
        with path.open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow([*(f"x{number}" for number in range(inputs.shape[1])), "target"])
            labels = [f"class {label}" for label in targets] if is_class else targets.tolist()
            rows.writerows([*row, label] for row, label in zip(inputs.tolist(), labels, strict=True))
        runs = [_trained(path, seed) for seed in SPLITS]
    measure = "accuracy" if is_class else "r2"
    theirs, converged = ([_peer(inputs, targets, run, epochs) for run in runs] for epochs in (200, 2_000))
    return Scores(
        "accuracy" if is_class else "R²",
        float(np.mean([run["test"][measure] for run in runs])),
        float(np.mean(theirs)),
        float(np.mean(converged)),
        tuple(runs[0]["shape"]),
        max(run["seconds"] for run in runs),
    )


def _trained(path: Path, seed: int) -> dict[str, Any]:
    """Train glassnet with nothing but the name of the file and a test part."""
    asked = ["train", str(path), "--test-share", str(TEST_SHARE), "--split-seed", str(seed), "--json"]
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
        code = glassnet(asked)
    if code:
        raise RuntimeError(f"glassnet {' '.join(asked)} ended with {code}")
    run: dict[str, Any] = json.loads(out.getvalue())
    return run


def _peer(inputs: Any, targets: Any, run: dict[str, Any], epochs: int) -> float:
    """Train scikit-learn's MLP of the same size on the rows of a run, and return its score on the run's test rows."""
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    same: dict[str, Any] = {"hidden_layer_sizes": tuple(run["shape"][1:-1]), "max_iter": epochs, "random_state": 0}
    if targets.dtype.kind == "i":
        model: Any = MLPClassifier(**same)
    else:
        model = TransformedTargetRegressor(MLPRegressor(**same), transformer=StandardScaler())
    train, test = ([row["row"] - 1 for row in run[part]] for part in ("rows", "test_rows"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has not converged
        fitted = make_pipeline(StandardScaler(), model).fit(inputs[train], targets[train])
    return float(fitted.score(inputs[test], targets[test]))


def main() -> int:
    """Print a line for each set; return how many fall short."""
    table, missed = [], 0
    for name, made in sets().items():
        found = scores(*made())
        missed += not found.is_near
        table.append([name, "-".join(map(str, found.shape)), *_figures(found), "" if found.is_near else "MISSED"])
    show(
        "Files of one's own with the defaults, unscaled, on rows not trained on (within 5 points, or 0.1 of R²)",
        ["set", "network", "", "glassnet", "scikit-learn", "difference", "2,000 epochs", "seconds", ""],
        table,
        "difference: glassnet − scikit-learn with its default of 200 epochs; seconds: of the longest glassnet training",
    )
    return missed


def _figures(found: Scores) -> list[str]:
    """Write the scores: shares in percent, and their difference in points."""
    ours, theirs, converged = found.ours, found.theirs, found.converged
    if found.measure == "accuracy":
        texts = [f"{ours:.1%}", f"{theirs:.1%}", f"{100 * (ours - theirs):+.1f} points", f"{converged:.1%}"]
    else:
        texts = [f"{ours:.3f}", f"{theirs:.3f}", f"{ours - theirs:+.3f}", f"{converged:.3f}"]
    return [found.measure, *texts, f"{found.seconds:.1f}"]


if __name__ == "__main__":
    raise SystemExit(main())
