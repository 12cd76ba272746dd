"""Maps and curves: each cell holds the network's outputs there, with the other inputs constant; and they are fast."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.landscape import decision_map, expected_and_got, output_curve, telling_inputs
from engine.data.bundled import bundled
from engine.data.dataset import Dataset
from engine.errors import InvalidValue
from engine.experiment.starts import setup_for
from engine.network.many_rows import predict
from engine.network.network import Network
from engine.network.propagation import forward
from tests.engine.strategies import datasets, networks


@given(st.data(), networks())
def test_a_cell_holds_the_outputs_of_the_network_there(data, network: Network):
    if network.sizes[0] < 2:
        return
    dataset = data.draw(datasets(network.sizes[0], network.sizes[-1]))
    x, y = data.draw(st.permutations(range(network.sizes[0])))[:2]
    found = decision_map(network, dataset, (x, y), columns=5, rows=4)
    assert found.outputs.shape == (4, 5, dataset.by_class(dataset.expected).shape[1])
    for row, column in ((0, 0), (3, 4), (1, 2)):
        at = dataset.inputs.mean(axis=0)
        at[x], at[y] = found.x[column], found.y[row]
        by_class = dataset.by_class(forward(network, at).outputs)
        assert found.outputs[row, column] == pytest.approx(by_class, rel=1e-9, abs=1e-9)
        assert found.cell(found.x[column], found.y[row]) == (row, column)


def test_it_spans_the_rows_with_y_upwards():
    setup = setup_for("moons")
    found = decision_map(setup.network(), setup.dataset)
    low, high = setup.dataset.inputs.min(axis=0), setup.dataset.inputs.max(axis=0)
    assert found.x[0] < low[0] < high[0] < found.x[-1]
    assert found.y[-1] < low[1] < high[1] < found.y[0]
    assert (found.answers == found.outputs.argmax(axis=2)).all()
    assert (found.leads >= 0).all()
    for array in (found.x, found.y, found.outputs, found.answers, found.leads):
        assert not array.flags.writeable


def test_a_constant_input_and_a_single_cell():
    xor = setup_for("xor")
    data = xor.dataset
    for column, row in ((0, 0), (0, 1), (1, 0), (1, 1)):
        data = data.with_input(2 * column + row, 0, 3.0)
    found = decision_map(xor.network(), data, columns=1, rows=1)
    assert found.outputs.shape == (1, 1, 2)
    assert decision_map(xor.network(), data).x[[0, -1]].tolist() == [2.0, 4.0]


def test_the_other_inputs_can_be_held_at_any_value():
    setup = setup_for("iris")
    row = setup.dataset.inputs[7]
    found = output_curve(setup.network(), setup.dataset, 2, points=3, held=row)
    at = row.copy()
    at[2] = found.x[1]
    assert found.outputs[1] == pytest.approx(forward(setup.network(), at).outputs)
    assert row.tolist() == setup.dataset.inputs[7].tolist()


def test_an_overflowing_network_has_no_answer():
    network = Network((2, 2), ("linear",), np.full(6, 1e308))
    found = decision_map(network, bundled("xor").with_input(0, 0, 100.0), columns=3, rows=3)
    assert -1 in found.answers


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("largest", [1e308, 1.7e308, np.finfo(np.float64).max])
def test_the_largest_numbers_have_a_map_and_curves(largest):
    rows = np.array([[-largest, largest, largest], [largest, -largest, largest], [0, largest, largest]])
    dataset = Dataset("large", rows, np.eye(2)[[0, 1, 0]], tuple("abc"), ("p", "q"), "classification", "")
    network = Network((3, 2, 2), ("sigmoid", "linear"), np.linspace(-1, 1, 14))
    assert telling_inputs(dataset) == (0, 1)
    found = decision_map(network, dataset, columns=5, rows=5)
    assert np.isfinite(found.x).all()
    assert (np.diff(found.x) > 0).all()
    assert found.x[0] <= -largest < largest <= found.x[-1]
    assert [found.cell(x, y)[1] for x, y in rows[:, :2]] == [0, 4, 2]
    assert np.isfinite(found.outputs).all()
    assert found.outputs[0, 0] == pytest.approx(forward(network, np.array([found.x[0], found.y[0], largest])).outputs)
    along = output_curve(network, dataset, 1, points=4)
    assert np.isfinite(along.x).all()
    assert np.isfinite(along.outputs).all()


def test_expected_and_got_are_sorted_by_expected():
    setup = setup_for("sine")
    outputs = predict(setup.network(), setup.dataset.inputs)
    pairs = expected_and_got(setup.dataset, outputs)
    assert (np.diff(pairs[:, 0]) >= 0).all()
    assert sorted(pairs.tolist()) == sorted(np.hstack([setup.dataset.expected, outputs]).tolist())


@pytest.mark.parametrize("output", [-1, 1])
def test_an_output_that_is_not_there_is_refused(output):
    setup = setup_for("sine")
    outputs = predict(setup.network(), setup.dataset.inputs)
    with pytest.raises(InvalidValue, match=rf"no output {output}; they are counted from 0 to 0"):
        expected_and_got(setup.dataset, outputs, output)


@pytest.mark.parametrize("inputs", [(0, 0), (0, 4), (-1, 0)])
def test_invalid_inputs_are_refused(inputs):
    setup = setup_for("iris")
    with pytest.raises(InvalidValue):
        decision_map(setup.network(), setup.dataset, inputs)


def test_a_map_starts_with_inputs_that_vary():
    assert telling_inputs(setup_for("iris").parts.train) == (0, 1)
    digits = setup_for("digits").parts.train
    first, second = telling_inputs(digits)
    assert first < second
    assert digits.inputs[:, [first, second]].std(axis=0).min() >= np.sort(digits.inputs.std(axis=0))[-2]
