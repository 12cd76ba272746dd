"""The setting for the whole shape of the network, typed at once."""

from __future__ import annotations

import re

from engine.data.two_classes import possible_outputs
from engine.network.network import shape_text
from engine.training.commands import Command, Folded, SetHidden, SetOutputs
from engine.training.state import TrainingState
from engine.typed_numbers import MOST_COUNTED, parse_whole
from engine.wording import count, quoted
from tui.dialogs.settings.setting import Setting
from tui.dialogs.settings.typed import Typing


def shape_setting(state: TrainingState) -> Setting[Command]:
    """Return the setting: the hidden layers are typed, 16,16, or all layers as they are shown, 2-16-16-2."""
    sizes, possible = state.network.sizes, possible_outputs(state.dataset)

    def read(text: str) -> Command | None:
        hidden, outputs = read_shape(text, sizes[0], possible)
        changes: list[Command] = [] if hidden == sizes[1:-1] else [SetHidden(hidden)]
        if outputs not in (None, sizes[-1]):
            changes.append(SetOutputs(outputs))
        return Folded(tuple(changes)) if len(changes) > 1 else changes[0] if changes else None

    return Setting(
        "shape",
        shape_text(sizes),
        "type the hidden layers: 16,16",
        brief="type 16,16",
        words="hidden layers sizes width depth architecture",
        typing=Typing(shape_text(sizes), read),
    )


def read_shape(text: str, inputs: int, outputs: tuple[int, ...]) -> tuple[tuple[int, ...], int | None]:
    """Read the neurons of the hidden layers, or of all layers: with dashes, or if both ends are those of the data.

    Args:
        text: What was typed.
        inputs: The inputs of the data.
        outputs: The numbers of outputs that the data can have, the usual one first.

    Returns:
        The hidden layers, and the outputs; None if they were not typed.

    Raises:
        ValueError: The text is neither.
    """
    usual = outputs[0]
    try:
        sizes = tuple(parse_whole(part, 1, MOST_COUNTED) for part in re.split("[,-]", text))
    except ValueError:
        raise ValueError(f"{quoted(text.strip())}: type hidden layers, 16,16, or all, {inputs}-16-{usual}") from None
    fits = sizes[0] == inputs and sizes[-1] in outputs
    if "-" in text and (len(sizes) < 2 or not fits):
        ends = f"{count(inputs, 'input')} and {_written(outputs)}"
        raise ValueError(f"{quoted(text.strip())}: the data have {ends}, so {inputs}-…-{usual}")
    is_whole = "-" in text or (len(sizes) > 2 and fits)
    return (sizes[1:-1], sizes[-1]) if is_whole else (sizes, None)


def _written(outputs: tuple[int, ...]) -> str:
    """Write the numbers of outputs: "3 outputs", "2 outputs or 1"."""
    first, *others = outputs
    return " or ".join([count(first, "output"), *map(str, others)])
