"""Names cut to a width so that they stay different."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.experiment.starts import setup_for
from tui.drawing.cut_names import are_apart, cut_apart


def test_a_name_is_cut_at_its_end_by_itself():
    assert cut_apart(("sepal length", "hue", "ash"), 8) == ("sepal l…", "hue", "ash")


def test_where_that_makes_two_alike_they_lose_their_middle():
    names = ("temperature of the inner shell", "temperature of the outer shell", "hue")
    assert cut_apart(names, 16) == ("temper…ner shell", "temper…ter shell", "hue")
    assert cut_apart(("concavity of cell 1", "concavity of cell 2"), 8) == ("conc…l 1", "conc…l 2")


def test_where_even_that_does_not_help_they_are_numbered():
    assert cut_apart(("aaaaaaa1zzzzzzz", "aaaaaaa2zzzzzzz"), 6) == ("aaa…1", "aaa…2")
    assert cut_apart(("same", "same"), 6) == ("same…1", "same…2")


def test_the_columns_of_bundled_data_stay_different_in_eight_cells():
    for start in ("iris", "breast-cancer", "wine", "wheat-seeds", "penguins", "digits"):
        assert are_apart(cut_apart(setup_for(start).dataset.input_names, 8))


@given(st.lists(st.text(max_size=20), max_size=12, unique=True), st.integers(0, 24))
def test_no_name_takes_more_than_its_cells(names, cells):
    assert all(cell_len(text) <= cells for text in cut_apart(tuple(names), cells))


@given(st.lists(st.text("abc ", max_size=20), max_size=9, unique=True), st.integers(6, 24))
def test_names_stay_different(names, cells):
    assert are_apart(cut_apart(tuple(names), cells))
