"""The compiled loops against the readable path: each optimiser × loss × activation × batch size."""

import importlib.util
from itertools import product

import numpy as np
import pytest

from engine.analysis.evaluation import rows_errors
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.kernels.compiled import CompiledErrors
from engine.kernels.workspace import Workspace
from engine.network.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS
from engine.network.losses import LOSSES, loss_for
from engine.network.method import Method
from engine.network.network import Network, parameter_count
from engine.network.optimizers import OPTIMIZERS, Memory
from engine.network.places import Bias, Neuron, Weight
from engine.network.propagation import advance, backward, forward
from engine.network.switches import Switches
from tests.engine.strategies import dataset_of

pytestmark = pytest.mark.skipif(not importlib.util.find_spec("numba"), reason="Numba is not installed")
BATCH_SIZES = (1, 2, 5, None)
ROWS = [2, 0, 5, 1, 3, 6, 4]
SIZES = (3, 12, 9, 4)
"""Layers of more and of fewer neurons than ``FEW``."""


def goes(loss: str, output: str) -> bool:
    """Tell whether a loss goes with such outputs."""
    try:
        return bool(loss_for(loss, output))
    except InvalidValue:
        return False


PAIRS = [(loss, output) for loss in LOSSES for output in ACTIVATIONS if goes(loss, output)]


def drawn(loss: str, output: str, hidden: str, **more: object) -> tuple[Network, Dataset]:
    rng = np.random.default_rng(len(loss) + 10 * len(output) + 100 * len(hidden))
    network = Network(SIZES, (hidden, hidden, output), rng.normal(0.1, 0.4, parameter_count(SIZES)), loss, **more)
    return network, dataset_of(rng.normal(size=(7, 3)), rng.uniform(size=(7, 4)))


def gradient_of(network: Network, data: Dataset, rows: list[int]) -> np.ndarray:
    """Return the mean gradient of a batch, sample by sample with ``propagation.py``."""
    of_rows = [backward(network, forward(network, data.inputs[row]), data.expected[row]).parameters for row in rows]
    return np.mean(of_rows, axis=0)


def readable(network: Network, data: Dataset, method: Method, memory: Memory) -> tuple[Network, Memory]:
    """Train ``ROWS`` with ``propagation.py``."""
    size = method.rows_per_batch(len(ROWS))
    for start in range(0, len(ROWS), size):
        gradient = gradient_of(network, data, ROWS[start : start + size])
        network, memory = advance(network, gradient, method, memory)
    return network, memory


def trained_like_the_readable(network: Network, data: Dataset, method: Method, before: Memory) -> Workspace:
    """Train ``ROWS`` with the loops, and assert that parameters and moments are those of ``propagation.py``."""
    slow, memory = readable(network, data, method, before)
    workspace = Workspace(network, data, method, before, "numba")
    assert workspace.train(ROWS) == 7
    assert workspace.parameters == pytest.approx(slow.parameters, rel=1e-12, abs=1e-12)
    assert workspace.memory().moments == pytest.approx(memory.moments, rel=1e-12, abs=1e-12)
    assert workspace.memory().updates == memory.updates
    return workspace


def moments_for(network: Network, method: Method) -> np.ndarray:
    """Draw moments that are not near 0, where a root would make much of the last bits of a gradient."""
    return np.random.default_rng(1).uniform(0.1, 0.5, method.new_memory(len(network.parameters)).moments.shape)


@pytest.mark.parametrize("batch_size", BATCH_SIZES)
@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_gradients_equal_the_readable_ones_to_twelve_digits(loss: str, output: str, batch_size: int | None) -> None:
    """A step of plain gradient descent with α = 1 is the gradient; an L2 that changes nothing has another loop."""
    for hidden, l2 in product(HIDDEN_ACTIVATIONS, (0.0, 1e-200)):
        network, data = drawn(loss, output, hidden)
        method = Method(1.0, batch_size=batch_size, l2=l2)
        rows = ROWS[: method.rows_per_batch(7)]
        workspace = Workspace(network, data, method, kernel="numba")
        assert workspace.train(rows) == len(rows)
        found = network.parameters - workspace.parameters
        assert found == pytest.approx(gradient_of(network, data, rows), rel=1e-12, abs=1e-12)
        assert found.any()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_steps_equal_the_readable_ones_to_twelve_digits(loss: str, output: str, optimizer: str) -> None:
    for hidden, batch_size, l2 in product(HIDDEN_ACTIVATIONS, BATCH_SIZES, (0.0, 0.02)):
        network, data = drawn(loss, output, hidden)
        method = Method(0.01, optimizer, batch_size, l2=l2)
        workspace = trained_like_the_readable(network, data, method, Memory(3, moments_for(network, method)))
        assert np.abs(workspace.parameters - network.parameters).max() > 1e-4


