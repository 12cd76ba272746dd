"""Optimisers and batch sizes: the compiled loops beside NumPy, PyTorch and JAX, in the same precision."""

from functools import partial

import numpy as np

from engine.kernels.compiler import Kernel
from engine.kernels.workspace import Workspace
from tests.benchmarks.peers import has_loops, installed, jax_scan, say_what_is_missing, torch_eager
from tests.benchmarks.speed import glassnet
from tests.benchmarks.table import ratio, show
from tests.benchmarks.timing import Contestant, Trial, samples_a_second
from tests.benchmarks.workload import LEARNING_RATE, SMALL_RATE, Workload, workload

CASES = [  # layers, rows, batch size, epochs with the loop, NumPy, PyTorch and JAX, targets against NumPy and JAX
    ((2, 16, 16, 2), 1024, 1, 60, 3, 1, 40, 10, 2),
    ((2, 16, 16, 2), 1024, 32, 200, 40, 10, 100, 3, 1),
    ((64, 32, 10), 1792, 1, 20, 3, 1, 10, 1, 1),
    ((64, 32, 10), 1792, 32, 40, 15, 5, 30, 1, 1),
    ((784, 128, 10), 1024, 1, 4, 1, 1, 2, 1, 1),
    ((784, 128, 10), 1024, 32, 6, 4, 4, 4, 1, 1),
]
OPTIMIZERS = ("sgd", "momentum", "adam")
REPEATS = 5


def epochs_alone(load: Workload, kernel: Kernel, batch_size: int, optimizer: str) -> Trial:
    """Prepare exactly what JAX's scan does: epochs without their history."""
    setup = load.setup(**_changes(batch_size, optimizer))
    workspace = Workspace(setup.network(), setup.dataset, setup.method, kernel=kernel)
    rng, rows, nothing = np.random.default_rng(0), len(load.inputs), np.zeros(load.epochs, dtype=bool)

    def trial() -> None:
        orders = np.stack([rng.permutation(rows) for _ in range(load.epochs)])
        if workspace.is_compiled:
            workspace.train_epochs(orders, nothing)
        else:
            for order in orders:
                workspace.train(order)

    return trial


def _changes(batch_size: int, optimizer: str) -> dict[str, object]:
    learning_rate = LEARNING_RATE if optimizer == "sgd" else SMALL_RATE
    return {"batch_size": batch_size, "optimizer": optimizer, "learning_rate": learning_rate}


def main() -> None:
    """Print the table."""
    if not has_loops():
        return
    rows = []
    for sizes, count, batch_size, *epochs, of_numpy, of_jax in CASES:
        for optimizer in OPTIMIZERS:
            rates = _rates([workload(sizes, count, number) for number in epochs], batch_size, optimizer)
            ours, jax = rates["loop"], rates.get("jax")
            targets = max(of_numpy, 1) if optimizer == "adam" or batch_size > 1 else 1, of_jax
            against = ratio(ours, rates["numpy"], targets[0]), ratio(ours, rates.get("torch"))
            name = workload(sizes, 1, 1).name
            of_both = ratio(ours, jax, targets[1]), ratio(rates["session"], jax)
            rows.append([name, str(batch_size), optimizer, f"{ours:,.0f}", *against, *of_both])
    show(
        "With Numba: optimisers and batches, one thread, float64, sigmoid; without the history, and with it",
        ["network", "batch", "optimiser", "samples/s", "× NumPy path", "× PyTorch", "× JAX", "× JAX, with history"],
        rows,
    )
    say_what_is_missing("PyTorch", "JAX")


def _rates(loads: list[Workload], batch_size: int, optimizer: str) -> dict[str, float]:
    """Return the samples a second of each contestant: the loop, NumPy, PyTorch, JAX, and a session with its history."""
    ours, numpys, torchs, jaxs = loads
    entered = [
        Contestant("loop", partial(epochs_alone, ours, "numba", batch_size, optimizer), ours.samples),
        Contestant("numpy", partial(epochs_alone, numpys, "numpy", batch_size, optimizer), numpys.samples),
        Contestant("session", partial(glassnet, ours, "numba", **_changes(batch_size, optimizer)), ours.samples),
    ]
    if installed("PyTorch"):
        train = partial(torch_eager, torchs, batch_size, optimizer=optimizer)
        entered.append(Contestant("torch", train, torchs.samples))
    if installed("JAX"):
        entered.append(Contestant("jax", partial(jax_scan, jaxs, batch_size, optimizer), jaxs.samples))
    return samples_a_second(entered, REPEATS)
