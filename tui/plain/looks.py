"""What a look says: looking at a row or selecting a place changes nothing, and tells what is there."""

from __future__ import annotations

from collections.abc import Iterator

from engine.session.look import FocusPanel, LookAction, LookAtRow, Select, SetDigits, ShowView
from tui.plain.overview import View
from tui.plain.places import place_lines
from tui.plain.rows import row_lines


def look_lines(action: LookAction, view: View) -> Iterator[str]:
    """Say what a look shows.

    Args:
        action: The look.
        view: What there is to see after it.
    """
    digits = view.look.digits
    match action:
        case LookAtRow():
            yield from row_lines(view.shown, digits)
        case Select(place):
            yield from place_lines(view.shown, place, digits)
        case SetDigits():
            yield f"numbers have {'all their' if digits is None else digits} digits"
        case FocusPanel(name):
            yield f"panel is {name}, which only the workbench shows"
        case ShowView(name):
            yield f"view is {name}, which only the workbench shows: curve tells the MSE"
        case _:
            yield "noted, for the workbench"
