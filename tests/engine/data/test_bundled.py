"""The bundled data sets: their shapes, some known rows, and the facts stated about them."""

from pathlib import Path

import numpy as np
import pytest

from engine.data.bundled import BUNDLED, bundled
from engine.data.scaling import SCALINGS
from engine.experiment.starts import Overview, overview, setup_for

FOLDER = Path(__file__).parents[3] / "datasets"

KNOWN = [
    ("or", (4, 2, 2), 3, [1, 1], "1"),
    ("nand", (4, 2, 2), 3, [1, 1], "0"),
    ("parity3", (8, 3, 2), 7, [1, 1, 1], "1"),
    ("penguins", (342, 4, 3), 0, [39.1, 18.7, 181, 3750], "Adelie"),
    ("wheat-seeds", (210, 7, 3), 0, [15.26, 14.84, 0.871, 5.763, 3.312, 2.221, 5.22], "Kama"),
    ("banknotes", (1372, 4, 2), 0, [3.6216, 8.6661, -2.8073, -0.44699], "0"),
    ("wine", (178, 13, 3), 0, [14.23, 1.71, 2.43, 15.6, 127, 2.8, 3.06, 0.28, 2.29, 5.64, 1.04, 3.92, 1065], "1"),
    ("breast-cancer", (569, 30, 2), 0, [17.99, 10.38, 122.8, 1001], "malignant"),
    ("digits", (1797, 64, 10), 0, [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15], "0"),
]

COUNTS = {
    "penguins": {"Adelie": 151, "Chinstrap": 68, "Gentoo": 123},
    "wheat-seeds": {"Canadian": 70, "Kama": 70, "Rosa": 70},
    "banknotes": {"0": 762, "1": 610},
    "wine": {"1": 59, "2": 71, "3": 48},
    "breast-cancer": {"benign": 357, "malignant": 212},
}


@pytest.mark.parametrize(("name", "shape", "row", "begins", "label"), KNOWN)
def test_shape_and_a_known_row(name, shape, row, begins, label):
    data = bundled(name)
    assert (data.rows, data.input_count, data.output_count) == shape
    assert data.inputs[row, : len(begins)].tolist() == begins
    assert data.output_names[data.target_classes[row]] == label


@pytest.mark.parametrize("name", COUNTS)
def test_rows_of_each_class(name):
    data = bundled(name)
    assert dict(zip(data.output_names, data.expected.sum(axis=0).tolist(), strict=True)) == COUNTS[name]


@pytest.mark.parametrize("name", ["or", "nand", "parity3"])
def test_truth_tables(name):
    data = bundled(name)
    says = {"or": any, "nand": lambda row: not all(row), "parity3": lambda row: sum(row) % 2 == 1}[name]
    assert data.target_classes.tolist() == [int(says(row)) for row in data.inputs.tolist()]


def test_penguin_mass_is_a_regression():
    data = bundled("penguin-mass")
    assert (data.rows, data.input_count, data.task, data.output_names) == (333, 4, "regression", ("body mass g",))
    assert (data.inputs[0].tolist(), data.expected[0].tolist()) == ([39.1, 18.7, 181, 1], [3750])


def test_digits_are_pixels_of_0_to_16():
    pixels = bundled("digits").inputs
    assert (pixels.min(), pixels.max()) == (0, 16)
    assert np.array_equal(pixels, pixels.round())


@pytest.mark.parametrize("name", BUNDLED)
def test_it_opens_with_a_network_that_learns_it_well(name):
    facts, setup = BUNDLED[name], setup_for(name)
    assert facts.scaling in SCALINGS
    assert setup.sizes[1:-1] == facts.hidden
    assert (setup.method.learning_rate, setup.epochs, setup.scaling) == (
        facts.learning_rate,
        facts.epochs,
        facts.scaling,
    )
    assert setup.dataset.source == facts.source
    assert overview(name) == Overview(name, setup.sizes, setup.dataset.rows, facts.source)


def test_every_file_is_described_and_all_are_small():
    told = (FOLDER / "README.md").read_text("utf-8")
    for name in BUNDLED:
        assert f"`{name}.csv`" in told
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_000_000
