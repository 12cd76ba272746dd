"""Light or dark: what decides, and what is remembered."""

import pytest

from engine.experiment.starts import setup_for
from tests.tui.journeys import learner
from tui import app as tui_app
from tui.app import GlassnetApp, run_workbench
from tui.terminal.preferences import remember, remembered
from tui.themes import theme_named


@pytest.mark.parametrize(
    ("wishes", "name"),
    [
        ((), "glass-dark"),
        ((None, None, ""), "glass-dark"),
        (("light", "dark", "dark"), "glass-light"),
        ((None, "textual-light", "dark"), "glass-light"),
        ((None, "dracula", "light"), "glass-dark"),
        ((None, "glass-light", "dark"), "glass-light"),
        ((None, "no such theme", "light"), "glass-light"),
    ],
)
def test_the_first_wish_that_names_a_theme_decides(wishes, name):
    assert theme_named(*wishes) == name


@pytest.mark.parametrize(
    ("option", "environment", "kept", "name"),
    [
        ("dark", "textual-light", "light", "glass-dark"),
        (None, "textual-light", "dark", "glass-light"),
        (None, None, "light", "glass-light"),
        (None, None, "", "glass-dark"),
    ],
)
def test_the_option_wins_over_the_environment_and_that_over_what_is_remembered(
    monkeypatch, option, environment, kept, name
):
    opened = []
    monkeypatch.setattr(GlassnetApp, "run", lambda app: opened.append(app.theme))
    monkeypatch.setattr(tui_app.sys, "setswitchinterval", lambda seconds: None)
    if environment:
        monkeypatch.setenv("TEXTUAL_THEME", environment)
    remember("theme", kept)
    run_workbench(setup_for(), "numpy", option)
    assert opened == [name]


@pytest.mark.parametrize("way", ["key", "help", "palette"])
async def test_the_choice_is_remembered(way):
    remember("theme", "dark")
    async with learner() as user:
        if way == "key":
            await user.press("T")
        elif way == "help":
            await user.choose_key("app.other_theme")
        else:
            await user.choose_command("Light or dark")
        await user.until(lambda: user.app.theme == "glass-light", "the light theme")
        assert remembered("theme") == "light"
        await user.press("T")
        assert (user.app.theme, remembered("theme")) == ("glass-dark", "dark")
        assert user.commands == ()


async def test_the_first_screen_has_the_theme():
    app = GlassnetApp(setup_for(), theme="glass-light")
    async with app.run_test() as pilot:
        await pilot.pause()
        assert not app.current_theme.dark
        assert app.screen.styles.background.hex.lower() == "#fafaf7"
