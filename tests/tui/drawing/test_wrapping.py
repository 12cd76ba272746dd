"""Formulas and sentences broken into lines: nothing is lost or too wide, and signs stay with their terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.drawing.wrapping import HANGING, NARROWEST, SIGNS, line_spans, word_lines

words = st.sampled_from([*SIGNS, "0.5", "(1", "δ_o1·w7", "a)", "(0.121·(-0.1678)", "0.04667)"])


@given(st.lists(words, max_size=20).map(" ".join), st.integers(0, 40))
def test_lines_keep_every_word_and_fit(text, width):
    lines = [text[start:end] for start, end in line_spans(text, width)]
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())
    for number, line in enumerate(lines):
        assert " " not in line or len(line) <= max(NARROWEST, width - HANGING * (number > 0))


@pytest.mark.parametrize("width", range(20, 40))
def test_a_sign_stays_with_what_follows_it(width):
    text = "= (0.121·(-0.1678) + 0.04667·0.1047 + 0.1241·0.322 − 0.09531·0.3128) · 0.2381"
    lines = [text[start:end] for start, end in line_spans(text, width)]
    assert not [line for line in lines if line.split()[-1] in SIGNS and line != "="]


@given(st.lists(st.text("ab界·", min_size=1, max_size=30), max_size=12).map(" ".join), st.integers(2, 40))
def test_each_line_of_a_sentence_has_as_many_words_as_fit(text, width):
    lines = word_lines(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(0 < cell_len(line) <= width for line in lines)
    firsts = [line.split()[0] for line in lines]
    assert all(cell_len(f"{line} {first}") > width for line, first in zip(lines, firsts[1:], strict=False))


def test_a_sentence_is_broken_between_words():
    assert word_lines("no progress for  5 epochs", 12) == ["no progress", "for 5 epochs"]
    assert word_lines("unbreakable words", 5) == ["unbre", "akabl", "e", "words"]
