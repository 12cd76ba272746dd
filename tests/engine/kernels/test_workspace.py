"""The NumPy kernel equals ``propagation.py`` to the last bit: any activation, loss, optimiser, batch size and L2."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernels.workspace import Workspace
from engine.network.many_rows import batch_gradient, rows_at_once
from engine.network.method import Method
from engine.network.network import Network, parameter_count
from engine.network.optimizers import OPTIMIZERS, Memory
from engine.network.propagation import advance, backward, forward
from tests.engine.strategies import GOALS, dataset_of, expected_for, networks, seeds

Data = tuple[np.ndarray, np.ndarray]


def data_for(network: Network, rng: np.random.Generator, rows: int) -> Data:
    return rng.normal(0.0, 1.2, (rows, network.sizes[0])), expected_for(network, rng, rows)


def trained_slowly(network: Network, data: Data, rows: list[int], method: Method) -> tuple[Network, Memory, int]:
    """Train batch by batch with ``propagation.py``, until numbers are so large that the kernel may stop."""
    memory, batch_size = method.new_memory(len(network.parameters)), method.rows_per_batch(len(data[0]))
    for start in range(0, len(rows), batch_size):
        batch = rows[start : start + batch_size]
        if batch_size == 1:
            gradient = backward(network, forward(network, data[0][batch[0]]), data[1][batch[0]]).parameters
        else:
            gradient = batch_gradient(network, data[0][batch], data[1][batch])
        if np.abs(network.parameters).max() > 1e50 or np.abs(gradient).max() > 1e50:
            return network, memory, start
        network, memory = advance(network, gradient, method, memory)
    return network, memory, len(rows)


@pytest.mark.parametrize("batch_size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@given(network=networks(), seed=seeds, l2=st.sampled_from([0.0, 0.01]), rate=st.sampled_from([0.001, 0.1, 0.5]))
def test_the_kernel_equals_propagation_to_the_last_bit(
    network: Network, seed: int, l2: float, rate: float, optimizer: str, batch_size: int
) -> None:
    rng = np.random.default_rng(seed)
    data, rows = data_for(network, rng, 7), rng.integers(0, 7, 11).tolist()
    method = Method(rate, optimizer, batch_size, l2=l2)
    slow, memory, done = trained_slowly(network, data, rows, method)
    workspace = Workspace(network, dataset_of(*data), method)
    assert workspace.train(rows[:done]) == done
    assert (workspace.network().parameters == slow.parameters).all()
    assert (workspace.memory().moments == memory.moments).all()
    assert workspace.memory().updates == memory.updates


@pytest.mark.parametrize(("loss", "output"), GOALS)
@pytest.mark.parametrize("sizes", [(20, 30, 3), (64, 32, 10), (200, 90, 40, 5)])
@pytest.mark.parametrize("batch_size", [1, 32, 33])
def test_the_kernel_equals_propagation_for_wide_layers(
    loss: str, output: str, sizes: tuple[int, ...], batch_size: int
) -> None:
    rng = np.random.default_rng(5)
    hidden = ("tanh", "relu")[: len(sizes) - 2]
    network = Network(sizes, (*hidden, output), rng.normal(0.0, 0.1, parameter_count(sizes)), loss)
    data, rows = data_for(network, rng, 90), list(range(90))
    method = Method(0.01, "adam", batch_size)
    workspace = Workspace(network, dataset_of(*data), method)
    workspace.train(rows)
    slow, _, done = trained_slowly(network, data, rows, method)
    assert done == 90
    assert (workspace.parameters == slow.parameters).all()


BLOCK = rows_at_once((3, 4, 2))
ALL_ROWS = Method(batch_size=None)


@pytest.mark.parametrize("rows", [BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 5])
def test_a_batch_in_several_blocks_is_one_update(rows: int) -> None:
    rng = np.random.default_rng(1)
    network = Network((3, 4, 2), ("tanh", "softmax"), rng.normal(size=26), "cross-entropy")
    data = data_for(network, rng, rows)
    workspace = Workspace(network, dataset_of(*data), ALL_ROWS)
    workspace.train(list(range(rows)))
    slow, _, _ = trained_slowly(network, data, list(range(rows)), ALL_ROWS)
    assert (workspace.parameters == slow.parameters).all()
    each = [backward(network, forward(network, x), y).parameters for x, y in zip(*data, strict=True)]
    assert batch_gradient(network, *data) == pytest.approx(np.mean(each, axis=0), rel=1e-11, abs=1e-15)


@given(networks(), seeds, st.integers(1, 9))
def test_the_gradient_of_a_batch_is_the_mean_of_its_samples(network: Network, seed: int, rows: int) -> None:
    data = data_for(network, np.random.default_rng(seed), rows)
    each = [backward(network, forward(network, x), y).parameters for x, y in zip(*data, strict=True)]
    scale = np.abs(each).max()
    assert batch_gradient(network, *data) == pytest.approx(np.mean(each, axis=0), rel=1e-10, abs=1e-13 * scale)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_training_in_two_parts_equals_training_in_one(optimizer: str) -> None:
    rng = np.random.default_rng(2)
    network = Network((3, 4, 2), ("tanh", "linear"), rng.normal(size=26), "mse")
    data, rows = data_for(network, rng, 12), list(range(12))
    method = Method(0.01, optimizer, batch_size=4, l2=0.1)
    whole, first = Workspace(network, dataset_of(*data), method), Workspace(network, dataset_of(*data), method)
    whole.train(rows)
    first.train(rows[:8])
    second = Workspace(first.network(), dataset_of(*data), method, first.memory())
    second.train(rows[8:])
    assert (whole.parameters == second.parameters).all()
    assert (whole.memory().moments == second.memory().moments).all()
    assert whole.memory().updates == second.memory().updates == 3


def test_published_values_do_not_change() -> None:
    rng = np.random.default_rng(3)
    network = Network((3, 4, 2), ("tanh", "linear"), rng.normal(size=26), "mse")
    data = data_for(network, rng, 6)
    workspace = Workspace(network, dataset_of(*data), Method(0.01, "adam", batch_size=3))
    workspace.train([0, 1, 2])
    memory = workspace.memory()
    before = memory.moments.copy()
    workspace.train([3, 4, 5])
    assert (memory.moments == before).all()
    assert not memory.moments.flags.writeable
    workspace.restore(network.parameters, memory)
    assert (workspace.memory().moments == before).all()
    assert (workspace.network().parameters == network.parameters).all()


def test_a_batch_with_a_sum_that_is_not_finite_changes_nothing() -> None:
    network = Network((1, 1), ("linear",), np.array([1e150, 0.0]))
    data = np.array([[1e-150], [1e-150], [1e-150], [1e200]]), np.zeros((4, 1))
    workspace = Workspace(network, dataset_of(*data), Method(0.1, batch_size=2))
    assert workspace.train([0, 1, 2, 3]) == 2
    assert np.isfinite(workspace.parameters).all()
