"""The import dialog has what the command line has: numbers for missing values, strays, and how many rows are read."""

import pytest
from textual.widgets import OptionList

from tests.tui.dialogs.test_files import change, said, typed, value
from tests.tui.journeys import learner
from tui.dialogs.notes import NotesScreen
from tui.dialogs.settings.view import SettingsView

AIR = "temp,humid,ozone\n" + "".join(
    "-200,-200,-200\n" if row % 8 == 0 else f"{row}.5,{row * 3 % 7}.25,{row * 5 % 11}.75\n" for row in range(40)
)


async def test_a_number_for_missing_values_is_chosen_from_the_extremes_of_the_columns(tmp_path):
    (tmp_path / "air.csv").write_text(AIR)
    async with learner(size=(80, 24)) as user:
        screen = await typed(user, tmp_path / "air.csv")
        assert value(screen, "missing number") == "none"
        await change(user, screen, "missing number")
        assert value(screen, "missing number") == "-200"  # the extreme that most columns share
        assert screen.report.used == 35
        await change(user, screen, "missing number", "left")
        assert (value(screen, "missing number"), screen.report.used) == ("none", 40)
        await change(user, screen, "missing number")
        await user.press("enter")
        await user.until(lambda: user.commands, "the data")
        assert user.state.dataset.rows == 35


async def test_only_the_first_rows_are_read_if_asked(tmp_path):
    (tmp_path / "long.csv").write_text("x,y\n" + "".join(f"{row},{row}.5\n" for row in range(150)))
    async with learner(size=(60, 20)) as user:
        screen = await typed(user, tmp_path / "long.csv")
        assert (value(screen, "most rows"), screen.report.rows) == ("up to 100,000", 150)
        await change(user, screen, "most rows", "left")
        assert (value(screen, "most rows"), screen.report.rows) == ("100", 100)
        assert "the first 100 of 150 rows are read, as asked" in said(screen)


async def test_more_strays_than_usual_are_left_out_if_asked(tmp_path):
    (tmp_path / "torn.csv").write_text("x,y\n" + "1,2.5\n2,3.5\n3\n" * 4)
    async with learner(size=(80, 24)) as user:
        screen = await typed(user, tmp_path / "torn.csv")
        assert "expected 2 cells" in said(screen)
        await change(user, screen, "stray cells")
        assert (value(screen, "stray cells"), screen.report.used) == ("drop", 8)


async def test_every_number_that_may_be_missing_comes_round(tmp_path):
    rows = (f"{-99 if row % 9 == 4 else -999 if row % 9 == 7 else row + 0.5},{row % 7}.25\n" for row in range(45))
    (tmp_path / "two.csv").write_text("temp,ozone\n" + "".join(rows))
    async with learner(size=(120, 36)) as user:
        screen = await typed(user, tmp_path / "two.csv")
        seen = [value(screen, "missing number")]
        while len(seen) < 2 or seen[-1] != seen[0]:
            await change(user, screen, "missing number")
            seen.append(value(screen, "missing number"))
        assert seen[:2] == ["none", "-999"]
        assert len(set(seen)) == len(seen) - 1


async def test_the_cursor_stays_on_its_setting_when_others_come_in_before_it(tmp_path):
    (tmp_path / "long.csv").write_text("x,y\n" + "1,2\n" * 100_001)
    async with learner(size=(120, 36)) as user:
        screen = await typed(user, tmp_path / "long.csv")
        assert "more than 100,000 rows" in said(screen)
        assert screen.listed[screen.selected].name == "most rows"  # what the refusal names
        await user.press("left")
        await user.until(lambda: not screen.reading and screen.report is not None, "the first rows")
        assert (screen.listed[screen.selected].name, screen.report.rows) == ("most rows", 100)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_the_number_for_a_missing_value_is_typed(tmp_path, size):
    (tmp_path / "air.csv").write_text(AIR.replace("-200", "-7.5"))
    async with learner(size=size) as user:
        screen = await typed(user, tmp_path / "air.csv")
        await select(user, screen, "missing number")
        await user.press("minus", *"7.5", "enter")
        await read(user, screen)
        assert (value(screen, "missing number"), screen.report.used) == ("-7.5", 35)
        await user.press("minus", *"7.5,3", "enter")
        await read(user, screen)
        assert value(screen, "missing number") == "-7.5, 3"
        assert screen.report.used == 35
        await user.press("9", "x", "enter")
        assert '"9x" is not a number' in said(screen)
        await user.press("escape")
        assert value(screen, "missing number") == "-7.5, 3"
        await user.press("left")  # the steps are still there
        await read(user, screen)
        assert value(screen, "missing number") != "-7.5, 3"


async def test_the_test_part_and_the_most_rows_are_typed(tmp_path):
    (tmp_path / "long.csv").write_text("x,y\n" + "".join(f"{row},{row}.5\n" for row in range(150)))
    async with learner(size=(80, 24)) as user:
        screen = await typed(user, tmp_path / "long.csv")
        await select(user, screen, "test part")
        await user.press(*"0.25", "enter")
        assert value(screen, "test part") == "25%"
        await user.press("2", "enter")
        assert "test part takes a share from 0 to below 1" in said(screen)
        await user.press("escape")
        await select(user, screen, "most rows")
        await user.press(*"120", "enter")
        await read(user, screen)
        assert (value(screen, "most rows"), screen.report.rows) == ("120", 120)
        await select(user, screen, "task")
        await user.press("3")
        assert said(screen) == "task takes no number: ←→ choose another"
        await user.press("enter")
        await user.until(lambda: user.commands, "the data")
        assert (user.state.dataset.rows, user.state.test.rows) == (90, 30)


async def test_whatever_there_is_to_warn_of_six_settings_stay_in_view(tmp_path):
    rows = (
        f"{row},{-200 if row % 8 == 0 else row}.5,name {row},text {row},2024-01-{row + 1:02d},{row % 7}.5\n"
        for row in range(24)
    )
    (tmp_path / "warn.csv").write_text("id,temp,who,note,when,ozone\n" + "".join(rows) + "1,2\n")
    for size in ((120, 36), (80, 24), (60, 20)):
        async with learner(size=size) as user:
            screen = await typed(user, tmp_path / "warn.csv")
            await user.pilot.pause()
            await user.settle()
            view = screen.query_one(SettingsView)
            drawn = [view.render_line(y).text for y in range(view.size.height)]
            assert len([line for line in drawn if any(line[2:].startswith(one.name) for one in screen.listed)]) >= 6
            assert said(screen).endswith(" more: i")
            await user.press("i")
            assert isinstance(user.app.screen, NotesScreen)
            assert user.app.screen.query_one(OptionList).option_count == len(screen.report.warnings)
            await user.press("escape")
            assert user.app.screen is screen


async def select(user, screen, name):
    """Select a setting."""
    screen.selected = screen.listed.position(name, 0)
    await user.settle()


async def read(user, screen):
    """Wait until the file has been read again."""
    await user.until(lambda: not screen.reading, "the file")
    await user.settle()
