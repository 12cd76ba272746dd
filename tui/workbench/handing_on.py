"""Handing the session on: as a file, or as a text on the clipboard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.errors import DataError, InvalidValue
from engine.wording import count
from tui.panels.copied import Copied
from tui.terminal.text import safe

if TYPE_CHECKING:
    from pathlib import Path

    from tui.workbench.workbench import Workbench

LONGEST = 300


def save_copy(workbench: Workbench) -> None:
    """Save a copy of the session as a file."""
    from engine.session.handed_on.glass_file import write_glass
    from tui.dialogs.save_copy import SaveCopy

    if workbench.keeping is None:
        return
    workbench.training.pause()
    session, saving = workbench.training.session, workbench.keeping.kept.saving
    log, kept, step, openings = saving.so_far(), session.kept, session.step, saving.openings

    def write(path: Path, check: Callable[[], None]) -> None:
        write_glass(path, log=log, kept=kept, step=step, openings=openings, check=check)

    def told(path: Path | None) -> None:
        if path is not None:
            text = safe(f"{path}: open it with d, or glassnet {path.name}", LONGEST)
            workbench.notify(text, title="Saved a copy", markup=False, timeout=10)

    workbench.app.push_screen(SaveCopy(session.state.setup.name, write), told)


def export(workbench: Workbench, name: str, what: str) -> None:
    """Write what is trained now in a format of this name.

    Args:
        workbench: The workbench.
        name: The name of the format.
        what: What a table has.
    """
    from engine.exporting.formats import write_export
    from engine.exporting.trained import Trained
    from tui.dialogs.save_copy import SaveCopy
    from tui.drawing.screen_pictures.screen import rows_of
    from tui.drawing.screen_pictures.svg import svg_of
    from tui.plain.account import ALL_FORMATS

    workbench.training.pause()
    form, session = ALL_FORMATS[name], workbench.training.session
    rows = rows_of(workbench.app, workbench)  # now, as it is drawn in a thread, and a dialog will lie over it
    steps = session.steps.first(session.step + 1)
    trained = Trained(session.state, steps, what, lambda: svg_of(rows, "glassnet"))
    files: list[Path] = []

    def write(path: Path, check: Callable[[], None]) -> None:
        check()
        try:
            files[:] = write_export(form, trained, path)
        except InvalidValue as error:
            raise DataError(str(error)) from None

    def told(path: Path | None) -> None:
        if path is not None:
            text = safe(" and ".join(map(str, files)), LONGEST)
            workbench.notify(text, title="Exported", markup=False, timeout=10)

    title, start = f"Export: {form.name}", session.state.setup.name
    workbench.app.push_screen(SaveCopy(start, write, title, form.about, form.suffix), told)


def share(workbench: Workbench) -> None:
    """Copy the session to the clipboard as a text."""
    workbench.training.pause()
    workbench.run_worker(_share(workbench), exclusive=True, group="share")


async def _share(workbench: Workbench) -> None:
    from engine.session.handed_on.glass_text import text_of
    from engine.session.saved.log import mark_of

    if workbench.keeping is None:
        return
    session, saving = workbench.training.session, workbench.keeping.kept.saving
    end = mark_of(session.step, session.state)
    try:  # in a thread, as generated data are made again for it
        text = await asyncio.to_thread(text_of, saving.so_far(), saving.openings, end)
    except InvalidValue as error:
        workbench.notify(safe(f"{error} (ctrl+s)", LONGEST), severity="warning", markup=False, timeout=10)
    else:
        workbench.copy_out(
            Copied(text, f"this session, {count(len(text), 'character')}: open it with glassnet TEXT, or d and paste")
        )
