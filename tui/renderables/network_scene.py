"""What a drawn network shows, and the inks it is drawn with."""

from dataclasses import dataclass
from functools import lru_cache

from rich.style import Style

from engine.arrays import FloatArray
from engine.names import Place
from engine.network import Network
from tui.renderables.palette import blend, style

LEVELS = 12  # shades between two colours: enough for the eye, few enough for neighbours to share one


@dataclass(frozen=True, eq=False)
class Scene:
    """What is to be drawn.

    Attributes:
        network: the network.
        activations: outputs of each layer, the inputs first, shapes (neurons,); None where not yet computed.
        deltas: δ of each layer after the inputs, shapes (neurons,); None where not yet computed; None as a whole leaves
            δ out of the picture.
        expected: y, shape (outputs,), or None.
        selected: the place that stands out; one that this network does not have counts as None.
        summed: for each layer after the inputs, whether its ``activations`` are still the sums they come from.
        lit: the layers whose incoming weights are in use; None if no phase is shown, so that none stands back.
        updated: the network after the update, to show old and new side by side.
        errors: whether a − y stands under the expected values, as in a regression. In a classification the largest
            output is the answer: how far each is off is no verdict.
    """

    network: Network
    activations: tuple[FloatArray | None, ...]
    deltas: tuple[FloatArray | None, ...] | None = None
    expected: FloatArray | None = None
    selected: Place | None = None
    summed: tuple[bool, ...] = ()
    lit: frozenset[int] | None = None
    updated: Network | None = None
    errors: bool = False


@lru_cache(maxsize=4096)
def ink(colour: str, background: str, bold: bool = False) -> Style:
    """Return the style of these "#rrggbb" colours; always the same object for the same colours."""
    return style(colour, background, bold=bold)


def shade(low: str, high: str, share: float) -> str:
    """Mix two "#rrggbb" colours in one of a few steps: share 0 gives ``low``, 1 ``high``, NaN ``low``."""
    return _shade(low, high, round(LEVELS * min(max(share, 0.0), 1.0)) if share == share else 0)


@lru_cache(maxsize=4096)
def _shade(low: str, high: str, level: int) -> str:
    return blend(low, high, level / LEVELS)
