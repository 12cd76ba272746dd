"""The import dialog: the first rows of a file, how it is read, and what is learned from it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Label, ProgressBar

from engine.data.dataset import Dataset
from engine.data.files import examine_csv, first_rows
from engine.data.options import ReadOptions
from engine.data.reading_settings import READING
from engine.data.report import ReadingProgress, TableReport
from engine.errors import EngineError, WrongOption
from engine.training.commands import Load
from engine.wording import count
from tui.dialogs.import_settings import (
    TARGET_SETTING,
    Choices,
    ReadingSettings,
    expected_report,
    load_with,
    with_missing_numbers,
)
from tui.dialogs.notes import NotesScreen
from tui.dialogs.preview import Preview, Rows
from tui.dialogs.progress import teller
from tui.dialogs.settings.view import SettingsView
from tui.dialogs.told import told_lines
from tui.drawing.content import content
from tui.panels.inspector.edit_line import EditLine

LEAST_SETTINGS = 7
"""Lines of settings that stay in view whatever there is to warn of: six settings, and what the selected one means."""
FOOT = "↑↓ select · ←→ change · 0-9 type · ⏎ opens · esc back"
FOOT_TYPING = "⏎ accepts · esc leaves it as it was"
BAR_AFTER = 0.15
"""Seconds of reading after which the bar is shown: a small file is read before, and a key is answered without it."""


class _Superseded(Exception):
    """The choices changed or the dialog was closed while the file was being read."""


def _rows_of(path: Path, choices: Choices) -> Rows:
    """Return the cells of the first rows of a file that is not a table; empty if it is not even text."""
    try:
        return first_rows(path, choices.reading)
    except EngineError:
        return ()


class ImportFile(ModalScreen[Load | None]):
    """Returns the command that opens the file, or None.

    Attributes:
        report: How the file is read; None before it was read, or if it is not a table.
        rows: The cells of its first rows, if it is not a table.
        reading: Whether the file is being read.
        listed: The settings.
        selected: The index of the selected setting, which the keys change.
        column: The column that the selected setting is about; None if it is about no column.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "back", show=False),
        Binding("enter", "open", "open", show=False),
        Binding("up", "select(-1)", "the setting above", show=False),
        Binding("down", "select(1)", "the setting below", show=False),
        Binding("pageup", "select(-10)", "ten settings up", show=False),
        Binding("pagedown", "select(10)", "ten settings down", show=False),
        Binding("home", "select(-10000)", "the first setting", show=False),
        Binding("end", "select(10000)", "the last setting", show=False),
        Binding("left,comma", "change(-1)", "one step back", show=False),
        Binding("right,full_stop,space", "change(1)", "one step on", show=False),
        *(Binding(digit, f"begin('{digit}')", "type a number", show=False) for digit in "0123456789"),
        Binding("minus", "begin('-')", "type a number", show=False),
        Binding("i", "notes", "all warnings", show=False),
    ]
    report: reactive[TableReport | None] = reactive(None, repaint=False)
    rows: reactive[Rows] = reactive((), repaint=False)
    reading: reactive[bool] = reactive(True, repaint=False)
    listed: reactive[ReadingSettings | tuple[()]] = reactive((), repaint=False)
    selected: reactive[int] = reactive(TARGET_SETTING, repaint=False)
    column: reactive[int | None] = reactive(None, repaint=False)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path, self._choices = path, Choices()
        self._dataset: Dataset | None = None
        self._one_reader = Lock()
        self._superseded = Event()  # set to end the reading under way
        self._warns = False  # whether the message is warnings, which are fitted to the screen

    def compose(self) -> ComposeResult:
        """Lay out the preview, the settings and a line for messages; the bar takes the place of the count."""
        with Vertical(classes="dialog tall") as dialog:
            dialog.border_title = content(self._path.name, 60)
            dialog.border_subtitle = FOOT
            yield Label(id="count")
            bar = ProgressBar(total=1.0, show_eta=False)
            bar.display = False
            yield bar
            yield Preview().data_bind(ImportFile.report, ImportFile.rows, ImportFile.column)
            yield SettingsView().data_bind(ImportFile.selected, settings=ImportFile.listed)
            yield Label(classes="wrong")

    def on_mount(self) -> None:
        """Focus the settings, and read the file with everything guessed."""
        self.query_one(SettingsView).focus()
        self._change_to(self._choices)

    def on_unmount(self) -> None:
        """Stop reading."""
        self._superseded.set()

    def watch_selected(self) -> None:
        """Select the column that the setting is about."""
        self.column = self.listed.column(self.selected) if self.listed else None

    def watch_reading(self) -> None:
        """Show the bar when the reading takes a while, and the count when it has ended."""
        if self.reading:
            self.set_timer(BAR_AFTER, self._show_bar_or_count)
        else:
            self._show_bar_or_count()

    def _show_bar_or_count(self) -> None:
        self.query(ProgressBar).set(display=self.reading)  # none when the dialog is just closing
        self.query("#count").set(display=not self.reading)

    def _change_to(self, choices: Choices) -> None:
        """Make other choices, and read the file again if they change how it is read."""
        before, self._choices = self._choices, choices
        if choices.reading == before.reading and self.report is not None:
            self._list()
        else:
            self._superseded.set()
            self._superseded, self.reading = Event(), True
            if self.report is not None:  # the next key counts from these choices
                self.report = expected_report(self.report, choices)
                self._list()
            bar = self.query_one(ProgressBar)
            bar.update(progress=0.0)
            self._read(choices, self._superseded, bar)

    @work(exclusive=True)
    async def _read(self, choices: Choices, superseded: Event, bar: ProgressBar) -> None:
        """Read the file in a thread, as a large one takes a while."""
        tell = teller(bar, asyncio.get_running_loop())

        def progress(share: float) -> None:
            if superseded.is_set():
                raise _Superseded
            tell(share)

        wrong = to_change = ""
        rows: Rows = ()
        try:
            report, dataset = await asyncio.to_thread(self._examined, choices.reading, progress)
        except _Superseded:
            return
        except EngineError as error:
            wrong, report, dataset = str(error), None, None
            if isinstance(error, WrongOption):
                to_change = READING[error.field].setting
                if error.field == "encoding" and choices.reading.encoding is None:
                    self._choices = replace(self._choices, encodings=error.likely)
            rows = await asyncio.to_thread(_rows_of, self._path, choices)
        if superseded.is_set():
            return
        self.reading = False
        self.report, self.rows, self._dataset = report, rows, dataset
        if report is not None:
            self._choices = with_missing_numbers(self._choices, report)
        self._list(to_change)
        self._tell(wrong)

    def _examined(self, reading: ReadOptions, progress: ReadingProgress) -> tuple[TableReport, Dataset | None]:
        """Read the file when no earlier reading of it is left: several at once would only slow down each other."""
        with self._one_reader:
            progress(0.0)
            return examine_csv(self._path, reading, progress)

    def _list(self, select: str = "") -> None:
        """List the settings and select one; without its name the one that is selected now, wherever it stands then."""
        listed, before = ReadingSettings(self._choices, self.report, self._dataset), self.listed
        is_of_no_column = before and before.column(self.selected) is None
        name = select or (before[self.selected].name if is_of_no_column else "")
        self.listed = listed
        self.selected = listed.position(name, self.selected)
        self.watch_selected()

    def _tell(self, wrong: str) -> None:
        """Show how much was read, and what is wrong or was guessed."""
        report = self.report
        if report is not None:
            used = "" if report.used in (0, report.rows) else f", {report.used:,} to learn from"
            columns = count(len(report.columns), "column")
            self.query_one("#count", Label).update(f"{count(report.rows, 'row')}, {columns}{used}")
            wrong = wrong or report.problem or ""
        else:
            self.query_one("#count", Label).update("not a table yet: the cells of the first rows" if self.rows else "")
        if wrong or report is None:
            self._say(wrong)
            return
        self._warn()

    def _warn(self) -> None:
        """Show the first warnings, and leave the settings enough lines."""
        view, label = self.query_one(SettingsView), self.query_one(".wrong", Label)
        room = view.size.height + label.size.height - min(LEAST_SETTINGS, len(self.listed))
        self._say(*told_lines(self._warnings, label.size.width, max(1, room)), wrong=False)
        self._warns = True

    @property
    def _warnings(self) -> list[str]:
        return [] if self.report is None else [str(warning) for warning in self.report.warnings]

    def _say(self, *lines: str, wrong: bool = True) -> None:
        self._warns = False
        label = self.query_one(".wrong", Label)
        label.set_class(not wrong, "-told")
        label.update(Content("\n").join([content(line, 300) for line in lines]))

    def on_resize(self) -> None:
        """Fit the warnings to the new size."""
        self.call_after_refresh(self._warn_again)

    def _warn_again(self) -> None:
        if self._warns:
            self._warn()

    def action_notes(self) -> None:
        """Show all warnings."""
        if not self.reading:
            self.app.push_screen(NotesScreen(self._path.name, self._warnings))

    def action_select(self, by: int) -> None:
        """Select another setting."""
        self.selected = max(0, min(self.selected + by, len(self.listed) - 1))

    def action_change(self, direction: int) -> None:
        """Change the selected setting by one step."""
        if not self.listed:
            return
        setting = self.listed[self.selected]
        choices = next(iter(setting.choices(direction)), None)
        if choices is not None:
            self._change_to(choices)
        else:
            self._say(f"{setting.name}: {setting.about}")

    def explain_key(self, key: str) -> None:
        """Say how the selected setting is changed."""
        if len(key) == 1 and self.listed:
            setting = self.listed[self.selected]
            typed = ", 0-9 type another" if setting.typing else ""
            self._say(f"{setting.name}: {'←→ choose another' if typed else setting.how}{typed}", wrong=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keep keys from changing a setting while one is typed."""
        return action == "dismiss" or not self.is_mounted or not self.query_one(EditLine).is_open

    def action_begin(self, sign: str) -> None:
        """Begin to type the selected setting."""
        if self.listed and not self._open_line(sign):
            setting = self.listed[self.selected]
            self._say(f"{setting.name} takes no number: {setting.how}", wrong=False)

    def _open_line(self, begun: str = "") -> bool:
        opened = self.query_one(SettingsView).begin_typing(begun)
        self._show_foot()
        return opened

    def _show_foot(self) -> None:
        self.query_one(".dialog").border_subtitle = FOOT_TYPING if self.query_one(EditLine).is_open else FOOT

    @on(EditLine.Submitted)
    def _accept(self, message: EditLine.Submitted) -> None:
        """Choose what was typed."""
        line = self.query_one(EditLine)
        typing = self.listed[self.selected].typing if self.listed else None
        try:
            choices = None if typing is None else typing.read(message.text)
        except (ValueError, EngineError) as error:
            line.show_wrong(str(error))
            self._say(str(error))
        else:
            line.action_close()
            if choices is not None:
                self._change_to(choices)

    @on(EditLine.Closed)
    def _typed(self, message: EditLine.Closed) -> None:
        """Go on in the list with the keys pressed since enter."""
        self._show_foot()
        self.set_focus(self.query_one(SettingsView))
        self._tell("")
        for key in message.typed:
            self.call_after_refresh(self.app.call_later, self.app.post_message, key)

    def on_settings_view_clicked(self, message: SettingsView.Clicked) -> None:
        """Select a line, and change its setting if an arrow was clicked."""
        self.selected = message.line
        if message.arrow:
            self.action_change(message.arrow)
        elif message.value:
            self._open_line()

    @work(exclusive=True, group="open")
    async def action_open(self) -> None:
        """Return the command that opens the data as they were read."""
        dataset, choices = self._dataset, self._choices
        if self.reading:
            self._say("still reading the file: press enter when the bar is full", wrong=False)
            return
        if dataset is None:
            return  # the message already says what is wrong
        try:
            opened = await asyncio.to_thread(load_with, self._path, dataset, choices)
        except EngineError as error:
            self._say(str(error))
        else:
            self.dismiss(opened)
