"""The keys that the footer of the workbench shows now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.session.look import PANELS
from tui.panels.bars.keybar import KeyHint
from tui.panels.chart.view import ChartView
from tui.panels.chart.views import working_arrows
from tui.panels.inspector.edit_line import EditLine
from tui.workbench.keymap import Situation, key_hints
from tui.workbench.layout import panels_shown

if TYPE_CHECKING:
    from tui.workbench.workbench import Workbench


def hints_of(workbench: Workbench) -> tuple[KeyHint, ...]:
    """Return the keys that matter in a workbench now."""
    look, state, line = workbench.look, workbench.state, workbench.query_one(EditLine)
    panel, arrows = workbench.focused.id if workbench.focused is not None else None, None
    if panel == "chart" and state is not None:
        arrows = working_arrows(look, state, workbench.query_one(ChartView).canvas)
    return key_hints(
        Situation(
            look,
            running=workbench.activity.running,
            editing=line.is_open,
            panel=panel or "",
            arrows=arrows,
            choosing=line.has_words,
            listed=line.is_listed,
            hidden=len(panels_shown(workbench.size, look)) < len(PANELS) - 1,  # two share a place
            tempo=workbench.activity.tempo,
        )
    )
