"""Starting with a file that takes a while to read: the screen is there at once, and answers."""

import asyncio
import sys
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Label, ProgressBar

from engine.errors import DataError
from engine.experiment.starts import setup_for
from engine.training.commands import SetStart
from tests.tui.journeys import Learner
from tests.tui.pseudo_terminal import Terminal
from tests.tui.shell import GLASSNET
from tui.app import GlassnetApp
from tui.command_line import workbench as command
from tui.dialogs.first_reading import FirstReading
from tui.running.later import Later
from tui.workbench.first_start import WELCOME
from tui.workbench.workbench import Workbench

BAD = "a,b\n" + "1.5,2.5\n" * (command.SMALL // 8) + 'x,"y"z\n'


class Slow:
    """A file whose reading goes on when a test says so.

    Attributes:
        goes_on: Set to let the reading end.
        ended_by: What ended it; None while it goes on, and if it came to its end.
    """

    def __init__(self, wrong: str = "") -> None:
        self.goes_on, self.ended_by, self._wrong = threading.Event(), None, wrong
        self.ended = threading.Event()

    def read(self, progress):
        """Read a preset for a file, in small parts."""
        try:
            progress(0.25)
            while not self.goes_on.wait(0.01):
                progress(0.5)
            if self._wrong:
                raise DataError(self._wrong)
            return setup_for("level1")
        except BaseException as error:
            self.ended_by = error
            raise
        finally:
            self.ended.set()


def begins(slow: Slow, **more) -> GlassnetApp:
    """Return the app that begins with a slow file."""
    return GlassnetApp(Later("slow.csv", "reading the data", slow.read), **more)


def says(pilot: Pilot) -> list[str]:
    """Return the lines of the screen that reads."""
    return [str(label.render()) for label in pilot.app.screen.query(Label)]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_it_shows_how_far_it_is_and_then_the_workbench(size):
    slow = Slow()
    async with begins(slow, kernel="numpy").run_test(size=size) as pilot:
        user = Learner(pilot.app, pilot)
        await user.until(lambda: user.app.screen.query(ProgressBar), "the bar")
        bar = user.app.screen.query_one(ProgressBar)
        await user.until(lambda: bar.progress == 0.5, "a half")
        assert isinstance(pilot.app.screen, FirstReading)
        slow.goes_on.set()
        await user.until(lambda: isinstance(user.app.screen, Workbench), "the workbench")
        await pilot.pause()
        assert user.state.setup.name == "level1"
        assert user.commands == ()  # nothing to undo, as if it had been read before
        await user.press("e")
        assert user.state.epoch == 1


@pytest.mark.parametrize("key", ["q", "escape", "ctrl+q", "ctrl+c"])
async def test_the_keys_that_quit_are_answered_and_end_the_reading(key):
    slow = Slow()
    async with begins(slow).run_test() as pilot:
        user = Learner(pilot.app, pilot)
        await user.until(lambda: isinstance(user.app.screen, FirstReading), "the bar")
        await pilot.press(key)
        await user.until(lambda: user.app._exit, "it ends")
    await asyncio.to_thread(slow.ended.wait)
    assert slow.ended_by is not None
    assert pilot.app.return_code == 0


async def test_a_key_of_the_workbench_is_told_to_wait():
    slow = Slow()
    async with begins(slow).run_test() as pilot:
        user = Learner(pilot.app, pilot)
        await user.until(lambda: isinstance(user.app.screen, FirstReading), "the bar")
        await user.press("e")
        assert says(pilot)[-1] == "the keys of the workbench work when the bar is full"


async def test_an_error_ends_the_program_and_is_passed_on():
    slow = Slow("slow.csv, line 3: what is wrong")
    slow.goes_on.set()
    with pytest.raises(DataError, match=r"slow\.csv, line 3: what is wrong"):
        async with begins(slow).run_test() as pilot:
            await Learner(pilot.app, pilot).until(lambda: pilot.app._exit or pilot.app._exception, "it ends")


async def test_the_palette_has_the_commands_of_the_workbench_after_it():
    slow = Slow()
    slow.goes_on.set()
    async with begins(slow).run_test(size=(120, 36)) as pilot:
        user = Learner(pilot.app, pilot)
        await user.until(lambda: isinstance(user.app.screen, Workbench), "the workbench")
        await pilot.pause()
        await user.press("e")
        await user.choose_command("Make these the starting weights")
        assert isinstance(user.commands[-1], SetStart)


async def test_a_new_learner_is_welcomed_after_it():
    slow = Slow()
    app = begins(slow)
    app.welcome()
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        slow.goes_on.set()
        user = Learner(app, pilot)
        await user.until(lambda: isinstance(app.screen, Workbench), "the workbench")
        await user.until(lambda: WELCOME.text in user.message, "the welcome")


@pytest.mark.skipif(sys.platform != "linux", reason="a pseudo-terminal as Linux has it")
def test_a_large_file_that_is_refused_leaves_one_line_and_the_exit_code_of_a_small_one(tmp_path: Path):
    (tmp_path / "bad.csv").write_text(BAD)
    with Terminal([*GLASSNET, str(tmp_path / "bad.csv")]) as terminal:
        terminal.ends()
    line = BAD.count("\n")
    assert f"glassnet: bad.csv, line {line}: text after a closing quote" in terminal.text
    assert terminal.process.returncode == 1
    assert b"Traceback" not in terminal.output
