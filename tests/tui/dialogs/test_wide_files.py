"""Files of thousands of columns in the import dialog: a key does not work through all of them."""

import asyncio
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import ProgressBar

from engine.data.files import examine_csv
from engine.data.options import ReadOptions
from tests.patience import MOST
from tests.tui.dialogs.test_files import answered, said, to, typed, value
from tests.tui.journeys import learner
from tui.dialogs import import_file, import_settings
from tui.dialogs.import_settings import INPUT, TARGET, Choices, expected_report, use_of
from tui.dialogs.preview import preview_lines
from tui.dialogs.progress import STEPS, teller
from tui.drawing.canvas import Canvas
from tui.drawing.palette import DARK

COLUMNS = 3_000


def lines() -> str:
    """A file of a label and many pixels."""
    names = ",".join(["label", *(f"p{number}" for number in range(COLUMNS))])
    rows = [f"{row % 3}," + ",".join(str((row * column) % 251) for column in range(COLUMNS)) for row in range(12)]
    return "\n".join([names, *rows])


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    path = tmp_path / "wide.csv"
    path.write_text(lines())
    return path


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("wide") / "wide.csv"
    path.write_text(lines())
    return examine_csv(path)[0]


async def test_a_key_makes_the_settings_in_view_and_no_others(wide, monkeypatch):
    made, make = 0, import_settings._column

    def counted(*arguments):
        nonlocal made
        made += 1
        return make(*arguments)

    monkeypatch.setattr(import_settings, "_column", counted)
    async with learner(size=(120, 36)) as user:
        screen = await typed(user, wide)
        for key in ("end", "up", "pageup", "down", "home"):
            made = 0
            await user.press(key)
            assert made <= 8 * user.app.size.height, key
        assert screen.selected == 0


async def test_every_key_counts_while_the_file_is_read_again(wide, monkeypatch):
    go_on = Event()

    def slow(*arguments):
        go_on.wait(MOST)
        return examine_csv(*arguments)

    async with learner(size=(120, 36)) as user:
        screen = await typed(user, wide)
        await to(user, screen, "target")
        await user.press("right")  # from the last column to the first
        await answered(user, screen)
        monkeypatch.setattr(import_file, "examine_csv", slow)
        await user.press("right", "right", "right", "left", "enter")
        assert screen.reading
        bar, rows = screen.query_one(ProgressBar), screen.query_one("#count")
        await user.until(lambda: bar.display and not rows.display, "the bar of what takes a while")
        assert value(screen, "target") == "p1"
        assert "still reading the file" in said(screen)
        assert user.app.screen is screen
        go_on.set()
        await answered(user, screen)
        assert rows.display
        assert not bar.display
        assert screen.report is not None
        assert screen.report.targets == ("p1",)
        assert screen.report.inputs[:2] == ("label", "p0")


def test_the_expected_report_is_the_one_that_is_read(wide):
    read, _ = examine_csv(wide)
    for options in (ReadOptions(targets=("p1",)), ReadOptions(targets=("p1", "p3"), inputs=("p2", "label"))):
        expected, (report, _) = expected_report(read, Choices(options)), examine_csv(wide, options)
        for name in ("label", "p0", "p1", "p2", "p3", f"p{COLUMNS - 1}"):
            assert use_of(expected, name) == use_of(report, name)
    assert (use_of(read, "p0"), use_of(read, f"p{COLUMNS - 1}")) == (INPUT, TARGET)


async def test_a_letter_says_how_the_setting_is_changed(wide):
    async with learner() as user:
        screen = await typed(user, wide)
        await to(user, screen, "target")
        await user.press("x")
        assert said(screen) == "target: ←→ choose another"


@given(st.integers(20, 120), st.sampled_from([None, 0, 1, 7, 40, COLUMNS - 1, COLUMNS]))
def test_the_preview_shows_whole_columns_and_counts_the_others(report, width, selected):
    names, uses, *rows = (line.text for line in preview_lines(report, selected, Canvas(width, 6, DARK)))
    shown = names.removeprefix("‹").split(" +")[0].split()
    columns = [column.name for column in report.columns]
    first = columns.index(shown[0])
    assert shown == columns[first : first + len(shown)]
    assert (selected or 0) in range(first, first + len(shown))
    assert names.startswith("‹") == (first > 0)
    hidden = len(columns) - first - len(shown)
    assert (f"+{hidden:,} ›" in names) == (hidden > 0)
    assert uses.split() == [use_of(report, name) for name in shown]
    assert rows[1].split() == list(report.preview[1][first : first + len(shown)])


async def test_a_bar_is_told_a_step_at_a_time():
    class Bar:
        def __init__(self) -> None:
            self.steps: list[float] = []

        def update(self, progress: float) -> None:
            self.steps.append(progress)

    bar = Bar()
    tell = teller(bar, asyncio.get_running_loop())  # type: ignore[arg-type]
    for part in range(COLUMNS):
        tell((part + 1) / COLUMNS)
    await asyncio.sleep(0)
    assert len(bar.steps) == STEPS + 1
    assert bar.steps[-1] == 1
