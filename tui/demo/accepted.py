"""Holds the pictures of a demo to those that were accepted, and says and shows what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from textual.strip import Strip

from engine.errors import DataError
from tui.demo.files import put_text
from tui.drawing.screen_pictures.both import both_svg
from tui.drawing.screen_pictures.cells import Grid, cells_of
from tui.drawing.screen_pictures.differences import told
from tui.drawing.screen_pictures.reading import read_svg

ACCEPTED, DIFFERENT = ".svg", ".different.svg"


def differences_from(folder: Path, shots: Mapping[str, Sequence[Strip]]) -> Iterator[str]:
    """Yield what differs from the pictures in a folder, a line each; nothing if they are the same.

    Of each that differs a picture of both is written beside the accepted one, and one of an earlier time is removed.

    Args:
        folder: The folder of the accepted pictures.
        shots: The pictures of now, by their names.

    Raises:
        DataError: A file there is no picture, or the picture of both cannot be written.
    """
    for name, rows in shots.items():
        now, path, both = cells_of(rows), folder / f"{name}{ACCEPTED}", folder / f"{name}{DIFFERENT}"
        if not path.exists():
            yield f"{name}: no picture was accepted; --svg {folder} accepts all of now"
            continue
        accepted = read_svg(path)
        lines = told(accepted, now)
        yield from (f"{name}: {line}" for line in lines)
        if lines:
            yield _shown(accepted, now, name, both)
        else:
            _remove(both)
    for path in sorted(folder.glob(f"*{ACCEPTED}")):
        name = path.name.removesuffix(ACCEPTED)
        if name not in shots and not path.name.endswith(DIFFERENT):
            yield f"{name}: a picture was accepted that the demo does not take any more: remove {path.name}"


def _shown(accepted: Grid, now: Grid, name: str, path: Path) -> str:
    put_text(path, both_svg(accepted, now, name))
    return f"{name}: see {path}"


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise DataError(f"{path.name}: cannot be removed: {error.strerror}") from None
