"""Many rows at once against one after another, whatever the blocks they are computed in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.network import many_rows
from engine.network.many_rows import batch_gradient, output_layer, output_layers
from engine.network.network import Network
from engine.network.propagation import backward, forward
from tests.engine.strategies import expected_for, networks, seeds


@given(networks(), st.integers(1, 13), st.integers(1, 6), seeds)
def test_a_batch_has_the_mean_gradient_of_its_rows(network: Network, rows: int, block: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    inputs, expected = rng.normal(0.0, 1.5, (rows, network.sizes[0])), expected_for(network, rng, rows)
    each = [backward(network, forward(network, x), y).parameters for x, y in zip(inputs, expected, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many_rows, "rows_at_once", lambda sizes: block)
        found = batch_gradient(network, inputs, expected)
    assert found == pytest.approx(np.mean(each, axis=0), rel=1e-9, abs=1e-12 * (1.0 + np.abs(each).max()))


@given(networks(), st.integers(1, 13), st.integers(1, 3), st.integers(1, 3), seeds)
def test_each_set_of_parameters_has_the_outputs_of_a_network_of_its_own(
    network: Network, rows: int, sets: int, block: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    parameters = rng.normal(0.0, 0.7, (sets, len(network.parameters)))
    inputs = rng.normal(0.0, 1.5, (rows, network.sizes[0]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many_rows, "rows_at_once", lambda sizes: block)
        sums, outputs = output_layers(network, parameters, inputs)
        alone = [output_layer(network.with_parameters(numbers), inputs) for numbers in parameters]
    assert np.array_equal(sums, np.stack([s for s, _ in alone]))
    assert np.array_equal(outputs, np.stack([a for _, a in alone]))
    for numbers, s_of_rows, a_of_rows in zip(parameters, sums, outputs, strict=True):
        for x, s, a in zip(inputs, s_of_rows, a_of_rows, strict=True):
            trace = forward(network.with_parameters(numbers), x)
            assert s == pytest.approx(trace.sums[-1], rel=1e-9, abs=1e-12)
            assert a == pytest.approx(trace.outputs, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("sizes", [(2, 3, 2), (64, 32, 10), (784, 128, 10)])
def test_a_block_has_many_rows_but_not_too_many_numbers(sizes: tuple[int, ...]) -> None:
    rows = many_rows.rows_at_once(sizes)
    assert rows >= 256
    assert rows == 256 or rows * sum(sizes) <= 32_768  # numbers of 8 bytes: 256 kB
