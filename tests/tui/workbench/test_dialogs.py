"""Dialogs: opening data, the key list, the palette, themes and quitting."""

import asyncio
from itertools import product
from threading import Event

import pytest
from rich.cells import cell_len
from textual import events, work
from textual.command import CommandList, CommandPalette
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList

from engine.experiment.starts import start_names
from engine.session.look import Look
from engine.training.commands import Load, StepSample
from tests.patience import MOST, Patience
from tests.tui.journeys import Learner, first_of, learner
from tui.dialogs import open_data
from tui.dialogs.keys import KeysScreen
from tui.dialogs.open_data import ABOUT_OWN_FILE, OWN_FILE, OpenData
from tui.drawing.palette import DARK, LIGHT
from tui.panels.chart.view import ChartView
from tui.panels.chart.views import VIEWS
from tui.panels.inspector.view import Inspector
from tui.panels.samples.view import SamplesView
from tui.panels.steps.view import StepsView
from tui.workbench.keymap import KEY_GROUPS, PANEL_HINTS, WORKBENCH_KEYS, Situation, key_hints
from tui.workbench.palette_commands import entries_for
from tui.workbench.workbench import Workbench


def said(user: Learner) -> str:
    return str(user.app.screen.query_one(".wrong").render())


async def test_data_are_opened_from_the_list():
    async with learner() as user:
        await user.press("s", "d")
        choices = user.app.screen.query_one(OptionList)
        assert [choices.get_option_at_index(n).id for n in range(choices.option_count)] == [OWN_FILE, *start_names()]
        choices.highlighted = choices.get_option_index("iris")
        await user.press("enter")
        await user.until(lambda: len(user.commands) == 2, "the data")
        assert (user.state.setup.name, user.state.network.sizes) == ("iris", (4, 8, 3))
        assert [type(command) for command in user.commands] == [StepSample, Load]
        await user.press("u")
        assert (user.state.setup.name, user.state.samples) == ("level2", 1)


async def test_the_list_of_data_fits_every_size():
    async with learner() as user:
        await user.press("d")
        listing = user.app.screen.query_one(OptionList)
        for size in ((60, 20), (120, 36), (80, 24)):
            await user.resize(*size)
            for name, about in ((OWN_FILE, ABOUT_OWN_FILE), *open_data.starts()):
                lines = str(listing.get_option(name).prompt).split("\n")
                assert " ".join(line[14:] for line in lines) == about
                assert lines[0][:14].rstrip() == name
                assert all(cell_len(line) < listing.size.width - 1 for line in lines)


async def test_data_are_opened_with_the_mouse():
    async with learner() as user:
        await user.click_key("data")
        choices = user.app.screen.query_one(OptionList)
        await user.pilot.click(choices, offset=(3, choices.get_option_index("xor")))
        await user.until(lambda: user.commands, "the data")
        assert user.state.setup.name == "xor"


async def test_generated_data_are_typed():
    async with learner() as user:
        await user.press("d", "tab")
        field = user.app.screen.query_one("#path", Input)
        field.value = "moons:0"
        await user.press("enter")
        await user.until(lambda: said(user), "a refusal")
        assert "moons" in said(user)
        field.value = "moons:60,noise=0.3"
        await user.press("enter")
        await user.until(lambda: user.commands, "the data")
        assert user.state.dataset.rows == 60


async def test_all_keys_are_listed_and_every_exit_key_closes_the_list():
    async with learner() as user:
        await user.press("question_mark")
        assert isinstance(user.app.screen, KeysScreen)
        keys = user.app.screen.query_one(OptionList)
        options = [keys.get_option_at_index(n) for n in range(keys.option_count)]
        listed = {option.id for option in options if not option.disabled}
        texts = [" ".join(str(option.prompt).split()) for option in options]
        assert "del samples: delete this row" in texts
        assert "← → chart: epoch (curves), x (answers), back, on" in texts
        assert "page ↑ ↓ inspector: a page back, on" in texts
        assert [text for text in texts if text in KEY_GROUPS] == list(KEY_GROUPS)
        assert len(texts) == len(set(texts))
        assert keys.highlighted == 1
        assert listed == {binding.action for binding in WORKBENCH_KEYS} | {
            "app.command_palette",
            "app.other_theme",
            "app.quit",
        }
        for way_out in ("escape", "question_mark", "q"):
            await user.press(way_out)
            assert user.app.screen is user.workbench
            await user.press("question_mark")
        assert user.commands == ()


