"""How a drawn network writes the changes that an update makes to weights and biases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.panels.network.changes import NOTATIONS, Change, notation_for

WEIGHTS = st.floats(-99, 99)
CHANGES = st.lists(st.builds(Change, WEIGHTS, WEIGHTS, st.integers(0, 14)), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("changes", "texts"),
    [
        ([(0.5, 0.4524, 13)], ["+0.50→+0.45"]),
        ([(0.5, 0.4953, 13)], ["+0.500→+0.495"]),
        ([(0.506, 0.504, 13)], ["+0.506→+0.504"]),  # with two decimals it would be five times as much
        ([(0.5, 0.4524, 13), (-0.5, -0.49, 11)], ["+0.50→+0.45", "-0.50→-0.49"]),
        ([(0.5, 0.4524, 13), (-0.5, -0.49, 9)], ["+.50→+.45", "-.50→-.49"]),
        ([(0.5, 0.4524, 13), (0.5, 0.4524, 9)], ["+.50→+.45", "+.50→+.45"]),
        ([(0.5, 0.4524, 13), (0.5, 0.4953, 9)], [".50→.45", ".500→.495"]),
        ([(0.5, 0.4524, 13), (0.5, 0.4953, 8)], ["Δ-.048", "Δ-.0047"]),
        ([(0.5, 0.4524, 13), (0.5, 0.5, 13)], ["+0.50→+0.45", "+0.50→+0.50"]),
        ([(0.5, 0.49999, 9), (0.5, 0.5, 9)], ["Δ-1e-5", "Δ0"]),
        ([(0.5, 0.4524, 13), (1e308, 1e308, 6)], ["Δ-.048", "Δ0"]),
        ([(0.5, 0.4524, 13), (0.5, 0.4953, 5)], ["+0.45", "+0.50"]),
        ([(1e308, -1e308, 6), (0.5, 0.4524, 6)], ["-1e308", "+0.45"]),
    ],
)
def test_all_changes_use_the_fullest_fitting_notation(
    changes: list[tuple[float, float, int]], texts: list[str]
) -> None:
    made = [Change(*change) for change in changes]
    notation = notation_for(made)
    assert [notation.write(change) for change in made] == texts


@given(CHANGES)
def test_a_change_fits_its_room_and_shows_two_numbers_only_if_they_differ(changes: list[Change]) -> None:
    notation = notation_for(changes)
    for change in changes:
        text = notation.write(change)
        assert text is not None
        assert len(text) <= change.room
        old, arrow, new = text.partition("→")
        assert not arrow or (float(old) == float(new)) == (change.old == change.new)


@given(CHANGES)
def test_all_changes_are_written_alike(changes: list[Change]) -> None:
    notation = notation_for(changes)
    if notation in NOTATIONS[:-1]:
        texts = [notation.write(change) or "" for change in changes]
        signs = {"→" if "→" in text else text[:1] for text in texts}
        assert len(signs) == 1