@pytest.mark.parametrize("batch_size", [1, None])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_first_steps_equal_from_equal_gradients(optimizer: str, batch_size: int | None) -> None:
    """From moments of 0, with gradients that both compute without any rounding: none, tiny, and large."""
    for x in (0.0, 2.0**-30, 0.25, 2.0, 1024.0):
        network = Network((1, 1), ("linear",), np.array([0.5, 0.25]))
        data = dataset_of([[x], [x]], [[0.75], [0.75]])
        method = Method(0.125, optimizer, batch_size, l2=2.0**-10)
        rows = [0] if batch_size == 1 else [0, 1]
        slow, memory = advance(network, gradient_of(network, data, rows), method, method.new_memory(2))
        workspace = Workspace(network, data, method, kernel="numba")
        assert workspace.train(rows) == len(rows)
        assert workspace.parameters == pytest.approx(slow.parameters, rel=1e-12, abs=0)
        assert workspace.memory().moments == pytest.approx(memory.moments, rel=1e-12, abs=0)
        assert (workspace.parameters != network.parameters).any()


@pytest.mark.parametrize("batch_size", BATCH_SIZES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("hidden", HIDDEN_ACTIVATIONS)
def test_what_is_switched_off_stays_to_the_last_bit(hidden: str, optimizer: str, batch_size: int | None) -> None:
    frozen = frozenset({Weight(1, 0, 2), Bias(1, 8), Weight(2, 3, 1), Weight(3, 1, 0), Bias(3, 2)})
    switches = Switches(frozen, frozenset({Neuron(1, 4), Neuron(2, 0)}), frozenset({2}))
    network, data = drawn("half-squared", "sigmoid", hidden, switches=switches)
    left = network.left_alone
    for l2 in (0.0, 0.01):
        method = Method(0.01, optimizer, batch_size, l2=l2)
        before = Memory(3, moments_for(network, method))
        workspace = trained_like_the_readable(network, data, method, before)
        assert workspace.parameters[left].tobytes() == network.parameters[left].tobytes()
        assert workspace.memory().moments[:, left].tobytes() == before.moments[:, left].tobytes()
        assert (workspace.parameters != network.parameters).sum() > len(network.parameters) / 2


@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_a_batch_in_blocks_equals_one_in_one_piece(loss: str, output: str, monkeypatch: pytest.MonkeyPatch) -> None:
    network, data = drawn(loss, output, "tanh")
    found = []
    for rows in (100, 3, 1):
        monkeypatch.setattr("engine.kernels.compiled.rows_at_once", lambda sizes, rows=rows: rows)
        workspace = Workspace(network, data, Method(0.1, batch_size=None), kernel="numba")
        measured = workspace.measure_batch(ROWS)
        assert workspace.train(ROWS) == 7
        assert workspace.batch_error == measured > 0
        found.append((workspace.parameters, measured))
    for parameters, measured in found[1:]:
        assert parameters == pytest.approx(found[0][0], rel=1e-12, abs=1e-12)
        assert measured == pytest.approx(found[0][1], rel=1e-12)


@pytest.mark.parametrize("rows", [1, 3, 100])
@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_errors_over_all_rows_are_those_of_numpy(
    loss: str, output: str, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.kernels.compiled.rows_at_once", lambda sizes: rows)
    for hidden, off in product(HIDDEN_ACTIVATIONS, (frozenset(), frozenset({Neuron(1, 4), Neuron(2, 0)}))):
        network, data = drawn(loss, output, hidden, switches=Switches(off=off))
        sets = network.parameters * np.array([[1.0], [-0.5], [2.0]])
        errors = CompiledErrors(network, data)(sets)
        assert errors == pytest.approx(rows_errors(network, sets, data), rel=1e-12)
        assert len(set(errors.tolist())) > 1


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "softmax"])
def test_outputs_of_large_sums_are_those_of_numpy(output: str) -> None:
    """Up to where e^s overflows, and far beyond."""
    loss = "cross-entropy" if output == "softmax" else "half-squared"
    for size, scale in product((4, 12), (1e-8, 1.0, 30.0, 400.0, 1e6, 1e100)):
        sizes = (2, size)
        parameters = np.random.default_rng(size).normal(0, scale, parameter_count(sizes))
        network = Network(sizes, (output,), parameters, loss)
        data = dataset_of(np.random.default_rng(2).normal(size=(3, 2)), np.eye(size)[:3])
        for batch_size in (1, 3):
            method = Method(1.0, batch_size=batch_size)
            ours, numpys = (Workspace(network, data, method, kernel=kernel) for kernel in ("numba", "numpy"))
            assert ours.train([0, 1, 2]) == numpys.train([0, 1, 2]) == 3
            assert ours.parameters == pytest.approx(numpys.parameters, rel=1e-12, abs=1e-12)