async def test_a_click_in_the_key_list_works_like_the_key():
    async with learner() as user:
        await user.click_key("keys")
        keys = user.app.screen.query_one(OptionList)
        await user.pilot.pause()
        row = next(y for y in range(keys.size.height) if "train the sample shown" in keys.render_line(y).text)
        await user.pilot.click(keys, offset=(14, 1 + row))  # the first row is the frame
        await user.settle()
        assert user.app.screen is user.workbench
        assert user.commands == (StepSample(),)


@pytest.mark.parametrize("opener", ["question_mark", "ctrl+p", "d", "K", "i"])
@pytest.mark.parametrize("size", [(60, 20), (10, 3), (1, 1)])
async def test_lists_take_every_key_at_any_size(opener, size):
    async with learner(size=size) as user:
        await user.press(opener, "pagedown", "down", "pagedown", "pageup", "end", "up", "home", "escape")
        assert user.app.screen is user.workbench
        assert user.commands == ()


@pytest.mark.parametrize("key", ["enter", "escape"])
@pytest.mark.parametrize("opener", ["question_mark", "d", "K", "a", "i", "ctrl+p"])
async def test_repeated_keys_close_only_the_dialog(opener, key):
    async with learner() as user:
        await user.press(opener)
        for _ in range(5):
            user.strike(key)
        await user.settle()
        patience = Patience()
        while user.app.screen is not user.workbench:  # another dialog may be open below it
            assert not patience.is_over
            await user.press("escape")
        assert len(user.commands) <= 1


async def test_loaded_data_close_only_their_own_dialog(monkeypatch):
    make, may_end = open_data.setup_for, Event()

    def make_slowly(*words):
        may_end.wait(MOST)
        return make(*words)

    monkeypatch.setattr(open_data, "setup_for", make_slowly)
    async with learner() as user:
        await user.press("d")
        user.app.screen.query_one("#path", Input).value = "moons:60"
        user.app.screen.query_one("#path").focus()
        await user.press("enter", "ctrl+p")
        assert isinstance(user.app.screen, CommandPalette)
        may_end.set()
        await user.until(lambda: user.app.screen is user.workbench, "the dialogs have gone")
        await user.until(lambda: user.commands, "the data are loaded")
        assert user.state.dataset.rows == 60


class Parting(ModalScreen[None]):
    """Queries its field once that is gone, like a worker that ends while its dialog closes."""

    def compose(self):
        self.looked = asyncio.Event()
        yield Input()
        yield LastWord()

    @work
    async def look(self):
        try:
            while self.query(Input):
                await asyncio.sleep(0)
            self.query_one(Input)
        finally:
            self.looked.set()


class LastWord(Label):
    """Unmounts only after its screen has queried the field."""

    async def on_unmount(self):
        await self.screen.looked.wait()


async def test_a_worker_that_fails_with_its_dialog_does_not_end_the_app():
    async with learner() as user:
        parting = Parting()
        user.app.push_screen(parting)
        await user.settle()
        parting.look()
        parting.dismiss()
        await user.until(parting.looked.is_set, "it has looked")
        await user.press("s")
        assert user.commands == (StepSample(),)


@pytest.mark.parametrize("turns", [0, 4, 10])
async def test_the_palette_can_be_closed_before_it_is_shown(turns):
    async with learner() as user:
        user.app.action_command_palette()
        for _ in range(turns):
            await asyncio.sleep(0)
        user.app.screen.dismiss()
        await user.settle()
        assert user.app.screen is user.workbench
        await user.press("s")
        assert user.commands == (StepSample(),)


async def test_the_palette_can_be_opened_again_while_it_closes():
    async with learner() as user:
        await user.press("ctrl+p")
        first = user.app.screen
        first.dismiss()
        user.app.action_command_palette()
        user.app.action_command_palette()
        await user.until(lambda: isinstance(user.app.screen, CommandPalette) and user.app.focused, "the palette")
        assert user.app.screen is not first
        await user.press("escape")
        assert user.app.screen is user.workbench


