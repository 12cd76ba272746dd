"""The import dialog has what the command line has: numbers for missing values, strays, and how many rows are read."""

from tests.tui.dialogs.test_files import change, said, typed, value
from tests.tui.journeys import learner

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
