"""The command palette: plain words find things, each name is there once, and keys are written one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding
from textual.command import CommandList

from engine.data.bundled import BUNDLED
from engine.data.generators import GENERATORS
from engine.experiment.presets import PRESETS
from engine.experiment.starts import Options
from engine.network.activations import ACTIVATIONS
from engine.network.losses import LOSSES
from engine.network.optimizers import OPTIMIZERS
from engine.session.look import Look
from tests.tui.journeys import Learner, learner
from tui.dialogs.architecture import ArchitectureScreen
from tui.dialogs.architecture_settings import settings
from tui.panels.chart.arrows import Arrows
from tui.panels.chart.view import ChartView
from tui.panels.chart.views import VIEWS
from tui.panels.key import written
from tui.workbench.keymap import APP_KEYS, PANEL_HINTS, WORKBENCH_KEYS, Situation, key_hints
from tui.workbench.opening import panels_of
from tui.workbench.palette_commands import entries_for
from tui.workbench.palette_search import Entry, found

PLAIN_WORDS = {
    "help": "Show all keys",
    "adam": "Network: optimiser",
    "optimizer": "Network: optimiser",
    "layer": "Network: hidden layer",
    "neurons": "Network: hidden layer",
    "batch": "Network: batch size",
    "confusion": "Chart: results",
    "decision": "Chart: answers",
    "history": "Chart: weight history",
    "theme": "Light or dark",
    "exit": "Quit",
    "loss": "Network: loss",
    "speed": "Run faster",
    "seed": "Network: seed",
    "activation": "Network: activation of the hidden layer",
    "learning rate": "Network: learning rate",
    "undo": "Undo the last step",
    "file": "Open a preset, bundled data, a file or a saved session",
    "chart": "Chart: MSE",
    "gradient": "Check the selected gradient",
    "overfitting": "Network: early stopping",
    "shape": "Network: shape",
    "network": "Network: shape",
    "inspector": "Go to the inspector",
    "samples": "Go to the samples",
    "steps": "Go to the steps",
    "slices": "Next chart",
    "starting": "Make these the starting weights",
    "starting weights": "Make these the starting weights",
    "reset": "Reset to the same starting weights",
    "save": "Save a copy of the session",
    "share": "Share the session",
    "mail": "Share the session",
    "screenshot": "Export: svg",
    "resume": "Open a preset, bundled data, a file or a saved session",
}


async def entries_of(user: Learner) -> list[Entry]:
    await user.press("ctrl+p")
    return list(entries_for(user.app))


async def test_plain_words_find_things():
    async with learner() as user:
        entries = await entries_of(user)
        first = {word: found(word, entries)[0][1].name if found(word, entries) else "" for word in PLAIN_WORDS}
        assert {word: name for word, name in first.items() if not name.startswith(PLAIN_WORDS[word])} == {}


async def test_every_view_setting_preset_and_data_set_is_found_by_its_name():
    async with learner("iris") as user:
        entries = await entries_of(user)
        best = {word: found(word, entries)[0][1].name for word in (*PRESETS, *BUNDLED, *GENERATORS)}
        assert best == {name: f"Data: {name}" for name in (*PRESETS, *BUNDLED, *GENERATORS)}
        for view in VIEWS:
            assert found(f"chart: {view.label}", entries)[0][1].name == f"Chart: {view.label}"
        for setting in settings(user.state):
            if not setting.fixed:
                assert found(f"network {setting.name}", entries)[0][1].name.startswith(
                    f"Network: {setting.name.strip()}"
                )
        for choices, name in ((OPTIMIZERS, "optimiser"), (LOSSES, "loss"), (ACTIVATIONS, "activation")):
            for choice in choices:
                assert any(entry.name.startswith(f"Network: {name}") for _, entry in found(choice, entries)), choice


@pytest.mark.parametrize("start", ["level2", "iris", "digits"])
async def test_no_two_entries_have_one_name(start):
    async with learner(start, hidden=(8, 8, 8)) as user:
        names = [entry.name.casefold() for entry in await entries_of(user)]
        assert len(names) == len(set(names))


async def test_over_a_dialog_only_the_keys_of_every_screen_are_offered():
    async with learner() as user:
        await user.press("d")
        assert [entry.name for entry in await entries_of(user)] == [
            "Light or dark, remembered for the next start",
            "Quit",
        ]


def entry(name: str, words: str = "") -> Entry:
    return Entry(name, "", words, NotImplemented)


def test_the_best_match_comes_first():
    entries = [
        entry("she was"), entry("other", "sea"), entry("nauseate"), entry("search"), entry("the sea"), entry("x"),
    ]  # fmt: skip
    assert [one.name for _, one in found("sea", entries)] == [
        "the sea",
        "search",
        "other",
        "nauseate",
        "she was",
    ]


@given(st.text(max_size=8), st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=5))
def test_any_search_of_any_entries_ends_with_some_of_them(search, texts):
    entries = [entry(*both) for both in texts]
    best = found(search, entries)
    assert [rating for rating, _ in best] == sorted((rating for rating, _ in best), reverse=True)
    assert {id(one) for _, one in best} <= {id(one) for one in entries}


async def test_a_view_is_chosen_by_name():
    async with learner() as user:
        await user.choose_command("Chart: results")
        await user.until(lambda: user.workbench.look.view == "results", "the results")


async def test_the_name_of_a_view_lists_them_all():
    async with learner() as user:
        chart = user.workbench.query_one(ChartView)
        x = chart.render_line(0).text.index("1/")
        await user.pilot.click(chart, offset=(x, 0))
        await user.until(lambda: user.app.screen.query(CommandList), "the palette")
        listed = user.app.screen.query_one(CommandList)

        def names() -> list[str]:
            return [str(option.prompt).split("\n")[0] for option in listed.options]

        views = [f"Chart: {view.label}" for view in VIEWS]
        await user.until(lambda: names()[: len(VIEWS)] == views, "the views")


async def test_a_setting_is_opened_by_name():
    async with learner() as user:
        await user.choose_command("Network: batch size")
        await user.until(lambda: isinstance(user.app.screen, ArchitectureScreen), "the settings")
        screen = user.app.screen
        assert screen.listed[screen.selected].name == "batch size"


async def test_data_are_opened_by_name():
    async with learner() as user:
        await user.choose_command("Data: xor")
        await user.until(lambda: user.commands, "the data")
        assert user.state.setup.name == "xor"
        (opened,) = user.commands
        assert (opened.start, opened.options) == ("xor", Options())


async def test_a_key_is_written_the_same_in_the_footer_the_help_and_the_palette():
    async with learner() as user:
        panels = panels_of(user.workbench)
        own = [key for panel in panels for key in panel.BINDINGS if isinstance(key, Binding)]
        spellings = {written(key.key) for key in (*WORKBENCH_KEYS, *APP_KEYS, *own)}
        arrows = Arrows("x", "y", lambda *_: True, lambda *_: NotImplemented, "")
        for panel in ("network", *PANEL_HINTS, "chart"):
            for hint in key_hints(Situation(Look(), panel=panel, arrows=arrows if panel == "chart" else None)):
                assert hint.key in spellings or set(hint.key) <= spellings, hint
        assert {"ctrl+p", "shift+tab", "⏎", "⌫", "esc", "ins", "del"} <= spellings
        entries = await entries_of(user)
        assert {entry.about for entry in entries if entry.about.startswith("key c ")} == {"key c goes through them"}
        assert {f"key {one}" for one in spellings} >= {
            entry.about for entry in entries if entry.about.startswith("key ") and entry.about.count(" ") == 1
        }
