"""The message line: one message of each kind, whole keys, any text."""

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.hostile import assert_harmless, names, palettes
from tui.drawing.palette import DARK
from tui.panels.bars.keybar import KeyHint
from tui.panels.bars.notices import KINDS, Notice, dismissed, notice_line, posted

ALL = KeyHint("i", "3 notes", "open('notes')")
kinds = st.sampled_from(KINDS)


@given(st.lists(st.tuples(kinds, st.sampled_from("abc")), max_size=6), kinds)
def test_the_newest_of_each_kind_is_kept_in_the_order_of_the_kinds(posts, closed):
    notices: tuple[Notice, ...] = ()
    for kind, text in posts:
        notices = posted(notices, Notice(kind, text))
    newest = dict(posts)
    assert [(one.kind, one.text) for one in notices] == [(kind, newest[kind]) for kind in KINDS if kind in newest]
    assert [one.kind for one in dismissed(notices, closed)] == [k for k in KINDS if k in newest and k != closed]


@given(names, st.integers(0, 200), palettes)
def test_any_text_is_one_harmless_line_with_whole_keys(text, width, palette):
    line, spots = notice_line(Notice("data", text, (ALL,)), width, palette)
    assert_harmless([line], width)
    assert all(region.right <= width for region, _ in spots)


def test_the_keys_stand_at_the_right_end_and_are_under_the_mouse():
    line, spots = notice_line(Notice("data", "a file: one row was left out", (ALL,)), 60, DARK)
    assert line.text == " ! a file: one row was left out        i 3 notes  esc close "
    words = [line.text[region.x : region.right].strip() for region, _ in spots]
    assert (words, [action for _, action in spots]) == (["i 3 notes", "esc close"], ["open('notes')", "close_over"])
    assert notice_line(Notice("data", "a file", (ALL,)), 30, DARK)[1] == []
