"""The quick loop is the readable page to the last bit: any activation, loss, optimiser, batch size and L2."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernels.workspace import Workspace
from engine.network.many_rows import batch_gradient, rows_at_once
from engine.network.network import Network, parameter_count
from engine.network.optimizers import OPTIMIZERS, Memory, Optimizer
from engine.network.propagation import advance, backward, forward
from tests.engine.strategies import GOALS, expected_for, networks, seeds

Data = tuple[np.ndarray, np.ndarray]


def data_for(network: Network, rng: np.random.Generator, rows: int) -> Data:
    return rng.normal(0.0, 1.2, (rows, network.sizes[0])), expected_for(network, rng, rows)


def trained_slowly(
    network: Network, data: Data, rows: list[int], rate: float, batch_size: int, optimizer: Optimizer, l2: float
) -> tuple[Network, Memory, int]:
    """Step batch by batch by the readable formulas, up to where numbers become so large that the kernel may stop."""
    memory = optimizer.begin(len(network.parameters))
    for start in range(0, len(rows), batch_size):
        batch = rows[start : start + batch_size]
        if batch_size == 1:
            gradient = backward(network, forward(network, data[0][batch[0]]), data[1][batch[0]]).parameters
        else:
            gradient = batch_gradient(network, data[0][batch], data[1][batch])
        if np.abs(network.parameters).max() > 1e50 or np.abs(gradient).max() > 1e50:
            return network, memory, start
        network, memory = advance(network, gradient, rate, optimizer, memory, l2)
    return network, memory, len(rows)


@pytest.mark.parametrize("batch_size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda optimizer: optimizer.name)
@given(network=networks(), seed=seeds, l2=st.sampled_from([0.0, 0.01]), rate=st.sampled_from([0.001, 0.1, 0.5]))
def test_the_kernel_is_propagation_to_the_last_bit(
    network: Network, seed: int, l2: float, rate: float, optimizer: Optimizer, batch_size: int
) -> None:
    rng = np.random.default_rng(seed)
    data, rows = data_for(network, rng, 7), rng.integers(0, 7, 11).tolist()
    slow, memory, done = trained_slowly(network, data, rows, rate, batch_size, optimizer, l2)
    workspace = Workspace(network, optimizer, None, l2)
    assert workspace.train(*data, rows[:done], rate, batch_size) == done
    assert (workspace.network().parameters == slow.parameters).all()
    assert (workspace.memory().moments == memory.moments).all()
    assert workspace.memory().updates == memory.updates


@pytest.mark.parametrize(("loss", "output"), GOALS)
@pytest.mark.parametrize("sizes", [(20, 30, 3), (64, 32, 10), (200, 90, 40, 5)])
@pytest.mark.parametrize("batch_size", [1, 32, 33])
def test_so_it_is_for_wide_layers(loss: str, output: str, sizes: tuple[int, ...], batch_size: int) -> None:
    rng = np.random.default_rng(5)
    hidden = ("tanh", "relu")[: len(sizes) - 2]
    network = Network(sizes, (*hidden, output), rng.normal(0.0, 0.1, parameter_count(sizes)), loss)
    data, rows = data_for(network, rng, 90), list(range(90))
    adam = OPTIMIZERS["adam"]
    workspace = Workspace(network, adam)
    workspace.train(*data, rows, 0.01, batch_size)
    slow, _, done = trained_slowly(network, data, rows, 0.01, batch_size, adam, 0.0)
    assert done == 90
    assert (workspace.parameters == slow.parameters).all()


BLOCK = rows_at_once((3, 4, 2))


@pytest.mark.parametrize("rows", [BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 5])
def test_a_batch_of_several_blocks_is_one_batch(rows: int) -> None:
    rng = np.random.default_rng(1)
    network = Network((3, 4, 2), ("tanh", "softmax"), rng.normal(size=26), "cross-entropy")
    data = data_for(network, rng, rows)
    workspace = Workspace(network)
    workspace.train(*data, list(range(rows)), 0.5, rows)
    slow, _, _ = trained_slowly(network, data, list(range(rows)), 0.5, rows, OPTIMIZERS["sgd"], 0.0)
    assert (workspace.parameters == slow.parameters).all()
    each = [backward(network, forward(network, x), y).parameters for x, y in zip(*data, strict=True)]
    assert batch_gradient(network, *data) == pytest.approx(np.mean(each, axis=0), rel=1e-11, abs=1e-15)


@given(networks(), seeds, st.integers(1, 9))
def test_the_gradient_of_a_batch_is_the_mean_of_its_samples(network: Network, seed: int, rows: int) -> None:
    data = data_for(network, np.random.default_rng(seed), rows)
    each = [backward(network, forward(network, x), y).parameters for x, y in zip(*data, strict=True)]
    scale = np.abs(each).max()
    assert batch_gradient(network, *data) == pytest.approx(np.mean(each, axis=0), rel=1e-10, abs=1e-13 * scale)


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda optimizer: optimizer.name)
def test_a_training_cut_in_two_is_one(optimizer: Optimizer) -> None:
    rng = np.random.default_rng(2)
    network = Network((3, 4, 2), ("tanh", "linear"), rng.normal(size=26), "mse")
    data, rows = data_for(network, rng, 12), list(range(12))
    whole, first = Workspace(network, optimizer, l2=0.1), Workspace(network, optimizer, l2=0.1)
    whole.train(*data, rows, 0.01, 4)
    first.train(*data, rows[:8], 0.01, 4)
    second = Workspace(first.network(), optimizer, first.memory(), 0.1)
    second.train(*data, rows[8:], 0.01, 4)
    assert (whole.parameters == second.parameters).all()
    assert (whole.memory().moments == second.memory().moments).all()
    assert whole.memory().updates == second.memory().updates == 3


def test_what_is_published_stays_as_it_was() -> None:
    rng = np.random.default_rng(3)
    network = Network((3, 4, 2), ("tanh", "linear"), rng.normal(size=26), "mse")
    data = data_for(network, rng, 6)
    workspace = Workspace(network, OPTIMIZERS["adam"])
    workspace.train(*data, [0, 1, 2], 0.01, 3)
    memory = workspace.memory()
    before = memory.moments.copy()
    workspace.train(*data, [3, 4, 5], 0.01, 3)
    assert (memory.moments == before).all()
    assert not memory.moments.flags.writeable
    workspace.restore(network.parameters, memory)
    assert (workspace.memory().moments == before).all()
    assert (workspace.network().parameters == network.parameters).all()


def test_a_batch_with_a_sum_that_is_not_finite_changes_nothing() -> None:
    network = Network((1, 1), ("linear",), np.array([1e150, 0.0]))
    data = np.array([[1e-150], [1e-150], [1e-150], [1e200]]), np.zeros((4, 1))
    workspace = Workspace(network)
    assert workspace.train(*data, [0, 1, 2, 3], 0.1, 2) == 2
    assert np.isfinite(workspace.parameters).all()
