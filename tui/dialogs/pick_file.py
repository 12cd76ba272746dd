"""A dialog that browses folders for a data file."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len, chop_cells
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from engine.quick_dataclass import dataclass
from tui.dialogs.finding_list import FindingList
from tui.drawing.content import content
from tui.terminal.text import safe

ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".dat", ".data", ".toml", ".glass")
MOST_ENTRIES = 20_000
"""The most entries of a folder to look at."""
MOST_LISTED = 1000
SHORTEST_NAME, LONGEST_NAME = 28, 300
"""In cells; a name that does not fit on one line is wrapped."""
FACTS, BESIDE = 21, 3
"""Cells of a line for the size and the date, and for the scroll bar with a blank before it."""
NAME_STYLE = "bold $text-warning"


@dataclass(frozen=True)
class Entry:
    """A folder or a file that may hold a table, a worked example or a session."""

    path: Path
    folder: bool
    about: str = ""


@dataclass(frozen=True)
class Folder:
    """The contents of a folder.

    Attributes:
        entries: Its folders and the files that may hold a table.
        others: The number of other entries.
        wrong: Why the folder cannot be read; "" if it can.
    """

    entries: tuple[Entry, ...] = ()
    others: int = 0
    wrong: str = ""


def look_into(folder: Path) -> Folder:
    """List a folder, folders first, without hidden entries."""
    entries, others = [], 0
    try:
        with os.scandir(folder) as found:
            for entry in islice(found, MOST_ENTRIES):
                if entry.name.startswith("."):
                    continue
                if _is_folder(entry):
                    entries.append(Entry(folder / entry.name, True))
                elif entry.name.lower().endswith(ENDINGS):
                    entries.append(Entry(folder / entry.name, False, _about(entry)))
                else:
                    others += 1
    except OSError as error:
        return Folder(wrong=f"{folder.name or folder}: cannot be opened: {error.strerror or 'unknown reason'}")
    entries.sort(key=lambda entry: (not entry.folder, entry.path.name.lower()))
    return Folder(tuple(entries[:MOST_LISTED]), others + len(entries[MOST_LISTED:]))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a folder or a link to one; False if that cannot be found out."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _about(entry: os.DirEntry[str]) -> str:
    try:
        status = entry.stat()
    except OSError:
        return ""
    day = datetime.fromtimestamp(status.st_mtime).strftime("%Y-%m-%d")
    size = status.st_size
    shown = f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB" if size >= 1e3 else f"{size} B"
    return f"{shown:>9}  {day}"


class PickFile(ModalScreen[Path | None]):
    """Returns the selected file, or None."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "back", show=False),
        Binding("backspace,left", "up", "the folder above", show=False),
        Binding("right", "into", "into the folder", show=False),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._entries: tuple[Entry, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Vertical(classes="dialog tall") as dialog:
            dialog.border_title = "Open a file"
            dialog.border_subtitle = "type to find · ⏎ opens · ← folder above · esc back"
            yield Label(id="count")
            yield FindingList(closing=("q",))
            yield Label(classes="wrong")

    def on_mount(self) -> None:
        """Show the first folder."""
        self._go(self._folder)

    def _go(self, folder: Path) -> None:
        """Show a folder."""
        # Queried now: when the worker begins, the screen may be closing.
        self._list(folder, self.query_one(OptionList), *self.query(Label))

    @work(exclusive=True)
    async def _list(self, folder: Path, listing: OptionList, count: Label, wrong: Label) -> None:
        """List a folder in a thread, as it may be large or on another machine."""
        found = await asyncio.to_thread(look_into, folder)
        wrong.update(content(found.wrong, 300))
        if found.wrong:
            return
        came_from, self._folder = self._folder, folder
        above = () if folder.parent == folder else (Entry(folder.parent, True),)
        self._entries = (*above, *found.entries)
        count.update(content(f"{folder}", 300))
        listing.clear_options()
        longest = max(
            (cell_len(safe(entry.path.name, LONGEST_NAME)) for entry in found.entries if not entry.folder), default=0
        )
        width = max(SHORTEST_NAME, min(longest, listing.size.width - FACTS - BESIDE))
        lines = (self._line(entry, width) for entry in self._entries)
        listing.add_options([Option(line, id=str(number)) for number, line in enumerate(lines)])
        if found.others:
            listing.add_option(Option(Content.styled(f"{found.others:,} not shown: other files", "dim"), disabled=True))
        below = [entry.path for entry in found.entries]
        at = len(above) + (below.index(came_from) if came_from in below else 0)
        listing.highlighted = min(at, len(self._entries) - 1) if self._entries else None

    def _line(self, entry: Entry, width: int) -> Content:
        if entry.path == self._folder.parent:
            return Content("../")
        if entry.folder:
            parts = chop_cells(f"{safe(entry.path.name, LONGEST_NAME)}/", width + FACTS)
            return Content.styled("\n".join(parts), "bold")
        first, *rest = chop_cells(safe(entry.path.name, LONGEST_NAME), width)
        shown = Content.styled(first + " " * (width - cell_len(first)), NAME_STYLE)
        facts = Content.styled(f"  {entry.about}", "$text-muted")
        return Content("").join([shown, facts, *(Content.styled(f"\n{part}", NAME_STYLE) for part in rest)])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option not in event.option_list.options:  # it was listed in the folder shown before
            return
        entry = self._entries[int(event.option.id or 0)]
        if entry.folder:
            self._go(entry.path)
        else:
            self.dismiss(entry.path)

    def action_up(self) -> None:
        """Show the parent folder."""
        self._go(self._folder.parent)

    def action_into(self) -> None:
        """Open the highlighted folder or file."""
        self.query_one(OptionList).action_select()
