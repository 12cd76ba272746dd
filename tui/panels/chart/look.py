"""What the learner asked the chart to show."""

from __future__ import annotations

from dataclasses import dataclass

from engine.network.places import Place


@dataclass(frozen=True)
class ChartLook:
    """What the chart shows, and of what.

    Attributes:
        view: Name of the view, one of ``VIEWS``.
        selected: The place selected in the network; None if there is none.
        inputs: Indices of the inputs on the x and y axes of a decision map.
        results_first: Index of the first class or output in sight, in results longer than the panel.
    """

    view: str = "linear"
    selected: Place | None = None
    inputs: tuple[int, int] = (0, 1)
    results_first: int = 0
