"""Choosing a word: by its beginning, or by going round."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.panels.inspector.choices import LISTED_CELLS, typed_word, word_beside, words_line

IRIS = ("setosa", "versicolor", "virginica")
COUNTS = ("1", "10", "2")


@pytest.mark.parametrize(
    ("text", "words", "index"),
    [
        ("virginica", IRIS, 2),
        ("  VIRGIN ", IRIS, 2),
        ("s", IRIS, 0),
        ("1", COUNTS, 0),  # the whole word before others that begin so
        ("10", COUNTS, 1),
        ("yes", ("Yes", "yes"), 1),
        ("NO", ("No", "none"), 0),
    ],
)
def test_a_word_is_known_by_its_beginning(text, words, index):
    assert typed_word(text, words, "class") == index


@pytest.mark.parametrize(
    ("text", "words", "message"),
    [
        ("v", IRIS, "v can be versicolor or virginica"),
        ("rose", IRIS, "no class is called rose: type setosa, versicolor or virginica"),
        (" ", IRIS, "type setosa, versicolor or virginica"),
        ("0", COUNTS, "no class is called 0: type 1, 10 or 2"),
        ("x", tuple(map(str, range(20))), "no class is called x: type 0, 1, 2, 3, 4, 5, 6, 7 or one of 12 more"),
        ("y", ("Yes", "yes"), "y can be Yes or yes"),
        ("x", ("only",), "no class is called x: type only"),
    ],
)
def test_a_text_that_is_no_word_is_told_what_would_be_right(text, words, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        typed_word(text, words, "class")


def test_the_arrows_go_round_from_the_word_or_from_what_is_typed():
    assert [word_beside("setosa", IRIS, by) for by in (1, -1)] == ["versicolor", "virginica"]
    assert [word_beside("v", IRIS, by) for by in (1, -1)] == ["versicolor", "virginica"]
    assert [word_beside("rose", IRIS, by) for by in (1, -1)] == ["setosa", "virginica"]
    assert [word_beside("", IRIS, by) for by in (1, -1)] == ["setosa", "virginica"]


@given(st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, unique=True), st.sampled_from([1, -1]))
def test_going_round_meets_every_word_once(words, by):
    at, met = words[0], []
    for _ in words:
        met.append(at)
        at = word_beside(at, words, by)
    assert at == words[0]
    assert sorted(met) == sorted(words)


def test_the_list_shows_what_the_text_can_mean():
    assert words_line("virginica", IRIS).plain == "↑↓ versicolor virginica"
    assert words_line("v", IRIS).plain == "↑↓ versicolor virginica"
    assert words_line("rose", IRIS).plain == "↑↓ setosa versicolor virginica"
    assert words_line("setosa", IRIS).plain == "↑↓ setosa versicolor virginica"


@given(st.lists(st.text("abc", min_size=1, max_size=30), min_size=2, max_size=100, unique=True), st.data())
def test_a_long_list_is_cut_around_the_word(words, data):
    word = data.draw(st.sampled_from(words))
    line = words_line(word, words).plain
    assert word in line.split()
    assert len(line) <= LISTED_CELLS + 3 * 31
