"""The gradient check of all parameters: each gradient beside the slope found by nudging, the worst first."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import ClassVar

import numpy as np
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList, ProgressBar
from textual.widgets.option_list import Option

from engine.analysis.gradient_check import Check, Report, check_all
from engine.formulas.notation import number_text
from engine.network.places import Bias, Weight, parameter_name
from engine.training.state import TrainingState
from tui.dialogs.finding_list import FindingList
from tui.dialogs.progress import teller

MOST_LISTED = 100
NAME_COLUMN, COLUMN = 8, 13


def _order(check: Check) -> tuple[bool, float]:
    """Sort those that disagree first, then by relative difference, the largest or undefined first."""
    return check.agrees, -np.nan_to_num(check.relative, nan=np.inf)


class CheckAll(ModalScreen[Weight | Bias | None]):
    """Checks the gradients for the current sample; returns the parameter that the learner selects."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,K", "dismiss(None)", "close", show=False)]

    def __init__(self, state: TrainingState) -> None:
        super().__init__()
        self._state = state
        self._stopped = Event()
        self._worst: tuple[Check, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out a progress bar and the list of results."""
        with Vertical(classes="dialog check") as dialog:
            dialog.border_title = "All gradients, checked by nudging"
            dialog.border_subtitle = "type to find · ⏎ shows one · esc closes"
            yield Label("each w: (E(w+ε) − E(w−ε)) / 2ε beside ∂E/∂w")
            yield ProgressBar(total=1.0, show_eta=False)
            yield Label(id="verdict")
            yield Label(id="headings")
            yield FindingList(closing=("q", "K"))

    def on_mount(self) -> None:
        """Start checking."""
        self._run(self.query_one(ProgressBar))

    def on_unmount(self) -> None:
        """Stop checking."""
        self._stopped.set()

    @work
    async def _run(self, bar: ProgressBar) -> None:
        """Check in a thread, as a large network takes a while."""
        state, tell = self._state, teller(bar, asyncio.get_running_loop())

        def progress(share: float) -> bool:
            tell(share)
            return not self._stopped.is_set()

        row = state.row
        report = await asyncio.to_thread(
            check_all,
            state.network,
            state.dataset.inputs[row],
            state.dataset.expected[row],
            progress=progress,
        )
        if not self._stopped.is_set():
            bar.display = False
            self._show(report)

    def _show(self, report: Report) -> None:
        sign, colour = ("✓", "$text-success") if report.passed else ("✗", "$text-error")
        verdict = f"{sign} {report.agreeing:,} of {report.total:,} agree"
        undefined = f", {report.undefined:,} cannot be compared" if report.undefined else ""
        self.query_one("#verdict", Label).update(Content.styled(verdict + undefined, f"bold {colour}"))
        self._worst = tuple(sorted(report.worst(MOST_LISTED), key=_order))
        headings = " " * NAME_COLUMN + "".join(name.rjust(COLUMN) for name in ("gradient", "nudge", "relative"))
        self.query_one("#headings", Label).update(headings)
        listing = self.query_one(OptionList)
        listing.add_options([Option(self._line(check), id=str(i)) for i, check in enumerate(self._worst)])
        listing.focus()
        listing.highlighted = 0

    def _line(self, check: Check) -> Content:
        name = parameter_name(self._state.network.sizes, check.place)
        values = (check.gradient, check.numeric, check.relative)
        numbers = "".join(number_text(value, 4).rjust(COLUMN) for value in values)
        sign = (" ✓", "bold $text-success") if check.agrees else (" ✗", "bold $text-error")
        return Content.assemble(name.rjust(NAME_COLUMN), numbers, sign)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._worst[int(event.option.id or 0)].place)
