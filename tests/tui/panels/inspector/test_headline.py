"""The inspector's first line: never wider than its panel, and never with half a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.panels.inspector.headline import Meaning, headline

ERROR = "E  error of the sample"
PHASE = "forward 2/5: activations of h"


def written(name: str, value: str, meaning: str, width: int) -> list[str]:
    kind, _, last = meaning.rpartition(" ")
    found = Meaning((last, f"{last}x"), 0, kind) if meaning else None
    return ["".join(line.parts) for line in headline(name, value, found, width)]


@pytest.mark.parametrize(
    ("name", "value", "meaning", "width", "lines"),
    [
        (ERROR, "0.3333", "", 44, [" E  error of the sample  0.3333"]),
        (ERROR, "0.3333", "", 29, [" E  error  0.3333"]),
        (ERROR, "0.3333", "", 12, [" E  0.3333"]),
        (ERROR, "0.33333333333333331", "", 22, [" E", "   0.33333333333333331"]),
        ("o1  output layer", "0.5", "versicolor", 40, [" o1  output layer  0.5  versicolor"]),
        ("o1  output layer", "0.5", "versicolor", 30, [" o1  0.5  versicolor"]),
        ("o1  output layer", "0.5", "class versicolor", 28, [" o1  0.5  class versicolor"]),
        ("o1  output layer", "0.5", "class 4", 18, [" o1  0.5  class 4"]),
        ("o1  output layer", "0.5", "versicolor", 19, [" o1  0.5  versicol…"]),
        ("o1  output layer", "0.5", "versicolor", 14, [" o1  0.5"]),
        ("w9  h1 → o1", "0.5", "versicolor", 40, [" w9  h1 → o1  0.5  versicolor"]),
        ("w9  h1 → o1", "0.5", "versicolor", 26, [" w9  h1 → o1  0.5  versic…"]),
        ("w9  h1 → o1", "0.5", "versicolor", 20, [" w9  h1 → o1  0.5"]),
        (PHASE, "", "", 30, [" forward 2/5: activations of h"]),
        (PHASE, "", "", 29, [" 2/5: activations of h"]),
        (PHASE, "", "", 18, [" activations of h"]),
        (PHASE, "", "", 10, [" activati…"]),
    ],
)
def test_the_caption_gives_way_first_then_the_meaning(
    name: str, value: str, meaning: str, width: int, lines: list[str]
) -> None:
    assert written(name, value, meaning, width) == lines


@given(st.floats(), st.sampled_from([ERROR, "b_h1  bias of h1"]), st.text(max_size=9), st.integers(28, 60))
def test_a_value_is_whole_in_any_panel(value: float, name: str, meaning: str, width: int) -> None:
    lines = written(name, repr(value), meaning, width)
    assert any(repr(value) in line for line in lines)
    assert all(cell_len(line) <= width for line in lines)
