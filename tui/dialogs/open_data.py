"""The dialog that opens data: a preset, a bundled data set, generated data, or a file of your own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Literal

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from engine.data.bundled import BUNDLED
from engine.data.generators import GENERATORS
from engine.errors import EngineError
from engine.experiment.presets import PRESETS
from engine.experiment.starts import is_known_start, is_worked_example, setup_for
from engine.training.commands import Load
from tui.dialogs.import_file import ImportFile
from tui.dialogs.pick_file import PickFile
from tui.drawing.content import content
from tui.drawing.wrapping import word_lines
from tui.terminal.text import safe

OWN_FILE = "CSV file …"
NAME_WIDTH = 14
BESIDE = 3
"""Cells of a line kept free for the scroll bar and a blank before it."""
MOST_TYPED = 4096
"""In characters: the longest path on Linux."""


class OpenData(ModalScreen[Load | None]):
    """Returns the command that opens the data, or None."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "close", show=False),
        Binding("up", "move('cursor_up')", "the entry above", show=False),
        Binding("down", "move('cursor_down')", "the entry below", show=False),
        Binding("pageup", "move('page_up')", "a page up", show=False),
        Binding("pagedown", "move('page_down')", "a page down", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the list of starts and the field for a path."""
        with Vertical(classes="dialog tall") as dialog:
            dialog.border_title = "Open data"
            dialog.border_subtitle = "type to find, or a path · ⏎ opens · esc closes"
            yield OptionList(*(Option(name, id=name) for name, _ in _starts()))
            yield Input(
                placeholder="or type a path, or moons:300,noise=0.2,seed=1",
                id="path",
                compact=True,
                max_length=MOST_TYPED,
                select_on_focus=False,  # otherwise the second letter typed replaces the first
            )
            yield Label(classes="wrong")

    def on_key(self, event: events.Key) -> None:
        """Start typing a name or a path with a letter that is pressed while the list has the focus."""
        field = self.query_one(Input)
        if not field.has_focus and event.is_printable and event.key not in ("q", "space"):
            event.stop()
            field.focus()
            field.insert_text_at_cursor(event.character or "")

    def on_paste(self, event: events.Paste) -> None:
        """Put a path that is pasted while the list has the focus into the field."""
        event.stop()
        field = self.query_one(Input)
        field.focus()
        field.post_message(events.Paste(event.text))

    def on_resize(self) -> None:
        """Wrap the descriptions to the new width."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        listing = self.query_one(OptionList)
        for name, about in _starts():
            listing.replace_option_prompt(name, self._lines(name, about, listing.size.width - BESIDE))

    def _lines(self, name: str, about: str, width: int) -> Content:
        wrapped = ("\n" + " " * NAME_WIDTH).join(word_lines(safe(about, 200), width - NAME_WIDTH))
        return Content.assemble((name.ljust(NAME_WIDTH), "bold"), (wrapped, "$text-muted"))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option.id == OWN_FILE:
            self._pick(_here())
        else:
            self._open(str(event.option.id))

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if not text:
            self._say("type a path, or select from the list")
        elif is_known_start(text):
            self._open(text)
        else:
            self._look_for(Path(os.path.expanduser(text)))  # noqa: PTH111, Path.expanduser raises for an unknown user

    @on(Input.Changed)
    def _typing(self, event: Input.Changed) -> None:
        """Highlight the entry whose name begins with what is typed."""
        self._say("")
        found = _named(event.value.strip())
        if found is not None:
            self.query_one(OptionList).highlighted = found

    async def action_move(self, move: str) -> None:
        """Move through the list while the field has the focus."""
        listing = self.query_one(OptionList)
        listing.focus()
        await listing.run_action(move)

    @work(exclusive=True)
    async def _open(self, start: str) -> None:
        """Build the setup in a thread, as a large generated data set takes a while."""
        try:
            opened = await asyncio.to_thread(lambda: Load(setup_for(start), start))
        except EngineError as error:
            self._say(str(error))
        else:
            self.dismiss(opened)

    @work(exclusive=True)
    async def _look_for(self, path: Path) -> None:
        """Continue with what was typed: browse a folder, import a file, which may refuse it, or open an entry."""
        kind = await asyncio.to_thread(_kind_of, path)
        found = _named(str(path))
        if kind == "nothing" and found is not None:
            self._open([name for name, _ in _starts()][found])
        elif kind == "nothing":
            self._say(f"{path}: there is no such file or folder")
        elif kind == "folder":
            self._pick(_here() / path)
        else:
            self._import(path)

    def _pick(self, folder: Path) -> None:
        self.app.push_screen(PickFile(folder), self._import)

    def _import(self, path: Path | None) -> None:
        if path is None:
            return
        if is_worked_example(str(path)):
            self._open(str(path))
        else:
            self.app.push_screen(ImportFile(path), self._imported)

    def _imported(self, opened: Load | None) -> None:
        if opened is not None:
            self.dismiss(opened)

    def _say(self, text: str) -> None:
        self.query_one(".wrong", Label).update(content(text, 300))


def _named(text: str) -> int | None:
    """Return the index of the first entry whose name begins with a text; the CSV file is found by its path instead."""
    names = [name for name, _ in _starts()][1:]
    wanted = text.casefold()
    return next((number for number, name in enumerate(names, 1) if wanted and name.startswith(wanted)), None)


def _here() -> Path:
    """Return the working directory, or the home directory if the former was deleted."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


def _kind_of(path: Path) -> Literal["folder", "file", "nothing"]:
    try:
        return "folder" if path.is_dir() else "file" if path.exists() else "nothing"
    except (OSError, ValueError):  # a locked folder, or an impossible name
        return "file"


def _starts() -> Iterator[tuple[str, str]]:
    """Yield each entry of the list and its description."""
    yield OWN_FILE, "your own table: see how it is read; or a worked example of yours (TOML)"
    yield from starts()


def starts() -> Iterator[tuple[str, str]]:
    """Yield the name and the description of all that comes along; no data is read for it."""
    yield from ((name, about) for name, (_, about) in PRESETS.items())
    yield from ((name, facts.source) for name, facts in BUNDLED.items())
    yield from ((name, f"{kind.about}, generated") for name, kind in GENERATORS.items())
