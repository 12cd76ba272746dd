"""Batches of 32 and of all rows."""

from functools import partial

from tests.benchmarks.peers import installed, say_what_is_missing, sklearn_fit, torch_eager
from tests.benchmarks.speed import glassnet
from tests.benchmarks.table import ratio, show
from tests.benchmarks.timing import Contestant, samples_a_second
from tests.benchmarks.workload import workload

CASES = [((64, 32, 10), "scikit-learn", sklearn_fit, 2.0), ((784, 128, 10), "PyTorch", torch_eager, 1.0)]


def main() -> None:
    """Print the table."""
    rows = []
    for sizes, peer, train, target in CASES:
        for batch in (32, None):
            load = workload(sizes, 1800 if sizes[0] < 100 else 1024, 40 if sizes[0] < 100 else 8)
            size = batch or len(load.inputs)
            entered = [Contestant("glassnet", partial(glassnet, load, batch_size=batch), load.samples)]
            if installed(peer):
                entered.append(Contestant(peer, partial(train, load, size), load.samples))
            rates = samples_a_second(entered)
            rows.append(
                [
                    load.name,
                    f"{size:,}",
                    f"{rates['glassnet']:,.0f}",
                    peer,
                    ratio(rates["glassnet"], rates.get(peer), target),
                ]
            )
    show(
        "In batches, one thread, float64 (targets in parentheses)",
        ["network", "batch", "samples/s", "against", "times as fast"],
        rows,
    )
    say_what_is_missing("scikit-learn", "PyTorch")
