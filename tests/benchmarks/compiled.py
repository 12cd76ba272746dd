"""The compiled loop beside NumPy and JAX, in the same precision."""

from functools import partial

import numpy as np

from engine.kernels.compiled import CompiledDescent
from engine.kernels.compiler import compilation, kernel_for
from engine.session.session import Session
from tests.benchmarks.peers import installed, jax_scan, say_what_is_missing
from tests.benchmarks.table import ratio, show
from tests.benchmarks.timing import Contestant, Trial, samples_a_second
from tests.benchmarks.workload import LEARNING_RATE, Workload, workload

CASES = [  # layers, rows, epochs with the compiled loop, NumPy and JAX, target against NumPy
    ((2, 3, 2), 10, 100_000, 2000, 2000, 40),
    ((2, 3, 2), 1000, 500, 10, 100, 40),
    ((64, 32, 10), 1800, 40, 4, 20, 5),
    ((784, 128, 10), 1000, 15, 2, 6, 1.8),
]


def session(load: Workload, kernel: str) -> Trial:
    """Prepare a training with a kernel; ten rows stay in the order of the file, as in level2."""
    made = Session(load.setup(shuffle=len(load.inputs) > 10))
    made.kernel.name = kernel
    return lambda: made.run(load.samples)


def loop_alone(load: Workload) -> Trial:
    """Prepare exactly what JAX's scan does: epochs without their history."""
    setup, rows, nothing = load.setup(), len(load.inputs), np.zeros(load.epochs, dtype=bool)
    network = setup.network()
    descent = CompiledDescent(network, setup.dataset, network.parameters.copy(), LEARNING_RATE)
    rng = np.random.default_rng(0)

    def trial() -> None:
        orders = np.stack([rng.permutation(rows) for _ in range(load.epochs)])
        descent.train_epochs(orders, nothing)

    return trial


def main() -> None:
    """Print the table."""
    if compilation() == "not installed":
        print("\nnot installed, so not timed: Numba (pip install 'glassnet[fast]')")
        return
    kernel_for("numba")
    rows = []
    for sizes, count, *epochs, target in CASES:
        ours, numpys, jaxs = (workload(sizes, count, number) for number in epochs)
        entered = [
            Contestant("numba", partial(session, ours, "numba"), ours.samples),
            Contestant("numpy", partial(session, numpys, "numpy"), numpys.samples),
        ]
        if installed("JAX"):
            entered.append(Contestant("jax", partial(jax_scan, jaxs), jaxs.samples))
            entered.append(Contestant("loop", partial(loop_alone, jaxs), jaxs.samples))
        rates = samples_a_second(entered, repeats=5)
        fast = rates["numba"]
        jax = rates.get("jax")
        against = ratio(fast, rates["numpy"], target), ratio(fast, jax), ratio(rates.get("loop", 0.0), jax, 1)
        rows.append([ours.name, f"{count:,}", f"{fast:,.0f}", *against])
    show(
        "With Numba, one sample at a time, epochs with their history; JAX: a jitted scan over an epoch, without one",
        ["network", "rows", "samples/s", "× NumPy path", "× JAX", "× JAX, without the history"],
        rows,
    )
    say_what_is_missing("JAX")
