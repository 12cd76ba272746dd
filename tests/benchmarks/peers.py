"""Other libraries that train the same network, as their users would run them, in one thread and in float64."""

import importlib.util
import warnings
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from tests.benchmarks.article_code import ArticleNetwork
from tests.benchmarks.timing import Trial
from tests.benchmarks.workload import LEARNING_RATE, Workload

PEERS = {"scikit-learn": "sklearn", "PyTorch": "torch", "JAX": "jax", "Numba": "numba"}


def installed(peer: str) -> bool:
    """Return whether a peer is installed; of "PyTorch, …" the name before the comma counts."""
    return importlib.util.find_spec(PEERS[peer.partition(",")[0]]) is not None


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


def torch_eager(load: Workload, batch_size: int = 1, loader: bool = False) -> Trial:
    """Prepare PyTorch with batches sliced from tensors, which is faster than the tutorials' DataLoader."""
    import torch

    torch.set_num_threads(1)
    layers: list[Any] = []
    for inputs, neurons in pairwise(load.sizes):
        layers += [torch.nn.Linear(inputs, neurons, dtype=torch.float64), torch.nn.Sigmoid()]
    model, loss = torch.nn.Sequential(*layers), torch.nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    inputs, expected = torch.from_numpy(load.inputs), torch.from_numpy(load.expected)

    data = torch.utils.data.TensorDataset(inputs, expected)
    batches = torch.utils.data.DataLoader(data, batch_size=batch_size, shuffle=True)

    def from_tensors() -> Iterator[Any]:
        for rows in torch.randperm(len(inputs)).split(batch_size):
            yield inputs[rows], expected[rows]

    def trial() -> None:
        for _ in range(load.epochs):
            for x, y in batches if loader else from_tensors():
                optimizer.zero_grad()
                loss(model(x), y).backward()
                optimizer.step()

    return trial


def jax_scan(load: Workload) -> Trial:
    """Prepare JAX: one jitted scan over the rows of an epoch, in float64, compiled beforehand."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    rng = np.random.default_rng(0)
    shapes = list(pairwise(load.sizes))
    parameters = [(jnp.asarray(rng.normal(0, 0.1, (o, i))), jnp.zeros(o)) for i, o in shapes]

    def error(parameters: Any, x: Any, y: Any) -> Any:
        for weights, bias in parameters:
            x = jax.nn.sigmoid(weights @ x + bias)
        return 0.5 * jnp.sum((x - y) ** 2)

    def step(parameters: Any, sample: Any) -> Any:
        gradients = jax.grad(error)(parameters, *sample)
        return jax.tree.map(lambda w, g: w - LEARNING_RATE * g, parameters, gradients), None

    @jax.jit
    def epoch(parameters: Any, inputs: Any, expected: Any, order: Any) -> Any:
        return jax.lax.scan(step, parameters, (inputs[order], expected[order]))[0]

    inputs, expected = jnp.asarray(load.inputs), jnp.asarray(load.expected)
    order = np.arange(len(load.inputs))
    jax.block_until_ready(epoch(parameters, inputs, expected, order))

    def trial() -> None:
        now = parameters
        for _ in range(load.epochs):
            now = epoch(now, inputs, expected, rng.permutation(order))
        jax.block_until_ready(now)

    return trial


SINGLE: dict[str, Callable[[Workload], Trial]] = {
    "the article's code": article,
    "scikit-learn": sklearn_fit,
    "PyTorch": torch_tutorial,
    "PyTorch, no DataLoader": torch_eager,
}
