"""Scaling: fitted to the training rows only, undone up to rounding, and never a division by zero."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from engine.data.bundled import bundled
from engine.data.scaling import ColumnScaling, advised_scaling, fitted_scaling
from engine.errors import InvalidValue
from engine.experiment.starts import Options, setup_for
from engine.session.session import Session
from tests.engine.strategies import dataset_of

KINDS = ("standard", "minmax")
tables = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 12), st.integers(1, 4)),
    elements=st.floats(-1e150, 1e150, allow_subnormal=False),
)


@given(st.sampled_from(KINDS), tables)
def test_scaling_is_undone_up_to_rounding(kind, table):
    data = dataset_of(table, table[:, :1])
    scaling = fitted_scaling(kind, data)
    scaled = scaling.applied(data)
    back = scaling.undone(scaled)
    size = np.abs(table).max(axis=0)
    assert (np.abs(back.inputs - data.inputs) <= 1e-13 * size).all()
    assert (np.abs(back.expected - data.expected) <= 1e-13 * size[0]).all()
    assert (np.abs(scaled.inputs) <= np.sqrt(len(table)) + 1e-6).all()


@given(st.sampled_from(KINDS), tables)
@example("standard", np.array([[1e6 + 1e-6], [1e6 + 2e-6], [1e6 + 3e-6]]))
@example("minmax", np.array([[-0.812], [0.0], [2.037]]))
@example("standard", np.array([[5e-324], [1e150]]))
def test_the_originals_scale_back_to_the_last_bit(kind, table):
    data = dataset_of(table, table[:, :1])
    scaling = fitted_scaling(kind, data)
    scaled = scaling.applied(data)
    assert np.array_equal(scaling.inputs.applied(scaling.inputs.original(scaled.inputs)), scaled.inputs)
    assert np.array_equal(scaling.outputs.applied(scaling.outputs.original(scaled.expected)), scaled.expected)
    value = scaling.inputs.original_value(0, float(scaled.inputs[0, 0]))
    assert scaling.inputs.apply_value(0, value) == scaled.inputs[0, 0]


@given(st.sampled_from(KINDS), st.lists(st.integers(0, 10**12), min_size=2, max_size=12), st.integers(-9, 9))
def test_numbers_of_few_digits_come_back_exactly(kind, whole, power):
    numbers = np.array([[float(f"{10**12 + number}e{power}")] for number in whole])
    data = dataset_of(numbers, numbers)
    scaling = fitted_scaling(kind, data)
    assert np.array_equal(scaling.inputs.original(scaling.applied(data).inputs), numbers)


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_of_all_digits_scale_back_to_the_last_bit(kind):
    """Where ``undone`` is a rounding step off, as with some of these numbers, the exact one lies next to it."""
    table = np.random.default_rng(0).uniform([-1.0, -0.1], [2.0, 1.0], (10_000, 2))
    scaling = fitted_scaling(kind, dataset_of(table, table)).inputs
    scaled = scaling.applied(table)
    assert (scaling.applied(scaling.undone(scaled)) != scaled).any()
    assert np.array_equal(scaling.applied(scaling.original(scaled)), scaled)


def test_zero_comes_back_as_zero():
    numbers = np.array([[-0.812], [0.0], [2.037]])
    scaling = fitted_scaling("minmax", dataset_of(numbers, numbers)).inputs
    assert 0.0 < scaling.undone(scaling.applied(numbers))[1, 0] < 1e-15
    assert scaling.original(scaling.applied(numbers)).tolist() == numbers.tolist()


def test_of_the_numbers_that_scale_alike_the_one_of_fewest_digits_comes_back():
    numbers = np.array([[0.0], [-3.1], [1e6]])
    scaling = fitted_scaling("standard", dataset_of(numbers, numbers)).inputs
    assert 0.0 < abs(scaling.undone(scaling.applied(numbers))[1, 0] + 3.1) < 1e-9
    assert scaling.original(scaling.applied(numbers)).tolist() == numbers.tolist()


def test_a_value_with_no_original_comes_back_up_to_rounding():
    columns = ColumnScaling(np.array([1e6]), np.array([1.0]))
    assert columns.original(np.array([[1e-20]])).tolist() == [[1e6]]


def test_standard_has_mean_0_and_deviation_1_and_minmax_spans_0_to_1():
    wine = bundled("wine")
    standard = fitted_scaling("standard", wine).applied(wine).inputs
    assert standard.mean(axis=0) == pytest.approx(0, abs=1e-12)
    assert standard.std(axis=0) == pytest.approx(1)
    minmax = fitted_scaling("minmax", wine).applied(wine).inputs
    assert (minmax.min(axis=0), minmax.max(axis=0)) == (pytest.approx(0), pytest.approx(1))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [0.0, 0.1, -7.0, 1e300, 5e-324])
def test_a_constant_column_becomes_0(kind, value):
    data = dataset_of(np.full((7, 1), value), np.arange(7.0)[:, np.newaxis])
    scaling = fitted_scaling(kind, data)
    assert scaling.applied(data).inputs.tolist() == [[0.0]] * 7
    assert scaling.undone(scaling.applied(data)).inputs.tolist() == [[value]] * 7


@given(st.sampled_from(KINDS), st.integers(1, 300), st.floats(allow_nan=False, allow_infinity=False))
def test_equal_numbers_become_0_whatever_they_are(kind, rows, value):
    data = dataset_of(np.full((rows, 1), value), np.arange(float(rows))[:, np.newaxis])
    scaling = fitted_scaling(kind, data).inputs
    assert (scaling.offset.tolist(), scaling.scale.tolist()) == ([value], [1.0])
    assert not scaling.applied(data.inputs).any()


def test_numbers_that_differ_by_less_than_a_float_can_divide_by_stay_finite():
    data = dataset_of([[0.0], [5e-324]], [[0.0], [1.0]])
    scaling = fitted_scaling("standard", data).inputs
    assert scaling.applied(data.inputs).tolist() == [[0.0], [5e-324]]


@pytest.mark.parametrize(
    ("kind", "numbers", "scaled"),
    [
        ("standard", [4.0, 6.0], [-1.0, 1.0]),  # a deviation of 1 is not that of a constant column
        ("standard", [2.0, 2.0, 5.0, 5.0, 8.0, 8.0], [-(1.5**0.5), -(1.5**0.5), 0.0, 0.0, 1.5**0.5, 1.5**0.5]),
        ("minmax", [4.0, 5.0, 4.5], [0.0, 1.0, 0.5]),
        ("minmax", [-2.0, 6.0, 0.0], [0.0, 1.0, 0.25]),
    ],
)
def test_scaled_numbers_by_hand(kind, numbers, scaled):
    data = dataset_of(np.array(numbers)[:, np.newaxis], np.zeros((len(numbers), 1)))
    assert fitted_scaling(kind, data).applied(data).inputs[:, 0] == pytest.approx(scaled, rel=1e-15, abs=1e-15)


def test_classes_are_not_scaled():
    iris = bundled("iris")
    scaling = fitted_scaling("standard", iris)
    assert scaling.outputs is None
    assert scaling.applied(iris).expected is iris.expected
    assert scaling.own_outputs(iris.expected) is iris.expected


def test_single_values_are_scaled_and_back():
    columns = fitted_scaling("standard", bundled("wine")).inputs
    assert columns.apply_value(12, float(columns.offset[12])) == 0.0
    assert columns.undo_value(12, columns.apply_value(12, 1065.0)) == pytest.approx(1065.0)


def test_it_is_fitted_to_the_training_rows_only():
    setup = setup_for("wine", Options(test_share=0.3, scaling="standard"))
    train, _ = setup.drawn_split.parts(setup.dataset)
    assert setup.parts.scaling.inputs.offset == pytest.approx(train.inputs.mean(axis=0))
    inputs = setup.dataset.inputs.copy()
    inputs[setup.drawn_split.test] *= 1000.0
    changed = replace(setup, dataset=replace(setup.dataset, inputs=inputs))
    assert np.array_equal(changed.parts.scaling.inputs.scale, setup.parts.scaling.inputs.scale)
    assert np.array_equal(Session(changed).state.dataset.inputs, Session(setup).state.dataset.inputs)


def test_none_does_not_scale():
    setup = setup_for("iris", Options(scaling="none"))
    assert fitted_scaling("none", setup.dataset) is None
    assert Session(setup).state.dataset is setup.dataset


@pytest.mark.parametrize(
    ("inputs", "expected", "kind"),
    [
        ([0.0, 10.0], [0.0, -10.0], "none"),
        ([0.0, 10.5], [0.0, 1.0], "standard"),
        ([-10.5, 0.0], [0.0, 1.0], "standard"),
        ([0.0, 1.0], [0.0, -10.5], "standard"),
    ],
)
def test_one_large_number_of_any_column_is_reason_to_scale(inputs, expected, kind):
    table = np.array([inputs, expected]).T
    assert advised_scaling(dataset_of(table[:, :1], table[:, 1:])) == kind


def test_an_unknown_kind_and_a_range_that_overflows_are_refused():
    with pytest.raises(InvalidValue, match="unknown scaling 'robust'"):
        fitted_scaling("robust", bundled("xor"))
    wide = dataset_of([[-1.7e308], [1.7e308]], [[0.0], [1.0]])
    with pytest.raises(InvalidValue, match="'x0' spans more than can be scaled"):
        fitted_scaling("minmax", wide)
