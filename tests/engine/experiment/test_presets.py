"""The presets: the article's worked example and its programs."""

from dataclasses import fields

import numpy as np
import pytest

from engine.data.bundled import bundled
from engine.experiment.starts import setup_for
from engine.network.method import Method


@pytest.mark.parametrize(
    ("start", "sizes", "activations", "learning_rate"),
    [
        ("walkthrough", (2, 2, 2), ("sigmoid", "sigmoid"), 0.5),
        ("level1", (2, 2, 2), ("sigmoid", "sigmoid"), 0.5),
        ("level2", (2, 3, 2), ("sigmoid", "sigmoid"), 0.5),
    ],
)
def test_the_articles_presets(
    start: str, sizes: tuple[int, ...], activations: tuple[str, ...], learning_rate: float
) -> None:
    setup = setup_for(start)
    assert (setup.name, setup.sizes, setup.activations) == (start, sizes, activations)
    assert (setup.method, setup.initializer) == (Method(learning_rate, shuffle=False), "uniform")


def test_the_rows_of_the_articles_programs_equal_the_bundled_file() -> None:
    given, read = setup_for("level2").dataset, bundled("ten-rows")
    for field in fields(read):
        assert np.array_equal(getattr(given, field.name), getattr(read, field.name)), field.name
