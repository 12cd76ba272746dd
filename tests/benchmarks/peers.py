"""Other libraries that train the same network, as their users would run them, in one thread and in float64."""

import importlib.util
import warnings
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from engine.kernels.compiler import compilation, kernel_for
from engine.network.optimizers import BETA_1, BETA_2, EPSILON, MOMENTUM
from tests.benchmarks.article_code import ArticleNetwork
from tests.benchmarks.timing import Trial
from tests.benchmarks.workload import LEARNING_RATE, SMALL_RATE, Workload

PEERS = {"scikit-learn": "sklearn", "PyTorch": "torch", "JAX": "jax", "Numba": "numba"}


def installed(peer: str) -> bool:
    """Return whether a peer is installed; of "PyTorch, …" the name before the comma counts."""
    return importlib.util.find_spec(PEERS[peer.partition(",")[0]]) is not None


def has_loops() -> bool:
    """Load Numba's loops; where they are not installed, say so and return False."""
    if compilation() == "not installed":
        print("\nnot installed, so not timed: Numba and SciPy (pip install 'glassnet[fast]')")
        return False
    return kernel_for("numba") == "numba"


def say_what_is_missing(*peers: str) -> None:
    """Print which of these peers are not installed."""
    if missing := [peer for peer in peers if not installed(peer)]:
        print(f"not installed, so not timed: {', '.join(missing)}")


def article(load: Workload) -> Trial:
    """Prepare the article's level 2 code."""
    network = ArticleNetwork(load.sizes)
    return lambda: network.train(load.inputs, load.expected, LEARNING_RATE, load.epochs)


def sklearn_fit(load: Workload, batch_size: int = 1) -> Trial:
    """Prepare scikit-learn's MLPClassifier, whose outputs are sigmoid as there are several target columns."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        hidden_layer_sizes=load.sizes[1:-1],
        activation="logistic",
        solver="sgd",
        alpha=0.0,
        batch_size=batch_size,
        learning_rate="constant",
        learning_rate_init=0.01,
        momentum=0.0,
        max_iter=load.epochs,
        tol=0.0,
        n_iter_no_change=load.epochs + 1,
    )
    labels = load.expected.astype(int)

    def trial() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the warning that it has not converged
            model.fit(load.inputs, labels)

    return trial


def torch_tutorial(load: Workload, batch_size: int = 1) -> Trial:
    """Prepare PyTorch as in its tutorials: a Sequential, a loss, an optimiser, a loop over a DataLoader."""
    return torch_eager(load, batch_size, loader=True)


def torch_eager(load: Workload, batch_size: int = 1, loader: bool = False, optimizer: str = "sgd") -> Trial:
    """Prepare PyTorch with batches sliced from tensors, which is faster than the tutorials' DataLoader."""
    import torch

    torch.set_num_threads(1)
    layers: list[Any] = []
    for inputs, neurons in pairwise(load.sizes):
        layers += [torch.nn.Linear(inputs, neurons, dtype=torch.float64), torch.nn.Sigmoid()]
    model, loss = torch.nn.Sequential(*layers), torch.nn.MSELoss()
    stepper: Any = {
        "sgd": lambda weights: torch.optim.SGD(weights, lr=LEARNING_RATE),
        "momentum": lambda weights: torch.optim.SGD(weights, lr=SMALL_RATE, momentum=MOMENTUM),
        "adam": lambda weights: torch.optim.Adam(weights, lr=SMALL_RATE, eps=EPSILON),
    }[optimizer](model.parameters())
    inputs, expected = torch.from_numpy(load.inputs), torch.from_numpy(load.expected)

    data = torch.utils.data.TensorDataset(inputs, expected)
    batches = torch.utils.data.DataLoader(data, batch_size=batch_size, shuffle=True)

    def from_tensors() -> Iterator[Any]:
        for rows in torch.randperm(len(inputs)).split(batch_size):
            yield inputs[rows], expected[rows]

    def trial() -> None:
        for _ in range(load.epochs):
            for x, y in batches if loader else from_tensors():
                stepper.zero_grad()
                loss(model(x), y).backward()
                stepper.step()

    return trial


def jax_scan(load: Workload, batch_size: int = 1, optimizer: str = "sgd") -> Trial:
    """Prepare JAX: one jitted scan over the batches of an epoch, in float64, compiled beforehand.

    Rows that do not fill a batch are left out.
    """
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    rng = np.random.default_rng(0)
    weights = [(jnp.asarray(rng.normal(0, 0.1, (o, i))), jnp.zeros(o)) for i, o in pairwise(load.sizes)]
    begin, step = _jax_optimizer(optimizer)
    rows = len(load.inputs) // batch_size * batch_size

    def error(weights: Any, x: Any, y: Any) -> Any:
        for matrix, bias in weights:
            x = jax.nn.sigmoid((matrix @ x if batch_size == 1 else x @ matrix.T) + bias)
        return 0.5 * jnp.sum((x - y) ** 2) / batch_size

    def update(state: Any, batch: Any) -> Any:
        return step(*state, jax.grad(error)(state[0], *batch)), None

    @jax.jit
    def epoch(state: Any, inputs: Any, expected: Any, order: Any) -> Any:
        x, y = inputs[order], expected[order]
        if batch_size > 1:
            x, y = x.reshape(-1, batch_size, load.sizes[0]), y.reshape(-1, batch_size, load.sizes[-1])
        return jax.lax.scan(update, state, (x, y))[0]

    inputs, expected = jnp.asarray(load.inputs), jnp.asarray(load.expected)
    order, start = np.arange(len(load.inputs)), begin(weights)
    jax.block_until_ready(epoch(start, inputs, expected, order[:rows]))

    def trial() -> None:
        now = start
        for _ in range(load.epochs):
            now = epoch(now, inputs, expected, rng.permutation(order)[:rows])
        jax.block_until_ready(now)

    return trial


def _jax_optimizer(name: str) -> tuple[Callable[[Any], Any], Callable[..., Any]]:
    """Return what makes the state from the weights, and what makes the next one with their gradients."""
    import jax
    import jax.numpy as jnp

    each = jax.tree.map

    def descend(w: Any, g: Any) -> Any:
        return (each(lambda w, g: w - LEARNING_RATE * g, w, g),)

    def momentum(w: Any, v: Any, g: Any) -> Any:
        v = each(lambda v, g: MOMENTUM * v + g, v, g)
        return each(lambda w, v: w - SMALL_RATE * v, w, v), v

    def adam(w: Any, m: Any, v: Any, t: Any, g: Any) -> Any:
        m = each(lambda m, g: BETA_1 * m + (1 - BETA_1) * g, m, g)
        v = each(lambda v, g: BETA_2 * v + (1 - BETA_2) * g * g, v, g)
        rate = SMALL_RATE * jnp.sqrt(1 - BETA_2 ** (t + 1)) / (1 - BETA_1 ** (t + 1))
        return each(lambda w, m, v: w - rate * m / (jnp.sqrt(v) + EPSILON), w, m, v), m, v, t + 1

    if name == "sgd":
        return lambda w: (w,), descend
    if name == "momentum":
        return lambda w: (w, each(jnp.zeros_like, w)), momentum
    return lambda w: (w, each(jnp.zeros_like, w), each(jnp.zeros_like, w), jnp.zeros(())), adam


SINGLE: dict[str, Callable[[Workload], Trial]] = {
    "the article's code": article,
    "scikit-learn": sklearn_fit,
    "PyTorch": torch_tutorial,
    "PyTorch, no DataLoader": torch_eager,
}
