"""The workbench with ``--ascii``: no sign on the screen needs more than letters and formulas do."""

import pytest

from tests.tui.journeys import Learner, learner
from tui.panels.chart.views import VIEWS

LETTERS = set("αβδελσΔΣ∂√∞·−×±½²₀₁₂₃₄₅₆₇₈₉′≈ₖₜᵗ⟨⟩ö")


def signs(user: Learner) -> set[str]:
    """Return the characters on the screen that are neither ASCII nor those of formulas."""
    strips = user.app.screen._compositor.render_strips()
    return {sign for strip in strips for sign in strip.text if not sign.isascii()} - LETTERS


@pytest.mark.parametrize(
    ("start", "size"), [("level2", (120, 36)), ("level2", (60, 20)), ("iris", (80, 24)), ("digits", (120, 36))]
)
async def test_every_panel_and_every_chart_is_drawn_with_ascii(start: str, size: tuple[int, int]) -> None:
    async with learner(start, size, ascii_only=True, test_share=0.2) as user:
        await user.press("e", "s")
        assert signs(user) == set()
        await user.press("3", "z")
        for _ in VIEWS:
            await user.press("c")
            await user.pilot.pause()
            assert signs(user) == set(), user.workbench.look.view
        await user.press("z", "4", "5", "2", *"nnnnnnnnnnnn")
        assert signs(user) == set()


@pytest.mark.parametrize("keys", ["d", "a", "question_mark", "g", "enter", "ctrl+p", "l"])
async def test_every_dialog_is_drawn_with_ascii(keys: str) -> None:
    async with learner("level2", (80, 24), ascii_only=True) as user:
        await user.press(keys)
        await user.pilot.pause()
        assert signs(user) == set()


async def test_the_key_bar_spells_the_enter_key_and_the_top_line_has_no_dots() -> None:
    async with learner(ascii_only=True) as user:
        await user.press("right")
        lines = [strip.text for strip in user.app.screen._compositor.render_strips()]
        assert lines[0].isascii() or set(lines[0]) - set(map(chr, range(128))) <= {"α", "σ"}
        assert "level2 | 10 rows" in lines[0]
        assert "enter edit" in lines[-1]


async def test_edges_and_curves_are_drawn_from_the_start_with_ascii() -> None:
    async with learner(ascii_only=True) as user:
        await user.press("e", "e")
        network, chart = user.workbench.query_one("#network"), user.workbench.query_one("#chart")
        await user.until(
            lambda: "*****" in "".join(chart.render_line(y).text for y in range(chart.size.height)), "curve"
        )
        text = "".join(network.render_line(y).text for y in range(network.size.height))
        assert all(sign in text for sign in "-/\\*")
        assert not any("\u2800" <= sign <= "\u28ff" for sign in text)


async def test_without_the_option_nothing_changes() -> None:
    async with learner() as user:
        assert {"╭", "│", "─"} < signs(user)
        assert any("\u2800" < sign <= "\u28ff" for sign in signs(user))
