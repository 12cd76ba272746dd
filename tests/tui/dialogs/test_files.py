"""Opening a file of your own: finding it, seeing how it is read, overruling what was guessed."""

import os
from pathlib import Path

import numpy as np
import pytest
from rich.cells import cell_len
from textual.widgets import Input, Label, OptionList

from engine.data.files import examine_csv
from engine.data.options import ReadOptions
from engine.data.scaling import SCALINGS
from engine.experiment.starts import setup_for
from engine.training.commands import Load, StepSample
from tests.tui.journeys import Learner, assert_read_whole, learner
from tui.dialogs.import_file import ImportFile, Preview
from tui.dialogs.import_settings import ABOUT_SCALING, Choices, ReadingSettings
from tui.dialogs.open_data import OpenData
from tui.dialogs.pick_file import PickFile, look_into
from tui.dialogs.preview import preview_lines
from tui.dialogs.settings.view import SettingsView
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK

EXCEL = (
    "Größe;Preis;Ort;Datum\r\n85,5;250000;Bonn;01.02.2020\r\n60;180000;Köln;05.03.2020\r\n"
    "120,25;410000;Bonn;07.03.2020\r\n70;;Ulm;08.03.2020\r\n95;300000;Köln;09.03.2020\r\n40;99000;Ulm;10.03.2020\r\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the learner started glassnet."""
    (tmp_path / "homes.csv").write_text(EXCEL, encoding="utf-8-sig")
    (tmp_path / "plain.csv").write_text("x,y,z\n" + "1,2.5,a\n4,5.5,b\n2,1.5,a\n5,3.5,b\n" * 5)
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "lab").mkdir()
    (tmp_path / "lab" / "deep.tsv").write_text("u\tv\n1\t2.5\n3\t4.5\n2\t0.5\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def picking(user: Learner) -> PickFile:
    """Open the file browser, which is the first entry of the dialog."""
    await user.press("d", "enter")
    return await shown(user)


async def shown(user: Learner) -> PickFile:
    """Wait until the file browser shows a folder."""
    await user.until(lambda: isinstance(user.app.screen, PickFile) and user.app.screen.query(OptionList), "files")
    screen = user.app.screen
    assert isinstance(screen, PickFile)
    await user.until(lambda: listed(screen), "what is in the folder")
    return screen


def listed(screen: PickFile) -> list[str]:
    listing = screen.query_one(OptionList)
    return [str(listing.get_option_at_index(n).prompt) for n in range(listing.option_count)]


async def test_a_file_chosen_before_another_folder_was_listed(folder):
    async with learner() as user:
        screen = await picking(user)
        listing, before = screen.query_one(OptionList), listed(screen)
        last = next(number for number, text in enumerate(before) if "plain" in text)
        late = OptionList.OptionSelected(listing, listing.get_option_at_index(last), last)
        screen._go(folder / "lab")
        await user.until(lambda: listed(screen) != before, "the other folder")
        assert len(listed(screen)) <= last
        screen.post_message(late)
        await user.settle()
        assert user.app.screen is screen


async def reading(user: Learner) -> ImportFile:
    """Wait until a file has been read or refused."""
    await user.until(lambda: isinstance(user.app.screen, ImportFile) and user.app.screen.query(".wrong"), "the file")
    screen = user.app.screen
    assert isinstance(screen, ImportFile)
    await answered(user, screen)
    return screen


async def answered(user: Learner, screen: ImportFile) -> None:
    await user.until(lambda: not screen.reading, "an answer")
    await user.settle()


def said(screen: ImportFile) -> str:
    return str(screen.query_one(".wrong", Label).render())


async def typed(user: Learner, path: object) -> ImportFile:
    """Type a path into the dialog."""
    await user.press("d")
    user.app.screen.query_one("#path", Input).value = str(path)
    user.app.screen.query_one("#path", Input).focus()
    await user.press("enter")
    return await reading(user)


async def to(user: Learner, screen: ImportFile, name: str) -> None:
    """Select a setting by its name."""
    names = [setting.name for setting in screen.listed]
    moves = names.index(name) - screen.selected
    await user.press(*["down" if moves > 0 else "up"] * abs(moves))


async def change(user: Learner, screen: ImportFile, name: str, key: str = "right") -> None:
    """Change a setting, and wait until the file has been read again."""
    await to(user, screen, name)
    await user.press(key)
    await answered(user, screen)


def value(screen: ImportFile, name: str) -> str:
    return next(setting.value for setting in screen.listed if setting.name == name)


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_a_european_spreadsheet_can_be_trained_on(folder, size):
    async with learner(size=size) as user:
        await picking(user)
        await user.press("down", "enter")  # past lab/, which is highlighted
        screen = await reading(user)
        assert (value(screen, "delimiter"), value(screen, "decimal sign")) == ("semicolon ;", "comma ,")
        assert "choose another target" in said(screen)  # the last column is of dates
        await to(user, screen, "target")
        await user.press("left")
        await user.until(lambda: screen._dataset is not None and screen._dataset.task == "classification", "classes")
        await user.press("left")
        await user.until(lambda: screen._dataset is not None and screen._dataset.task == "regression", "prices")
        await user.press("enter")
        await user.until(lambda: user.commands, "the data")
        assert user.app.screen is user.workbench
        assert user.state.dataset.output_names == ("Preis",)
        assert user.state.dataset.rows == 5
        assert user.state.setup.scaling == "standard"  # advised: the prices are large
        (opened,) = user.commands
        again = setup_for(opened.start, opened.options)
        assert again.dataset.digest == opened.digest, "the log says how to read it again"
        assert (again.sizes, again.scaling) == (user.state.setup.sizes, "standard")
        before = user.state.evaluation.mse
        await user.press(*["e"] * 30)
        assert user.state.evaluation.mse < before / 2
        await user.press(*["u"] * 31)
        assert user.state.setup.name == "level2"


async def test_browsing_folders(folder):
    async with learner() as user:
        screen = await picking(user)
        shown = listed(screen)
        assert [line.split()[0] for line in shown[:4]] == ["../", "lab/", "homes.csv", "plain.csv"]
        assert "1 not shown" in shown[4]
        await user.press("enter")
        await user.until(lambda: any("deep.tsv" in line for line in listed(screen)), "the folder below")
        await user.press("backspace")
        await user.until(lambda: any("homes.csv" in line for line in listed(screen)), "the folder above")
        assert screen.query_one(OptionList).highlighted == 1  # the folder it came from
        await user.press("right")
        await user.until(lambda: any("deep.tsv" in line for line in listed(screen)), "the folder below")
        await user.press("enter")
        screen = await reading(user)
        await user.press("escape")
        assert isinstance(user.app.screen, OpenData)
        await user.press("escape")
        assert user.app.screen is user.workbench
        assert user.commands == ()


async def test_home_and_end_in_a_folder(folder):
    async with learner() as user:
        listing = (await picking(user)).query_one(OptionList)
        await user.press("end")
        assert listing.highlighted == 3  # the last file; what is not shown cannot be chosen
        await user.press("home")
        assert listing.highlighted == 0


async def test_settings_overrule_what_was_guessed(folder):
    async with learner() as user:
        screen = await typed(user, folder / "plain.csv")
        assert screen.report is not None
        assert (value(screen, "header"), value(screen, "task"), value(screen, "z")) == (
            "yes",
            "classification",
            "target",
        )
        await change(user, screen, "header")
        assert screen.report.rows == 21
        assert [column.name for column in screen.report.columns] == ["c1", "c2", "c3"]
        await change(user, screen, "header", "left")
        await change(user, screen, "x", "left")  # left out
        assert (value(screen, "x"), screen.report.inputs) == ("left out", ("y",))
        await change(user, screen, "target")  # z was the last: x
        assert (screen.report.targets, screen.report.inputs) == (("x",), ("y", "z"))
        await change(user, screen, "y")  # y is a target too
        assert screen.report.targets == ("x", "y")
        assert value(screen, "target") == "2 columns"
        await change(user, screen, "y")
        assert screen.report.targets == ("x",)
        await change(user, screen, "scaling")
        await change(user, screen, "test part")
        assert (value(screen, "scaling"), value(screen, "test part")) == ("standard", "10%")
        await change(user, screen, "delimiter")
        assert value(screen, "delimiter") == "semicolon ;"
        await change(user, screen, "delimiter", "left")
        await change(user, screen, "encoding")
        assert value(screen, "encoding") == "cp1252"
        await user.press("escape", "escape")
        assert user.commands == ()


async def test_the_mouse_selects_and_changes(folder):
    async with learner() as user:
        screen = await typed(user, folder / "plain.csv")
        lines = screen.query_one("SettingsView")
        y = next(n for n, setting in enumerate(screen.listed) if setting.name == "test part")
        await user.pilot.click(lines, offset=(lines.render_line(y).text.index("›"), y))
        await user.settle()
        assert value(screen, "test part") == "10%"
        await user.press("enter")
        await user.until(lambda: user.commands, "the data")
        assert isinstance(user.commands[0], Load)
        assert user.state.test is not None


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_what_each_setting_means_can_be_read_whole(folder, size):
    async with learner(size=size) as user:
        screen = await typed(user, folder / "homes.csv")
        await change(user, screen, "test part")
        await user.press("home")
        await assert_read_whole(user, screen.query_one(SettingsView), screen.listed)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_long_file_names_can_be_read_whole(folder, size):
    names = [f"measurements-of-the-northern-station-beyond-the-river-{season}.csv" for season in ("autumn", "spring")]
    for name in names:
        (folder / name).write_text("x,y\n1,2\n")
    (folder / ("l" * 90)).mkdir()
    (folder / f"{'表' * 40}.csv").write_text("x,y\n1,2\n")
    async with learner(size=size) as user:
        screen = await picking(user)
        room = screen.query_one(OptionList).size.width
        entries = [prompt.split("\n") for prompt in listed(screen)]
        assert all(cell_len(line) <= room for entry in entries for line in entry)
        written = ["".join([entry[0].partition("  ")[0], *entry[1:]]) for entry in entries]
        assert {*names, "l" * 90 + "/", f"{'表' * 40}.csv", "homes.csv"} <= set(written)


async def test_a_wrong_encoding_is_reported_and_can_be_changed_back(folder):
    (folder / "west.csv").write_bytes("größe,art\n1,ä\n2,ö\n3,ä\n4,ö\n".encode("cp1252"))
    async with learner() as user:
        screen = await typed(user, folder / "west.csv")
        assert value(screen, "encoding") == "cp1252"
        await change(user, screen, "encoding", "left")  # utf-8
        assert "not UTF-8" in said(screen)
        await user.press("enter")
        assert user.app.screen is screen  # there is nothing to open
        await change(user, screen, "encoding")
        assert screen._dataset is not None
        assert screen._dataset.input_names == ("größe",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x,y\n1,oops\n2,3\n", "bad.csv"),
        ("x,[@click=app.quit]y[/]\n", "bad.csv"),
        ("", "bad.csv"),
    ],
)
async def test_a_bad_file_is_refused_and_nothing_is_lost(tmp_path, text, words):
    path = tmp_path / words
    path.write_text(text)
    async with learner(size=(60, 20)) as user:  # the least room for a message
        await user.press("s")
        before = user.state
        screen = await typed(user, path)
        assert words in said(screen)
        message = screen.query_one(".wrong").region
        assert message.area
        assert screen.query_one(".dialog").region.contains_region(message)
        await user.press("enter")
        assert user.app.screen is screen
        await user.press("escape")
        assert user.app.screen.query_one("#path", Input).value == str(path)
        await user.press("escape")
        assert user.app.screen is user.workbench
        assert user.state is before
        assert user.commands == (StepSample(),)


