"""The dialog that saves something as a file: a copy of the session, or what it has trained in some format."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from threading import Event
from typing import ClassVar, Protocol, runtime_checkable

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from engine.errors import DataError
from engine.session.handed_on.glass_file import GLASS
from engine.session.saved.folder import stem_of
from tui.dialogs.confirm import Confirm
from tui.dialogs.open_data import MOST_TYPED, here
from tui.drawing.content import content


class _Stopped(Exception):
    """The learner has stopped the writing."""


@runtime_checkable
class WritesNothing(Protocol):
    """An app whose keys write no files, as they may be pressed by the script of a stranger.

    Attributes:
        why_no_files: Why, for the learner.
    """

    why_no_files: str


class SaveCopy(ModalScreen[Path | None]):
    """Asks for the name of a file and writes it; returns where it is, or None if there is none."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "close", show=False)]

    def __init__(
        self,
        start: str,
        write: Callable[[Path, Callable[[], None]], None],
        title: str = "Save a copy",
        about: str = "a file to keep or to hand on",
        suffix: str = GLASS,
    ) -> None:
        """Make the dialog.

        Args:
            start: What the session is about, for a name to propose.
            write: Writes a file; raises DataError if it cannot. It calls its second argument now and then, and passes
                on what that raises, without a file.
            title: What the dialog does.
            about: What the file is.
            suffix: How its name ends.
        """
        super().__init__()
        self._start, self._write, self._folder = start, write, here()
        self._title, self._about, self._suffix = title, about, suffix
        self._writing, self._stopped = False, Event()

    def compose(self) -> ComposeResult:
        """Lay out the field."""
        with Vertical(classes="dialog saving") as dialog:
            dialog.border_title = self._title
            dialog.border_subtitle = "⏎ saves · esc closes"
            yield Label(content(f"{self._about}, in {self._folder}", 300))
            name = proposed(self._start, self._folder, date.today(), self._suffix)
            yield Input(name, compact=True, max_length=MOST_TYPED)
            yield Label(classes="wrong")

    def action_close(self) -> None:
        """Close the dialog; if a file is being written stop that first, so that none is there unsaid."""
        if not self._writing:
            self.dismiss(None)
        else:
            self._stopped.set()
            self._tell("stopping …")

    def _check(self) -> None:
        if self._stopped.is_set():
            raise _Stopped

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        if self._writing:
            return
        if event.value.strip():
            self._save(event.value.strip())
        else:
            self._say("type a name for the file")

    @on(Input.Changed)
    def _typing(self) -> None:
        if not self._writing:
            self._say("")

    @work(exclusive=True)
    async def _save(self, typed: str) -> None:
        """Write the file in a thread, as a session may be large; what was typed stays if that does not work."""
        if isinstance(self.app, WritesNothing):
            self._say(self.app.why_no_files)
            return
        path = path_of(typed, self._folder, self._suffix)
        is_there = await asyncio.to_thread(_is_there, path)
        if is_there and await asyncio.to_thread(path.is_dir):
            self._say(f"{path.name} is a folder: type a name in it")
            return
        if is_there:
            there = Confirm(
                "The file is there already", f"{path} is there already.", "overwrite it", "take another name"
            )
            if not await self.app.push_screen_wait(there):
                return
        self._tell(f"writing {path.name} …")
        self._writing = True
        try:
            await asyncio.to_thread(self._write, path, self._check)
        except _Stopped:
            self.dismiss(None)
        except DataError as error:
            self._say(str(error))
        except (OSError, ValueError):
            self._say(f"{path.name}: this cannot name a file")
        else:  # though it may have been stopped too late
            self.dismiss(path)
        finally:
            self._writing = False
            self._stopped.clear()

    def _tell(self, text: str) -> None:
        """Say what goes on, which is nothing wrong."""
        self._say(text)
        self.query_one(".wrong", Label).add_class("-told")

    def _say(self, text: str) -> None:
        told = self.query_one(".wrong", Label)
        told.remove_class("-told")
        told.update(content(text, 300))


def proposed(start: str, folder: Path, today: date, suffix: str = GLASS) -> str:
    """Return a name that no file of a folder has yet: what the session is about, and the day."""
    stem = stem_of(start).lower()
    names = (f"{stem}-{today:%Y-%m-%d}" + (f"-{number}" if number > 1 else "") + suffix for number in count(1))
    return next(name for name in names if not _is_there(folder / name) or name.endswith(f"-99{suffix}"))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # an impossible name, which writing it refuses
        return False


def path_of(typed: str, folder: Path, suffix: str = GLASS) -> Path:
    """Return the path of the file that was typed; its end is added where it is missing."""
    path = folder / os.path.expanduser(typed)  # noqa: PTH111, Path.expanduser raises for an unknown user
    is_folder = typed.endswith((os.sep, "/")) or path.name in ("", "..")
    return path if is_folder or path.name.lower().endswith(suffix) else path.with_name(path.name + suffix)
