"""Names cut to a few cells: as long as fits, and different as long as they are."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.experiment.starts import setup_for
from tui.drawing.cut_names import cut_apart
from tui.terminal.text import safe

IRIS = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
WORDS = st.text("ab測\N{COMBINING ACUTE ACCENT}\u200b", max_size=12)


def test_only_names_that_would_look_alike_lose_their_middle() -> None:
    assert cut_apart(IRIS, 20) == IRIS
    assert cut_apart(IRIS, 10) == ("sepal len…", "sepal wid…", "petal len…", "petal wid…")
    assert cut_apart(IRIS, 7) == ("sep…len", "sep…wid", "pet…len", "pet…wid")
    assert cut_apart((*IRIS[:1], "colour"), 7) == ("sepal …", "colour")


def test_numbered_names_keep_their_numbers() -> None:
    names = tuple(f"temperature_{number:02}" for number in range(30))
    assert cut_apart(names, 7)[:2] == ("temp…00", "temp…01")
    assert len(set(cut_apart(names, 5))) == 30


def test_wide_characters_take_two_cells() -> None:
    assert cut_apart(("測定値の最大", "測定値の最小", "測定値"), 7) == ("測定…大", "測定…小", "測定値")


def test_names_that_differ_in_what_cannot_be_seen_are_numbered() -> None:
    assert cut_apart(("long name\u200b", "long name\u200d", "other"), 7) == ("long …1", "long …2", "other")


@given(st.lists(WORDS, min_size=1, max_size=9, unique=True), st.integers(3, 14))
def test_different_names_stay_different(names: list[str], cells: int) -> None:
    cut = cut_apart(tuple(names), cells)
    assert len(set(cut)) == len(names)
    for text in cut:
        assert cell_len(text) <= cells
        assert safe(text, cells) == text


@given(st.lists(WORDS, min_size=1, max_size=9), st.integers(0, 20))
def test_no_text_is_wider_than_asked(names: list[str], cells: int) -> None:
    cut = cut_apart(tuple(names), cells)
    assert all(cell_len(text) <= cells for text in cut)
    for name, text in zip(names, cut, strict=True):
        assert all(text == other for other, same in zip(cut, names, strict=True) if same == name)


def test_the_columns_of_bundled_data_stay_different_in_eight_cells() -> None:
    for start in ("iris", "breast-cancer", "wine", "wheat-seeds", "penguins", "digits"):
        names = setup_for(start).dataset.input_names
        assert len(set(cut_apart(names, 8))) == len(names)
