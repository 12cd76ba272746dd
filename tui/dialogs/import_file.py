"""A file before it is opened: its first rows, how it is read, and what is learned from it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Label, ProgressBar

from engine.data.dataset import Dataset
from engine.data.files import examine_csv, first_rows
from engine.data.report import TableReport
from engine.errors import EngineError
from engine.training.state import Setup
from engine.wording import count
from tui.dialogs.import_settings import TARGET_SETTING, Choices, first_column, reading_settings, setup_with
from tui.dialogs.preview import preview_lines, rows_lines
from tui.dialogs.settings.setting import Setting
from tui.dialogs.settings.view import SettingsView
from tui.drawing.content import content
from tui.panels.panel import StripView

Rows = tuple[tuple[str, ...], ...]
WARNINGS_SHOWN = 2


class _Superseded(Exception):
    """Something else was chosen, or the screen was left, while the file was being read."""


def _rows_of(path: Path, choices: Choices) -> Rows:
    """Return what the first rows of a file that is no table are cut into; none where it is no text either."""
    try:
        return first_rows(path, choices.reading)
    except EngineError:
        return ()


class Preview(StripView):
    """Shows the first rows.

    Attributes:
        report: the file; none where it is no table.
        rows: what its first rows are cut into then.
        column: the column that stands out; none if none does.
    """

    report: reactive[TableReport | None] = reactive(None, repaint=False)
    rows: reactive[Rows] = reactive((), repaint=False)
    column: reactive[int | None] = reactive(None, repaint=False)

    def watch_report(self) -> None:
        """Draw it."""
        self.redraw()

    def watch_rows(self) -> None:
        """Draw them."""
        self.redraw()

    def watch_column(self) -> None:
        """Bring it into sight."""
        self.redraw()

    def draw(self) -> Sequence[Strip]:
        """Draw the rows there is room for."""
        if self.report is None:
            return rows_lines(self.rows, *self.size, self.palette)
        return preview_lines(self.report, self.column, *self.size, self.palette)


class ImportFile(ModalScreen[Setup | None]):
    """Returns what to start from, or none.

    Attributes:
        report: how the file is understood; none before it was read, or where it is no table.
        rows: what its first rows are cut into, where it is no table.
        listed: what can be chosen.
        chosen: which of these the keys change.
        column: the column that this is about.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "back", show=False),
        Binding("enter", "open", "open", show=False),
        Binding("up", "choose(-1)", "the setting above", show=False),
        Binding("down", "choose(1)", "the setting below", show=False),
        Binding("pageup", "choose(-10)", "ten settings up", show=False),
        Binding("pagedown", "choose(10)", "ten settings down", show=False),
        Binding("home", "choose(-10000)", "the first setting", show=False),
        Binding("end", "choose(10000)", "the last setting", show=False),
        Binding("left,comma", "change(-1)", "a step back", show=False),
        Binding("right,full_stop,space", "change(1)", "a step on", show=False),
    ]
    report: reactive[TableReport | None] = reactive(None, repaint=False)
    rows: reactive[Rows] = reactive((), repaint=False)
    listed: reactive[Sequence[Setting[Choices]]] = reactive((), repaint=False)
    chosen: reactive[int] = reactive(TARGET_SETTING, repaint=False)
    column: reactive[int | None] = reactive(None, repaint=False)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path, self._choices = path, Choices()
        self._dataset: Dataset | None = None
        self._superseded = Event()  # by which the reading under way is told to end

    def compose(self) -> ComposeResult:
        """Make room for the file, the settings and what is said of them."""
        with Vertical(classes="dialog tall") as dialog:
            dialog.border_title = content(self._path.name, 60)
            dialog.border_subtitle = "↑↓ choose · ←→ change · ⏎ opens · esc back"
            yield Label(id="count")
            yield ProgressBar(total=1.0, show_eta=False)
            yield Preview().data_bind(ImportFile.report, ImportFile.rows, ImportFile.column)
            yield SettingsView().data_bind(ImportFile.chosen, settings=ImportFile.listed)
            yield Label(classes="wrong")

    def on_mount(self) -> None:
        """Read the file as it is found."""
        self.query_one(SettingsView).focus()
        self._choose_all(self._choices)

    def on_unmount(self) -> None:
        """Do not go on reading for nobody."""
        self._superseded.set()

    def watch_chosen(self) -> None:
        """Show the column that the setting is about."""
        column = self.chosen - first_column(self.report)
        self.column = column if self.report is not None and column >= 0 else None

    def _choose_all(self, choices: Choices) -> None:
        """Choose otherwise, and read the file so if that makes a difference."""
        before, self._choices = self._choices, choices
        if choices.reading == before.reading and self.report is not None:
            self._list()
        else:
            self._superseded.set()
            self._superseded, self._dataset = Event(), None
            bar = self.query_one(ProgressBar)
            bar.update(progress=0.0)
            bar.display = True
            self._read(choices, self._superseded)

    @work(exclusive=True)
    async def _read(self, choices: Choices, superseded: Event) -> None:
        """Read the file beside the event loop, as a large one takes a while."""
        bar, loop = self.query_one(ProgressBar), asyncio.get_running_loop()

        def progress(share: float) -> None:
            if superseded.is_set():
                raise _Superseded
            loop.call_soon_threadsafe(lambda: bar.update(progress=share))

        wrong, rows = "", ()
        try:
            report, dataset = await asyncio.to_thread(examine_csv, self._path, choices.reading, progress)
        except _Superseded:
            return
        except EngineError as error:
            wrong, report, dataset = str(error), None, None
            rows = await asyncio.to_thread(_rows_of, self._path, choices)
        if superseded.is_set():
            return
        bar.display = False
        self.report, self.rows, self._dataset = report, rows, dataset
        self._list()
        self._tell(wrong)

    def _list(self) -> None:
        self.listed = reading_settings(self._choices, self.report, self._dataset)
        self.chosen = min(self.chosen, len(self.listed) - 1)
        self.watch_chosen()

    def _tell(self, wrong: str) -> None:
        """Say how much was read, and what was wrong or decided."""
        report = self.report
        if report is not None:
            used = "" if report.used in (0, report.rows) else f", {report.used:,} to learn from"
            columns = count(len(report.columns), "column")
            self.query_one("#count", Label).update(f"{count(report.rows, 'row')}, {columns}{used}")
            wrong = wrong or report.problem or ""
        else:
            self.query_one("#count", Label).update(
                "no table so far: the first rows as they are cut" if self.rows else ""
            )
        if wrong or report is None:
            self._say(wrong)
            return
        told = [str(warning) for warning in report.warnings]
        more = len(told) - WARNINGS_SHOWN
        self._say(*told[:WARNINGS_SHOWN], *([f"and {more:,} more"] if more > 0 else []), wrong=False)

    def _say(self, *lines: str, wrong: bool = True) -> None:
        label = self.query_one(".wrong", Label)
        label.set_class(not wrong, "-told")
        label.update(Content("\n").join([content(line, 300) for line in lines]))

    def action_choose(self, by: int) -> None:
        """Choose another setting."""
        self.chosen = max(0, min(self.chosen + by, len(self.listed) - 1))

    def action_change(self, direction: int) -> None:
        """Change the chosen setting by a step."""
        if not self.listed:
            return
        setting = self.listed[self.chosen]
        choices = setting.choices(direction)
        if choices:
            self._choose_all(choices[0])
        else:
            self._say(f"{setting.name}: {setting.about}")

    def on_settings_view_clicked(self, message: SettingsView.Clicked) -> None:
        """Choose a line, and change it if an arrow was clicked."""
        self.chosen = message.line
        if message.arrow:
            self.action_change(message.arrow)

    @work(exclusive=True, group="open")
    async def action_open(self) -> None:
        """Open it as it was read."""
        dataset, choices = self._dataset, self._choices
        if dataset is None:
            return  # what is wrong is said already, or it is being read
        try:
            setup = await asyncio.to_thread(setup_with, dataset, choices)
        except EngineError as error:
            self._say(str(error))
        else:
            self.dismiss(setup)
