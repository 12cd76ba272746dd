"""Sessions that were handed on, as START of ``glassnet``: a file that ends in .glass, or a text that was pasted."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.errors import DataError, InvalidValue
from engine.experiment.start_options import FLAGS, OPTIONS, Option
from tui.command_line.options import FILE_OPTIONS
from tui.terminal.text import safe

if TYPE_CHECKING:
    import argparse

    from engine.session.saved.resume import Resumed
    from tui.running.later import Later

_LONGEST = 40


def names_handed_on(start: str) -> bool:
    """Tell whether a START is a session that was handed on; what reads one is loaded only where it may be."""
    if "glass" not in start.lower():
        return False
    from engine.session.handed_on.glass_text import is_handed_on

    return is_handed_on(start)


def handed_on_start(start: str, large: bool) -> tuple[Resumed | Later, tuple[str, ...]]:
    """Return a session that was handed on, to go on with, and what to say about it, the longest wording first.

    Raises:
        DataError: It cannot be opened.
    """
    from tui.running.saved_start import name_of, read_handed_on, start_of

    name = safe(name_of(start), _LONGEST)
    said = (
        f"{name}, as it was left: from now on a session of your own; undo goes back a step",
        f"{name}: from now on a session of your own",
        "handed on: now a session of your own",
    )
    try:
        return start_of(read_handed_on(start, large), name), said
    except DataError as error:
        raise _named(name, error) from None


def _named(name: str, error: DataError) -> DataError:
    """Return a refusal that says which file it is about."""
    return error if str(error).startswith((name, "the text")) else DataError(f"{name}, {error}")


def refuse_handed_on(start: str | None, command: str) -> None:
    """Refuse a session that was handed on where a command takes none.

    Raises:
        InvalidValue: START is one; the message says what takes it.
    """
    if start is not None and names_handed_on(start):
        from tui.running.saved_start import PASTED, name_of

        name = safe(name_of(start), _LONGEST)
        word = "TEXT" if name == PASTED else name
        raise InvalidValue(
            f"glassnet {command} takes no session that was handed on: glassnet {word} opens it, "
            f"glassnet --plain {word} too, and glassnet replay {word} computes it again"
        )


def refuse_training(asked: argparse.Namespace, why: str, more: Mapping[str, Option] = MappingProxyType({})) -> None:
    """Refuse options of a training where a session is taken and nothing is trained.

    Args:
        asked: The parsed options.
        why: What becomes of the session instead.
        more: Options that belong to a training too.

    Raises:
        InvalidValue: There is one.
    """
    given = {name: option.field for name, option in (OPTIONS | FILE_OPTIONS | dict(more)).items()}
    given |= {name: field for name, (field, *_) in FLAGS.items()}
    for name, field in given.items():
        if getattr(asked, field, None) is not None:
            raise InvalidValue(f"{name}: {why}; name a START to train one")