async def test_a_missing_file_is_reported_at_once(tmp_path):
    async with learner() as user:
        await user.press("d", "tab")
        dialog = user.app.screen
        dialog.query_one("#path", Input).value = str(tmp_path / "none[b].csv")
        await user.press("enter")
        await user.until(lambda: str(dialog.query_one(".wrong", Label).render()), "a word about it")
        assert "none[b].csv: there is no such file" in str(dialog.query_one(".wrong", Label).render())
        assert user.app.screen is dialog


async def test_typing_a_folder_browses_it(folder):
    async with learner() as user:
        await user.press("d")
        user.app.screen.query_one("#path", Input).value = str(folder / "lab")
        user.app.screen.query_one("#path", Input).focus()
        await user.press("enter")
        await user.until(
            lambda: isinstance(user.app.screen, PickFile) and user.app.screen.query(OptionList), "the files"
        )
        screen = user.app.screen
        assert isinstance(screen, PickFile)
        await user.until(lambda: any("deep.tsv" in line for line in listed(screen)), "the folder")


async def test_an_empty_path_is_refused():
    async with learner() as user:
        await user.press("d", "tab", "enter")
        assert "type a path" in str(user.app.screen.query_one(".wrong", Label).render())


async def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    async with learner() as user:
        screen = await typed(user, tmp_path / "pipe.csv")
        assert "not a regular file" in said(screen)


