"""The setting for the whole shape of the network, typed at once."""

from __future__ import annotations

import re

from engine.network.network import shape_text
from engine.training.commands import Command, SetHidden
from engine.training.state import TrainingState
from engine.wording import count, quoted
from tui.dialogs.settings.setting import Setting
from tui.dialogs.settings.typed import Typing
from tui.terminal.limits import MOST_COUNTED
from tui.terminal.typed_numbers import parse_whole


def shape_setting(state: TrainingState) -> Setting[Command]:
    """Return the setting: the hidden layers are typed, 16,16, or all layers as they are shown, 2-16-16-2."""
    sizes = state.network.sizes

    def read(text: str) -> Command | None:
        hidden = read_hidden(text, sizes[0], sizes[-1])
        return None if hidden == sizes[1:-1] else SetHidden(hidden)

    return Setting(
        "shape",
        shape_text(sizes),
        "type the hidden layers: 16,16",
        brief="type 16,16",
        words="hidden layers sizes width depth architecture",
        typing=Typing(shape_text(sizes), read),
    )


def read_hidden(text: str, inputs: int, outputs: int) -> tuple[int, ...]:
    """Read the neurons of the hidden layers, or of all layers: with dashes, or if both ends are those of the data.

    Args:
        text: What was typed.
        inputs: The inputs of the data.
        outputs: The outputs of the data.

    Raises:
        ValueError: The text is neither.
    """
    try:
        sizes = tuple(parse_whole(part, 1, MOST_COUNTED) for part in re.split("[,-]", text))
    except ValueError:
        raise ValueError(f"{quoted(text.strip())}: type hidden layers, 16,16, or all, {inputs}-16-{outputs}") from None
    if "-" in text and (len(sizes) < 2 or (sizes[0], sizes[-1]) != (inputs, outputs)):
        ends = f"{count(inputs, 'input')} and {count(outputs, 'output')}"
        raise ValueError(f"{quoted(text.strip())}: the data have {ends}, so {inputs}-…-{outputs}")
    is_whole = "-" in text or (len(sizes) > 2 and (sizes[0], sizes[-1]) == (inputs, outputs))
    return sizes[1:-1] if is_whole else sizes
