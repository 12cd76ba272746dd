"""The dialog that opens data or a saved session: a preset, bundled or generated data, or a file of your own."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Literal

from rich.cells import cell_len, set_cell_size
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
from engine.session.handed_on.glass_text import is_handed_on, is_text
from engine.session.saved.folder import Glance, SessionsFolder
from engine.session.saved.resume import Resumed, read_saved
from engine.training.commands import Load
from tui.dialogs.import_file import ImportFile
from tui.dialogs.opened_session import opened_session
from tui.dialogs.pick_file import PickFile
from tui.dialogs.saved_sessions import MORE, PREFIX, Going, entries, found, going, handed_on, start_name
from tui.drawing.content import content
from tui.drawing.wrapping import word_lines
from tui.running.saved_start import name_of, read_handed_on
from tui.terminal.text import safe

OWN_FILE = "CSV file …"
ABOUT_OWN_FILE = "your own table: see how it is read; or a worked example of yours (TOML)"
HEADINGS = ("saved sessions, the newest first", "data that come along")
"""Stand above the entries where there are sessions."""
NAME_WIDTH = 14
BESIDE = 3
"""Cells of a line kept free for the scroll bar and a blank before it."""
BETWEEN = re.compile(r"[\s>]+")
"""What mails put between the lines of a text."""
SECONDS_FOR_SESSIONS = 0.2
"""So long the dialog waits for the sessions; after that they come later."""
MOST_TYPED = 4096
"""In characters: the longest path on Linux."""


class StartField(Input):
    """A field for a start; a session that was handed on as a text is taken whole, in however many lines it came."""

    def _on_paste(self, event: events.Paste) -> None:
        text = BETWEEN.sub("", event.text)
        if is_text(text):
            event.prevent_default()  # or the field would take the first line
            super()._on_paste(events.Paste(text))
            event.stop()


class OpenData(ModalScreen[Load | Going | None]):
    """Returns the command that opens the data, a session that is to go on, or None."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "close", show=False),
        Binding("up", "move('cursor_up')", "the entry above", show=False),
        Binding("down", "move('cursor_down')", "the entry below", show=False),
        Binding("pageup", "move('page_up')", "a page up", show=False),
        Binding("pagedown", "move('page_down')", "a page down", show=False),
    ]

    def __init__(self, folder: SessionsFolder | None, open_now: str) -> None:
        """Make the dialog.

        Args:
            folder: Where the saved sessions are; None if there are none.
            open_now: The name of the session that is open: it is not listed.
        """
        super().__init__()
        self._folder, self._open_now = folder, open_now
        self._glances: tuple[Glance, ...] = ()
        self._lists_all, self._opened_at = False, time.time()

    def compose(self) -> ComposeResult:
        """Lay out the list of starts and the field for a path."""
        with Vertical(classes="dialog tall") as dialog:
            dialog.border_title = "Open data"
            dialog.border_subtitle = "type to find, or a path · ⏎ opens · esc closes"
            yield OptionList(*(Option(name, id=key) for key, name, _ in self._entries()))
            yield StartField(
                placeholder="or a path, moons:300,noise=0.2,seed=1, or a text glassnet:1:…",
                id="path",
                compact=True,
                max_length=MOST_TYPED,
                select_on_focus=False,  # otherwise the second letter typed replaces the first
            )
            yield Label(classes="wrong")

    async def on_mount(self) -> None:
        """List the sessions before any key is answered, unless their folder is slow."""
        if self._folder is not None:
            done = asyncio.Event()
            self._read(self._folder, self.query_one(OptionList), done)
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), SECONDS_FOR_SESSIONS)

    @work
    async def _read(self, folder: SessionsFolder, listing: OptionList, done: asyncio.Event) -> None:
        """Look at the sessions in a thread, as there may be many, or on another machine."""
        try:
            glances = await asyncio.to_thread(lambda: tuple(folder.glances()))
            self._glances = tuple(glance for glance in glances if glance.name != self._open_now)
            self._relist(listing)
        finally:  # closing the dialog ends it
            done.set()

    def _relist(self, listing: OptionList) -> None:
        """List all entries again; the one that was highlighted stays so."""
        before = None if listing.highlighted is None else listing.get_option_at_index(listing.highlighted).id
        listing.clear_options()
        listing.add_options(Option(name, id=key, disabled=key in HEADINGS) for key, name, _ in self._entries())
        listing.highlighted = listing.get_option_index(before) if before is not None else 0
        self._fit()

    def _entries(self) -> Iterator[tuple[str, str, str]]:
        """Yield the identifier, the name and the description of each entry of the list."""
        yield OWN_FILE, OWN_FILE, ABOUT_OWN_FILE
        if self._glances:
            yield HEADINGS[0], HEADINGS[0], ""
            yield from entries(self._glances, self._lists_all, self._opened_at)
            yield HEADINGS[1], HEADINGS[1], ""
        yield from ((name, name, about) for name, about in starts())

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
        if not (width := listing.size.width):  # it is not laid out yet; resizing does it
            return
        for key, name, about in self._entries():
            listing.replace_option_prompt(key, _lines(name, about, width - BESIDE))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._choose(str(event.option.id), event.option_list)

    def _choose(self, key: str, listing: OptionList) -> None:
        """Open an entry of the list."""
        if key == OWN_FILE:
            self._pick(here())
        elif key == MORE:
            at = listing.get_option_index(key)
            self._lists_all = True
            listing.highlighted = at - 1  # which is there afterwards too
            self._relist(listing)
            listing.highlighted = at
        elif key.startswith(PREFIX):
            self._open_session(key.removeprefix(PREFIX))
        else:
            self._open(key)

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if not text:
            self._say("type a path, or select from the list")
        elif is_known_start(text):
            self._open(text)
        elif is_text(text):
            self._open_handed_on(text)
        else:
            self._look_for(text)

    @on(Input.Changed)
    def _typing(self, event: Input.Changed) -> None:
        """Highlight the entry that begins with what is typed."""
        self._say("")
        named, listing = self._named(event.value), self.query_one(OptionList)
        if named is None:
            return
        if named not in {key for key, _, _ in self._entries()}:
            self._lists_all = True
            self._relist(listing)
        listing.highlighted = listing.get_option_index(named)

    def _named(self, typed: str) -> str | None:
        """Return the first entry that begins with a text: data, else a session; a file is found by its path instead."""
        wanted = typed.strip().casefold()
        data = (name for name, _ in starts() if wanted and name.startswith(wanted))
        return next(data, None) or found(self._glances, typed, self._opened_at)

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
    async def _look_for(self, typed: str) -> None:
        """Continue with what was typed: browse a folder, import a file, which may refuse it, or open an entry."""
        path = Path(os.path.expanduser(typed))  # noqa: PTH111, Path.expanduser raises for an unknown user
        kind = await asyncio.to_thread(kind_of, path)
        named = self._named(typed)
        if kind == "nothing" and named is not None:
            self._choose(named, self.query_one(OptionList))
        elif kind == "nothing":
            self._say(f"{path}: there is no such file or folder")
        elif kind == "folder":
            self._pick(here() / path)
        else:
            self._import(path)

    @work(exclusive=True)
    async def _open_session(self, name: str) -> None:
        """Read a session, and compute what is left of it: with a bar, if that takes a while."""
        assert self._folder is not None
        glance = next(glance for glance in self._glances if glance.name == name)
        folder = self._folder
        opened = await opened_session(self.app, lambda large: read_saved(folder, name, large), start_name(glance))
        self._go_on_with(opened, lambda session: going(session, glance, time.time()))

    @work(exclusive=True)
    async def _open_handed_on(self, start: str) -> None:
        """Read a session that was handed on, and compute what is left of it likewise."""
        name = safe(name_of(start), 40)
        opened = await opened_session(self.app, lambda large: read_handed_on(start, large), name)
        self._go_on_with(opened, lambda session: handed_on(session, name))

    def _go_on_with(self, opened: Resumed | EngineError | None, about: Callable[[Resumed], Going]) -> None:
        if isinstance(opened, EngineError):
            self._say(str(opened))
        elif opened is not None:
            self.dismiss(about(opened))

    def _pick(self, folder: Path) -> None:
        self.app.push_screen(PickFile(folder), self._import)

    def _import(self, path: Path | None) -> None:
        if path is None:
            return
        if is_handed_on(path.name):
            self._open_handed_on(str(path))
        elif is_worked_example(str(path)):
            self._open(str(path))
        else:
            self.app.push_screen(ImportFile(path), self._imported)

    def _imported(self, opened: Load | None) -> None:
        if opened is not None:
            self.dismiss(opened)

    def _say(self, text: str) -> None:
        self.query_one(".wrong", Label).update(content(text, 300))


