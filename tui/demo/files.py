"""Writing what is made of a demo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from textual.strip import Strip

from engine.errors import DataError
from engine.session.saved.atomic_file import SHARED, replace_content
from engine.wording import file_name


def put_text(path: Path, text: str) -> None:
    """Write a text file, or replace it.

    Raises:
        DataError: It cannot be written.
    """
    replace_content(path, text.encode("utf-8", "replace"), SHARED)


def write_shots(
    folder: Path, suffix: str, shots: Mapping[str, Sequence[Strip]], content: Callable[[Sequence[Strip]], str]
) -> None:
    """Write a file a picture into a folder, which is made, and nothing else.

    Args:
        folder: The folder.
        suffix: How the names of the files end.
        shots: The pictures by their names.
        content: Returns what the file of a picture holds.

    Raises:
        DataError: Something cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{file_name(folder)}: cannot be made: {error.strerror}") from None
    for name, rows in shots.items():
        put_text(folder / f"{name}{suffix}", content(rows))
