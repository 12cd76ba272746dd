"""Lines of an explanation, broken to fit: nothing is lost, and numbers keep their links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.explaining.explanation import ExplanationLine
from engine.formulas.notation import Piece, joined
from engine.network.quantities import ERROR
from tui.drawing.palette import DARK
from tui.panels.inspector.broken_lines import broken, fitted

PIECES = st.lists(
    st.builds(
        Piece, st.sampled_from(["0.5", " · ", "w12", " + ", "= ", "(", ")", "h1.2"]), st.sampled_from([None, ERROR])
    ),
    min_size=1,
    max_size=40,
)


@given(PIECES, st.integers(8, 60))
def test_nothing_is_lost_but_blanks(pieces: list[Piece], width: int) -> None:
    lines = broken(pieces, width)
    assert "".join(map(joined, lines)).replace(" ", "") == joined(pieces).replace(" ", "")
    linked = "".join(piece.text for line in lines for piece in line if piece.reference is ERROR)
    assert linked.replace(" ", "") == "".join(p.text for p in pieces if p.reference is ERROR).replace(" ", "")


@given(st.lists(st.sampled_from(["0.5", "w12 · h1", "1"]), min_size=1, max_size=30), st.integers(12, 60))
def test_every_line_fits(terms: list[str], width: int) -> None:
    assert all(cell_len(joined(line)) <= width for line in broken([Piece(" + ".join(terms))], width))


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (40, ["= 0.1 + 0.2 = 0.3"]),
        (12, ["= 0.1 + 0.2", "= 0.3"]),
    ],
)
def test_a_result_joins_the_line_before_if_it_fits(width: int, lines: list[str]) -> None:
    numbers = ExplanationLine("numbers", (Piece("= 0.1 + 0.2"),))
    result = ExplanationLine("result", (Piece("= 0.3"),))
    assert [joined(piece for piece, _, _ in row) for row in fitted([numbers, result], width, DARK)] == lines


def test_the_cursor_stops_at_numbers_rather_than_symbols() -> None:
    symbols, numbers = ExplanationLine("symbols", (Piece("w1"),)), ExplanationLine("numbers", (Piece("0.5"),))
    assert [stop for row in fitted([symbols, numbers], 40, DARK) for _, _, stop in row] == [False, True]
    assert [stop for row in fitted([symbols], 40, DARK) for _, _, stop in row] == [True]
