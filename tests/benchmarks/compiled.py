"""The article's method with the compiled loop, beside NumPy, JAX and a program in C, in the same precision."""

from functools import partial

from tests.benchmarks.c_program import c_rate
from tests.benchmarks.methods import epochs_alone
from tests.benchmarks.peers import has_loops, installed, jax_scan, say_what_is_missing
from tests.benchmarks.speed import glassnet
from tests.benchmarks.table import ratio, show
from tests.benchmarks.timing import Contestant, samples_a_second
from tests.benchmarks.workload import LEARNING_RATE, workload

CASES = [  # layers, rows, epochs with the compiled loop, NumPy and JAX, targets against NumPy, JAX and C
    ((2, 3, 2), 10, 100_000, 2000, 2000, 40, 1, None),
    ((2, 3, 2), 1000, 500, 10, 100, 40, 1, None),
    ((64, 32, 10), 1800, 200, 4, 20, 5, 1.5, 0.6),
    ((784, 128, 10), 1000, 30, 2, 6, 1.8, 1.5, 0.6),
]
REPEATS = 5


def main() -> None:
    """Print the table."""
    if not has_loops():
        return
    rows = []
    for sizes, count, *epochs, of_numpy, of_jax, of_c in CASES:
        ours, numpys, jaxs = (workload(sizes, count, number) for number in epochs)
        shuffled = count > 10  # ten rows stay in the order of the file, as in level2
        entered = [
            Contestant("numba", partial(glassnet, ours, "numba", shuffle=shuffled), ours.samples),
            Contestant("numpy", partial(glassnet, numpys, shuffle=shuffled), numpys.samples),
        ]
        if installed("JAX"):
            entered.append(Contestant("jax", partial(jax_scan, jaxs), jaxs.samples))
            entered.append(Contestant("loop", partial(epochs_alone, jaxs, "numba", 1, "sgd"), jaxs.samples))
        rates = samples_a_second(entered, REPEATS)
        fast = rates["numba"]
        jax = rates.get("jax")
        against_c = ratio(fast, c_rate(sizes, count, epochs[0], LEARNING_RATE, REPEATS), of_c)
        against = ratio(fast, rates["numpy"], of_numpy), ratio(fast, jax, of_jax), ratio(rates.get("loop", 0.0), jax, 1)
        rows.append([ours.name, f"{count:,}", f"{fast:,.0f}", *against, against_c])
    show(
        "With Numba, one sample at a time, epochs with their history; JAX (a jitted scan) and C without one",
        ["network", "rows", "samples/s", "× NumPy path", "× JAX", "× JAX, both without", "× C for the shape"],
        rows,
    )
    say_what_is_missing("JAX")
