"""Exporting from the workbench: what is trained now, in the format that the palette names."""

import subprocess
import sys
from pathlib import Path

import pytest
from textual.widgets import Input, Label

from tests.tui.journeys import Learner, learner
from tui.dialogs.save_copy import SaveCopy
from tui.drawing.screen_pictures.cells import cells_of
from tui.drawing.screen_pictures.reading import read_svg
from tui.drawing.screen_pictures.screen import rows_of
from tui.plain.account import ALL_FORMATS


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the learner has started glassnet."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def export(user: Learner, name: str, typed: str | None = None) -> None:
    """Choose a format in the palette, and type a name for the file; None takes the one that is proposed."""
    await user.choose_command(f"Export: {name}")
    await user.until(lambda: isinstance(user.app.screen, SaveCopy), "the dialog is open")
    if typed is not None:
        user.app.screen.query_one(Input).value = typed
    await user.press("enter")


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_a_program_of_what_is_trained_now(here: Path, size: tuple[int, int]) -> None:
    async with learner(size=size) as user:
        await user.press(*["e"] * 4, "u")
        await export(user, "numpy", "three")
        await user.until(lambda: any("Exported" in notice for notice in user.notices), "it is written")
        assert any("three.py" in notice for notice in user.notices)
        done = subprocess.run([sys.executable, here / "three.py"], capture_output=True, text=True, check=True)
        assert float(done.stdout.split()[1]) == pytest.approx(user.session.state.evaluation.mse, rel=1e-12)


async def test_many_numbers_go_beside_it_and_nothing_of_that_name_is_overwritten(here: Path) -> None:
    async with learner("digits") as user:
        await export(user, "keras", "net.py")
        await user.until(lambda: user.app.screen is user.workbench, "it is written")
        assert sorted(path.name for path in here.iterdir()) == ["net.npz", "net.py"]
        (here / "net.py").unlink()
        before = (here / "net.npz").read_bytes()
        await export(user, "keras", "net.py")
        said = user.app.screen.query_one(".wrong", Label)
        await user.until(lambda: "net.npz: is there already" in str(said.render()), "why not")
        assert (here / "net.npz").read_bytes() == before


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_a_picture_of_the_screen_without_the_palette_and_the_dialog(here: Path, size: tuple[int, int]) -> None:
    async with learner(size=size) as user:
        await user.press("e", "e")
        seen = cells_of(rows_of(user.app))
        await export(user, "svg", "screen")
        await user.until(lambda: any("screen.svg" in notice for notice in user.notices), "it is written")
        assert read_svg(here / "screen.svg") == seen


async def test_every_format_has_an_entry_and_proposes_its_ending() -> None:
    async with learner() as user:
        for name, form in ALL_FORMATS.items():
            await user.choose_command(f"Export: {name}, {form.choices[-1]}" if form.takes else f"Export: {name}")
            await user.until(lambda: isinstance(user.app.screen, SaveCopy), "the dialog is open")
            assert user.app.screen.query_one(Input).value.endswith(form.suffix)
            await user.press("escape")


async def test_a_running_training_is_paused_and_a_missing_library_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    async with learner() as user:
        await user.press("space")
        await export(user, "onnx")
        assert not user.running
        said = user.app.screen.query_one(".wrong", Label)
        await user.until(lambda: "pip install 'glassnet[onnx]'" in str(said.render()), "what is missing")