@pytest.mark.parametrize("keys", [["ctrl+p"], ["l"], ["d", "tab"]])
async def test_a_huge_paste_is_cut(keys):
    async with learner() as user:
        await user.press(*keys)
        await user.until(lambda: isinstance(user.app.focused, Input), "a field")
        field = user.app.focused
        user.app.post_message(events.Paste("0123456789" * 100_000))
        await user.settle()
        assert 0 < len(field.value) == field.max_length
        assert any("the paste was cut after" in notice for notice in user.notices)
        field.clear()
        user.app.post_message(events.Paste("0.25"))
        await user.settle()
        assert "0.25" in field.value


def test_every_footer_hint_has_an_action():
    owners = {
        "inspector": Inspector,
        "samples": SamplesView,
        "steps": StepsView,
        "chart": ChartView,
    }
    arrows = [view.arrows for view in VIEWS]
    panels = [*product(("network", *PANEL_HINTS), (None,)), *product(("chart",), arrows)]
    for running, editing, (panel, used) in product((False, True), (False, True), panels):
        for hint in key_hints(Situation(Look(), running, editing, panel, used)):
            for action in filter(None, (hint.action, hint.other)):
                name = action.partition("(")[0]
                owner = owners[panel] if name.startswith("focused.") else Workbench
                assert name == "app.quit" or hasattr(owner, f"action_{name.removeprefix('focused.')}")
    for binding in WORKBENCH_KEYS:
        assert hasattr(Workbench, f"action_{binding.action.partition('(')[0]}")


async def test_the_palette_has_every_key():
    async with learner() as user:
        await user.press("ctrl+p")
        names = {entry.name.lower() for entry in entries_for(user.app)}
        assert {binding.description.lower() for binding in WORKBENCH_KEYS} <= names


async def test_the_palette_has_the_keys_of_the_panels():
    async with learner("xor") as user:
        await user.choose_command("Delete this row, in the samples")
        await user.until(lambda: user.state.dataset.rows == 3, "a row less")
        await user.choose_command("Add a copy of this row, in the samples")
        await user.until(lambda: user.state.dataset.rows == 4, "a row more")
        assert user.app.focused.id == "samples"


async def test_the_palette_opens_data_and_steps():
    async with learner() as user:
        await user.choose_command("open('data')")
        assert isinstance(user.app.screen, OpenData)
        await user.press("escape")
        await user.choose_command("edit('step')")
        await user.until(lambda: user.editing, "the field is open")


async def test_light_and_dark():
    async with learner() as user:
        await user.press("e")
        state = user.state
        for theme, palette in (("glass-light", LIGHT), ("glass-dark", DARK)):
            await user.choose_command("Light or dark")
            assert user.app.theme == theme
            assert user.workbench.styles.background.hex.lower() == palette.background
            for panel in ("network", "chart", "samples"):
                widget = user.workbench.query_one(f"#{panel}")
                colours = {
                    segment.style.color.name
                    for y in range(widget.size.height)
                    for segment in widget.render_line(y)
                    if segment.style and segment.style.color
                }
                own = {getattr(palette, name) for name in ("text", "muted", "faint", "accent")}
                other = LIGHT if palette is DARK else DARK
                assert colours & own
                assert not colours & {other.text, other.muted, other.faint, other.accent}
        assert user.state is state


@pytest.mark.parametrize("way", ["key", "mouse", "palette"])
async def test_the_way_out(way):
    async with learner() as user:
        if way == "key":
            user.strike("q")
        elif way == "mouse":
            user.workbench.query_one("#keys").focus()
            await user.click_key("quit")
        else:
            await user.press("ctrl+p")
            user.app.screen.query_one(Input).value = "Quit"
            found = user.app.screen.query_one(CommandList)
            await user.until(lambda: first_of(found).startswith("Quit"), "Quit in the palette")
            user.strike("enter")
        await user.until(lambda: not user.app.is_running, "it has ended")
        assert user.app.return_code == 0
