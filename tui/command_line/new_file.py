"""The check of a file that a command is asked to write."""

from __future__ import annotations

from pathlib import Path

from engine.errors import InvalidValue
from engine.wording import file_name
from tui.terminal.text import safe

_LONGEST = 60


def check_new(file: Path, *beside: Path) -> None:
    """Check the file that ``-o`` names: nothing is overwritten.

    Args:
        file: The file.
        beside: What would be written beside it.

    Raises:
        InvalidValue: One is there already, or there is no such folder.
    """
    for path in (file, *beside):
        if path.exists():
            raise InvalidValue(f"-o: {file_name(path)} is there already: remove it, or choose another name")
    if not file.absolute().parent.is_dir():
        raise InvalidValue(f"-o: there is no folder {safe(str(file.parent), _LONGEST)}")
