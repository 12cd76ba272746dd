"""Which tables hold pictures, by the names of their columns."""

import pytest

from engine.data.bundled import bundled
from engine.data.pictures import picture_shape


def numbered(form: str, height: int, width: int, first: int = 1) -> list[str]:
    places = [(row, column) for row in range(first, first + height) for column in range(first, first + width)]
    return [form.format(row, column) for row, column in places]


@pytest.mark.parametrize(
    ("names", "shape"),
    [
        (numbered("r{}c{}", 8, 8), (8, 8)),
        (numbered("{}x{}", 28, 28), (28, 28)),
        (numbered("pixel_{}_{}", 3, 5, first=0), (3, 5)),
        ([f"pixel{number}" for number in range(784)], (28, 28)),
        ([f"px_{number}" for number in range(1, 17)], (4, 4)),
    ],
)
def test_pixels_are_recognised_by_their_names(names, shape):
    assert picture_shape(names) == shape


@pytest.mark.parametrize(
    "names",
    [
        [],
        ["x", "y"],
        ["r1c1", "r1c2"],
        [f"pixel{number}" for number in range(15)],  # not a square
        [f"pixel{number}" for number in (0, 1, 2, 4)],  # one is missing
        numbered("r{}c{}", 3, 3)[::-1],  # not in row order
        [*numbered("r{}c{}", 3, 3), "age"],
        ["r0c0", "r0c1", "r1c0", f"r{10**40}c{10**40}"],
        [f"pixel{number}" for number in (0, 1, 2, 10**40)],
    ],
)
def test_other_columns_are_not_pictures(names):
    assert picture_shape(names) is None


def test_the_bundled_digits_are_pictures():
    assert picture_shape(bundled("digits").input_names) == (8, 8)
    assert picture_shape(bundled("iris").input_names) is None
