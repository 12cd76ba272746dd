"""Names that could harm the terminal, and data sets with such names."""

import unicodedata

from hypothesis import strategies as st
from rich.cells import cell_len
from textual.strip import Strip

from engine.arrays import frozen
from engine.data.dataset import Dataset
from engine.training.state import Setup
from tui.drawing.palette import DARK, LIGHT

HOSTILE = (
    "[@click=app.quit]x[/]",
    "[/]",
    "\x1b[31mred\x1b]8;;http://x\x07",
    "\u202eevil\u2066\u200b",
    "界" * 30,
    "界e\u0301" * 3,
    "x" * 10_000,
    "",
)
names = st.sampled_from(HOSTILE) | st.text(st.characters(categories=None), max_size=30)
widths = st.integers(1, 250)
palettes = st.sampled_from([DARK, LIGHT])


@st.composite
def setups(draw: st.DrawFn) -> Setup:
    """Draw a data set with arbitrary names, and a network for it."""
    inputs, outputs, rows = draw(st.integers(1, 5)), draw(st.integers(2, 4)), draw(st.integers(1, 12))
    classes = draw(st.booleans())
    dataset = Dataset(
        name=draw(names),
        inputs=frozen([[(row + 1.0) * 10.0**column for column in range(inputs)] for row in range(rows)]),
        expected=frozen([[float(row % outputs == column) for column in range(outputs)] for row in range(rows)]),
        input_names=tuple(draw(names) for _ in range(inputs)),
        output_names=tuple(draw(names) for _ in range(outputs)),
        task="classification" if classes else "regression",
        source=draw(names),
    )
    return Setup(dataset.name, dataset, (inputs, 3, outputs), ("sigmoid", "sigmoid" if classes else "linear"))


def hostile_setup(name: str) -> Setup:
    """Return a setup in which every name is this one."""
    dataset = Dataset(
        name, frozen([[1.0, 2.0], [3.0, 4.0]]), frozen([[0.0, 1.0], [1.0, 0.0]]), (name,) * 2, (name,) * 2,
        "classification", name,
    )  # fmt: skip
    return Setup(name, dataset, (2, 3, 2), ("sigmoid", "sigmoid"))


def assert_harmless(lines: list[Strip], width: int) -> None:
    """Check that lines have this width and contain nothing that a terminal or Textual would obey."""
    for line in lines:
        assert sum(cell_len(segment.text) for segment in line) == line.cell_length == width
        for segment in line:
            assert segment.control is None
            assert segment.style is None or (not segment.style.meta and segment.style.link is None)
            assert not [
                c for c in segment.text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
            ]
