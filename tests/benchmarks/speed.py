"""One sample at a time, whole epochs."""

from engine.session.session import Session
from tests.benchmarks.peers import PEERS, SINGLE, installed, say_what_is_missing
from tests.benchmarks.table import ratio, show
from tests.benchmarks.timing import Contestant, Trial, samples_a_second
from tests.benchmarks.workload import Workload, workload

TARGETS = {  # the article's code, scikit-learn, PyTorch
    (2, 3, 2): (3, 6, 30),
    (4, 8, 8, 3): (3, 6, 25),
    (64, 32, 10): (3, 8, 30),
    (784, 128, 10): (2.5, 5, 4),
}
ROWS_AND_EPOCHS = {(2, 3, 2): (10, 800), (4, 8, 8, 3): (150, 40), (64, 32, 10): (1800, 12), (784, 128, 10): (1000, 6)}
SHARE = {"the article's code": 1.0, "scikit-learn": 0.25, "PyTorch": 0.05, "PyTorch, no DataLoader": 0.05}
"""The share of the epochs that slower contestants train."""


def glassnet(load: Workload, kernel: str = "numpy", **changes: object) -> Trial:
    """Prepare the engine as the app uses it: a session that keeps history and timeline."""
    session = Session(load.setup(**changes))
    session.kernel.name = kernel
    return lambda: session.run(load.samples)


def contestants(load: Workload) -> list[Contestant]:
    """Return glassnet and all of its peers that are installed."""
    entered = [Contestant("glassnet", lambda: glassnet(load, shuffle=len(load.inputs) > 10), load.samples)]
    for name, train in SINGLE.items():
        if name.partition(",")[0] not in PEERS or installed(name):
            less = workload(load.sizes, len(load.inputs), max(1, int(load.epochs * SHARE[name])))
            entered.append(Contestant(name, lambda train=train, less=less: train(less), less.samples))
    return entered


def main() -> None:
    """Print the table."""
    rows = []
    for sizes, targets in TARGETS.items():
        load = workload(sizes, *ROWS_AND_EPOCHS[sizes])
        rates = samples_a_second(contestants(load))
        ours = rates["glassnet"]
        ratios = [ratio(ours, rates.get(name), target) for name, target in zip(SINGLE, (*targets, None), strict=True)]
        rows.append([load.name, f"{len(load.inputs):,}", f"{ours:,.0f}", *ratios])
    show(
        "One sample at a time, whole epochs, one thread, float64 (targets in parentheses)",
        ["network", "rows", "samples/s", *(f"× {name}" for name in SINGLE)],
        rows,
    )
    say_what_is_missing("scikit-learn", "PyTorch")