def _lines(name: str, about: str, width: int) -> Content:
    """Return an entry as it is listed; one without a description is a heading."""
    if not about:
        return Content.styled(name, "$text-muted")
    about = safe(about, 200)
    fits = cell_len(about) <= width - NAME_WIDTH
    wrapped = ("\n" + " " * NAME_WIDTH).join([about] if fits else word_lines(about, width - NAME_WIDTH))
    return Content.assemble((set_cell_size(safe(name, NAME_WIDTH - 1), NAME_WIDTH), "bold"), (wrapped, "$text-muted"))


def here() -> Path:
    """Return the working directory, or the home directory if the former was deleted."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


def kind_of(path: Path) -> Literal["folder", "file", "nothing"]:
    """Return what is at a path; it may be a file where that cannot be found out."""
    try:
        return "folder" if path.is_dir() else "file" if path.exists() else "nothing"
    except (OSError, ValueError):  # a locked folder, or an impossible name
        return "file"


def starts() -> Iterator[tuple[str, str]]:
    """Yield the name and the description of all that comes along; no data is read for it."""
    yield from ((name, about) for name, (_, about) in PRESETS.items())
    yield from ((name, facts.source) for name, facts in BUNDLED.items())
    yield from ((name, f"{kind.about}, generated") for name, kind in GENERATORS.items())
