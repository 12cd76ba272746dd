"""What is remembered from one start to the next: a small file in the learner's configuration folder."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

from platformdirs import user_config_path

MOST_BYTES = 10_000
"""A longer file is none of ours."""


def _file() -> Path:
    return user_config_path("glassnet") / "preferences.json"


def remembered(name: str) -> str:
    """Return what is remembered under a name; "" if nothing is, or the file cannot be read."""
    value = _read().get(name)
    return value if isinstance(value, str) else ""


def remember(name: str, value: str) -> None:
    """Remember a text under a name, if the file can be written: the old one is replaced at once, or stays whole."""
    file = _file()
    text = json.dumps(_read() | {name: value}, indent=1)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        number, draft = tempfile.mkstemp(dir=file.parent, prefix=".preferences")
        try:
            with os.fdopen(number, "w", encoding="utf-8") as stream:
                stream.write(text)
            Path(draft).replace(file)
        except OSError:
            Path(draft).unlink()
            raise


def _read() -> dict[str, object]:
    try:
        with _file().open("rb") as stream:
            found = json.loads(stream.read(MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
