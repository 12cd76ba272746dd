"""The plain twin's account of a training as a text, and with it all formats of an export."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import InvalidValue
from engine.exporting.formats import FORMATS, Format
from engine.exporting.trained import Trained
from engine.formulas.notation import Digits
from engine.network.places import Neuron
from engine.training.state import TrainingState
from engine.wording import quoted
from tui.plain.curve import curve_lines
from tui.plain.overview import overview
from tui.plain.places import weight_lines
from tui.plain.rows import listed_rows
from tui.plain.writing import Writing

_DIGITS: Digits = 4
_MOST_NEURONS, _MOST_WEIGHTS = 20, 20
"""The most neurons of which weights are told, and the most of one."""


def account_text(trained: Trained) -> str:
    """Return what the twin says of a training: what it is, its curve, its weights and its rows; all in ASCII."""
    writing = Writing()
    return "\n".join(line for text in _told(trained.state) for line in writing.lines(text)) + "\n"


def _told(state: TrainingState) -> Iterator[str]:
    yield from overview(state, _DIGITS)
    yield ""
    yield from curve_lines(state, _DIGITS)
    sizes = state.network.sizes
    neurons = [Neuron(layer, index) for layer in range(1, len(sizes)) for index in range(sizes[layer])]
    for neuron in neurons[:_MOST_NEURONS]:
        yield ""
        yield from weight_lines(state, neuron, _MOST_WEIGHTS, _DIGITS)
    if (more := len(neurons) - _MOST_NEURONS) > 0:
        yield f"and the weights of {more:,} more neurons"
    yield ""
    yield from listed_rows(state, "train", 1, _DIGITS)
    if state.test is not None:
        yield from listed_rows(state, "test", 1, _DIGITS)


ALL_FORMATS = FORMATS | {
    "text": Format("text", "an account in sentences, as plain lines tell it", ".txt", account_text),
    "svg": Format("svg", "a screenshot, a picture of the workbench", ".svg", lambda trained: trained.picture()),
}
"""The formats that the command line and the workbench offer."""


def format_named(name: str) -> Format:
    """Return a format.

    Raises:
        InvalidValue: There is none of this name; the message lists them.
    """
    if name not in ALL_FORMATS:
        raise InvalidValue(f"there is no format {quoted(name)}: use one of {', '.join(ALL_FORMATS)}")
    return ALL_FORMATS[name]