def test_a_folder_that_cannot_be_opened_says_why(tmp_path):
    assert "cannot be opened" in look_into(tmp_path / "none").wrong
    (tmp_path / "a[b]\x1b[31m.csv").write_text("")
    (tmp_path / ".hidden.csv").write_text("")
    assert [entry.path.name for entry in look_into(tmp_path).entries] == ["a[b]\x1b[31m.csv"]


def test_every_choice_can_be_read_or_says_why_not(folder):
    report, dataset = examine_csv(folder / "homes.csv")
    for setting in ReadingSettings(Choices(), report, dataset):
        for direction in (-1, 1):
            for choices in setting.choices(direction):
                assert isinstance(choices.reading, ReadOptions)
                assert choices != Choices()


def test_the_preview_brings_the_selected_column_into_view(tmp_path):
    names = [f"column{number}" for number in range(40)]
    path = tmp_path / "wide.csv"
    path.write_text("\n".join(",".join(row) for row in [names, *np.arange(160).reshape(4, 40).astype(str).tolist()]))
    report, _ = examine_csv(path)
    for chosen in (None, 0, 20, 39):
        drawn = preview_lines(report, chosen, Canvas(60, 6, DARK))
        assert names[chosen or 0] in drawn[0].text
        assert [line.cell_length for line in drawn] == [60] * 6
    assert "target" in preview_lines(report, 39, Canvas(60, 6, DARK))[1].text


