"""Where the panels stand: which of them a terminal has room for, and the place of each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from textual.containers import Container
from textual.geometry import NULL_OFFSET, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget
from textual.widgets import Static

from engine.session.look import PANELS, Look
from tui.panels.inspector.edit_line import EditLine
from tui.panels.panel import Panel

if TYPE_CHECKING:
    from tui.workbench.workbench import Workbench

TABLES = ("samples", "steps")
"""Those that share a place where there is none for each."""
SMALLEST = Size(60, 20)
NARROW, WIDE = 80, 160
"""Cells: below the first the panels stand one above the other, from the second on in three columns."""
TALL, TALLER = 32, 46
"""Lines of a narrow terminal from which it shows three panels, and four."""
LINES = {"network": 15, "inspector": 12, "chart": 9, "samples": 9, "steps": 9}
"""How panels one above the other share the lines."""
LEAST_OF_NETWORK = 10
"""Lines in which a network with layers of three shows its weights, also while a message takes a line."""
EDIT_LINES = 7
"""Lines of the inspector while a value is edited beside a panel that fills the screen."""
LEFT, LEFT_OF_THREE, UPPER = (62, 38), (50, 31, 19), (62, 38)
"""How columns and rows share the screen."""
BESIDE = 120
"""Cells from which on a dialog has room beside the network."""


def panels_shown(size: Size, look: Look, editing: bool = False) -> tuple[str, ...]:
    """Return the panels that are shown, in the order of their keys.

    Args:
        size: The size of the terminal.
        look: What the learner looks at.
        editing: Whether a value is edited, for which the inspector has the line.
    """
    if look.zoomed:
        shown = {look.panel, "inspector"} if editing else {look.panel}
    elif size.width < NARROW:
        shown = {"network", *look.lower[: 1 + (size.height >= TALL) + (size.height >= TALLER)]}
    elif size.width < WIDE:
        other = next(panel for panel in reversed(look.lower) if panel in TABLES)
        shown = {*PANELS} - {other}
    else:
        shown = {*PANELS}
    return tuple(panel for panel in PANELS if panel in shown)


def panel_regions(shown: Sequence[str], size: Size, zoomed: bool = False) -> dict[str, Region]:
    """Return the place of each panel that is shown; together they fill ``size``.

    Args:
        shown: The panels, as ``panels_shown`` returns them.
        size: The room for them.
        zoomed: Whether one of them fills it, but for the lines in which a value is edited.
    """
    width, height = size
    if zoomed and len(shown) > 1:
        panel = next(panel for panel in shown if panel != "inspector")
        above = max(0, height - EDIT_LINES)
        return {panel: Region(0, 0, width, above), "inspector": Region(0, above, width, height - above)}
    if zoomed or width < NARROW:
        rows = _stacked(height, shown)
        return {panel: Region(0, y, width, lines) for panel, (y, lines) in zip(shown, rows, strict=True)}
    wide = {*TABLES} <= {*shown}
    columns = _shared(width, LEFT_OF_THREE if wide else LEFT)
    (upper, upper_lines), (lower, lower_lines) = _shared(height, UPPER)
    places = {
        "network": (columns[0], upper, upper_lines),
        "inspector": (columns[1], upper, upper_lines),
        "chart": (columns[0], lower, lower_lines),
        "samples": (columns[1], lower, lower_lines),
        "steps": (columns[2], 0, height) if wide else (columns[1], lower, lower_lines),
    }
    return {panel: Region(x, y, cells, lines) for panel, ((x, cells), y, lines) in places.items() if panel in shown}


def beside_network(workbench: Workbench, size: Size) -> Region | None:
    """Return the room for a dialog beside the network on a screen of some size; None if it is too little."""
    if size.width < BESIDE:
        return None
    left = panel_regions(panels_shown(size, Look()), size)["network"].right
    above = 1 + workbench.query_one("#message").display
    return Region(left, above, size.width - left, max(0, size.height - above - 1))


def _stacked(height: int, shown: Sequence[str]) -> list[tuple[int, int]]:
    """Share out the lines among panels one above the other."""
    shares = [LINES[panel] for panel in shown]
    network = height * shares[0] // sum(shares)
    if shown[0] != "network" or len(shown) == 1 or network >= LEAST_OF_NETWORK:
        return _shared(height, shares)
    network = min(LEAST_OF_NETWORK, height)
    return [(0, network), *((network + start, lines) for start, lines in _shared(height - network, shares[1:]))]


def _shared(whole: int, shares: Sequence[int]) -> list[tuple[int, int]]:
    """Share out cells in proportion: the start and the length of each part."""
    ends = [whole * end // sum(shares) for end in accumulate(shares)]
    return [(start, end - start) for start, end in zip([0, *ends], ends, strict=False)]


class _PanelLayout(Layout):
    """Places the panels that are displayed."""

    name = "panels"

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Place each panel."""
        by_name = {str(child.id): child for child in children}
        regions = panel_regions(tuple(by_name), size, self._workbench.look.zoomed)
        return [WidgetPlacement(region, NULL_OFFSET, Spacing(), by_name[name]) for name, region in regions.items()]


class Panels(Container):
    """The room for the panels."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(id="panels")
        self._places = _PanelLayout(workbench)

    @property
    def layout(self) -> Layout:
        """How the panels are placed: a layout that no style sheet can name."""
        return self._places


def fit_panels(workbench: Workbench) -> None:
    """Show the panels that the terminal has room for, and keep the keyboard in one of them."""
    size, was_too_small = workbench.size, workbench.has_class("-too-small")
    too_small = size.width < SMALLEST.width or size.height < SMALLEST.height
    if too_small != was_too_small:
        workbench.set_class(too_small, "-too-small")
    if too_small:
        text = f"terminal too small: {size.width}×{size.height}, needs {SMALLEST.width}×{SMALLEST.height}"
        workbench.query_one("#too-small", Static).update(text)
        return
    shown = panels_shown(size, workbench.look, workbench.query_one(EditLine).is_open)
    panels = {name: workbench.query_one(f"#{name}") for name in PANELS}
    for name in shown:
        panels[name].display = True
    focused = workbench.focused
    if was_too_small:
        workbench.call_after_refresh(workbench.action_panel, workbench.look.panel)
    elif isinstance(focused, Panel) and focused.id not in shown:  # before Textual looks for the next one
        workbench.set_focus(panels[workbench.look.panel])
    for name in PANELS:
        if name not in shown:
            panels[name].display = False
    workbench.query_one("#panels").refresh(layout=True)
