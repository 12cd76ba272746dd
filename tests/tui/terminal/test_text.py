"""The gate: nothing invisible, nothing too long, nothing read as markup."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.drawing.content import content
from tui.terminal.text import safe

MARKUP = ["[@click=app.quit]x", "[/]", "[kg]", "Price [USD]", r"\[b]", "[bold]a[/bold]", "$accent {x!r} %s :smile:"]
anything = st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF, categories=None), max_size=300)
nasty = st.text(
    st.sampled_from("a界\u0301\u0489\u200b\u200d\u202e\u2066\ufe0f\x1b\x9b\n\U000e0041\ud800\ue000\u2028👍🏽")
)


@given(anything | nasty, st.integers(-1, 90))
def test_any_text_is_visible_and_fits(text, limit):
    shown = safe(text, limit)
    assert cell_len(shown) <= max(limit, 0)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]
    assert not set(shown) & set("\u034f\u115f\u1160\u2800\u3164\uffa0\ufe0f\U000e0100")
    assert not shown or cell_len(shown[0]) > 0
    assert not any(all(cell_len(c) == 0 for c in shown[i : i + 3]) for i in range(len(shown) - 2))
    shown.encode()


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=120), st.integers(1, 100))
def test_plain_text_is_kept_or_cut_with_an_ellipsis(text, limit):
    assert safe(text, limit) == (text if len(text) <= limit else text[: limit - 1] + "…")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("a\nb\tc\r\0\x7f", "a␤b␉c␍␀␡"),
        ("\x9b31m", "�31m"),
        ("invoice\u202efdp.exe", "invoice·fdp.exe"),
        ("a\u200bb\u200dc\ufeffd\u00ade\ufe0f", "a·b·c·d·e·"),
        ("a\u2028b", "a␤b"),
        ("\ud800\ue000\U000e0041", "��·"),
        ("\u0301e\u0301\u0301\u0301\u0301", "·e\u0301\u0301··"),
        ("Größe in µm², naïve, 体重, Ελλάδα", "Größe in µm², naïve, 体重, Ελλάδα"),
    ],
)
def test_what_cannot_be_seen_is_made_visible(text, shown):
    assert safe(text) == shown


def test_wide_characters_count_twice():
    assert safe("体重体重", 8) == "体重体重"
    assert safe("体重体重", 7) == "体重体…"
    assert safe("体重体重", 6) == "体重…"
    assert safe("体重", 1) == "…"


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_text(text):
    made = content(text)
    assert isinstance(made, Content)
    assert (made.plain, made.spans) == (text, [])
    assert content(text, style="bold").plain == text


@pytest.mark.parametrize(("unit", "times"), [("x", 10_000_000), ("\u0301", 10_000_000), ("\x1b", 10_000)])
def test_long_text_is_cut_before_it_is_read(unit, times):
    text = "e" + unit * times
    assert safe(text).endswith("…")


async def test_markup_reaches_the_screen_as_it_was_written():
    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            for text in MARKUP:
                yield Static(content(text))

    app = Shown()
    async with app.run_test(size=(160, 20)) as pilot:
        await pilot.pause()
        screen = ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]
        assert [line.rstrip() for line in screen[: len(MARKUP)]] == MARKUP
        await pilot.click(Static)
        assert app.is_running
