"""Where a panel's lines are drawn."""

from engine.quick_dataclass import dataclass
from tui.drawing.palette import Palette


@dataclass(frozen=True)
class Canvas:
    """The room to draw in, and the colours to draw with.

    Attributes:
        width: Cells in a line.
        height: Number of lines.
        palette: Colours of the theme.
    """

    width: int
    height: int
    palette: Palette