async def test_the_limit_of_rows_can_be_raised(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("x;y\n" + "1,5;a\n2,5;b\n" * 50_010)
    async with learner(size=(80, 24)) as user:
        screen = await typed(user, path)
        assert "more than 100,000 rows" in said(screen)
        assert value(screen, "delimiter") == "automatic"
        await change(user, screen, "most rows")
        await user.until(lambda: screen._dataset is not None, "all rows")
        assert screen._dataset.rows == 100_020
        assert value(screen, "delimiter") == "semicolon ;"


async def test_typing_a_letter_starts_a_path(folder):
    async with learner() as user:
        await user.press("d", "p", "l", "a", "i", "n", "full_stop", "c", "s", "v")
        assert user.app.screen.query_one("#path", Input).value == "plain.csv"
        await user.press("enter")
        screen = await reading(user)
        assert screen.report is not None
        assert screen.report.rows == 20


@pytest.mark.parametrize("way", ["list", "."])
async def test_a_deleted_working_directory(folder, monkeypatch, way):
    (folder / "gone").mkdir()
    (folder / "home").mkdir()
    monkeypatch.setenv("HOME", str(folder / "home"))
    monkeypatch.chdir(folder / "gone")
    (folder / "gone").rmdir()
    async with learner() as user:
        await user.press("d", *([] if way == "list" else [way]), "enter")
        await shown(user)
        assert str(folder / "home") in str(user.app.screen.query_one("#count", Label).render())
        await user.press("escape", "escape")
        assert user.app.screen is user.workbench


async def test_a_wrong_delimiter_shows_the_cells_it_makes(tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("x,what\n" + "1,a;b\n2,c\n3,d;e;f\n" * 5)
    async with learner(size=(100, 30)) as user:
        screen = await typed(user, path)
        assert screen.report is not None
        await change(user, screen, "delimiter")
        assert value(screen, "delimiter") == "semicolon ;"
        assert (screen.report, screen.rows[:4]) == (None, (("x,what",), ("1,a", "b"), ("2,c",), ("3,d", "e", "f")))
        drawn = [strip.text.rstrip() for strip in screen.query_one(Preview).draw()]
        assert drawn[:4] == [" x,what", " 1,a    │ b", " 2,c", " 3,d    │ e │ f"]
        assert "line 2: expected 1 cell, as in the header, found 2" in said(screen)
        await change(user, screen, "delimiter", "left")
        assert screen.rows == ()
        assert "what" in screen.query_one(Preview).draw()[0].text


async def test_a_file_in_no_usual_encoding_selects_that_setting(folder):
    (folder / "mac.csv").write_bytes("size,name\n1,Hélène\n2,Garçon\n3,Zoé\n4,Zoé\n5,Garçon\n".encode("mac-roman"))
    async with learner() as user:
        screen = await typed(user, folder / "mac.csv")
        assert "mac-roman is likely" in said(screen)
        assert screen.listed[screen.selected].name == "encoding"
        await change(user, screen, "encoding")  # the likeliest comes first
        assert value(screen, "encoding") == "mac-roman"
        assert screen.report is not None
        assert screen.report.preview[0] == ("1", "Hélène")


async def test_a_wrong_encoding_leaves_the_preview_empty(folder):
    async with learner() as user:
        screen = await typed(user, folder / "homes.csv")
        while value(screen, "encoding") != "utf-16":
            await change(user, screen, "encoding")
        assert "not UTF-16 text" in said(screen)
        assert not "".join(strip.text for strip in screen.query_one(Preview).draw()).strip()


def test_every_scaling_is_described():
    assert set(ABOUT_SCALING) == set(SCALINGS)
