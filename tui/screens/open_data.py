"""Choosing what to learn from: a preset, a bundled data set, or a CSV file of one's own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from engine.bundled import BUNDLED
from engine.errors import EngineError
from engine.generators import GENERATORS
from engine.presets import PRESETS, Options, setup_for
from engine.state import Setup
from tui.text import content, safe

MOST_TYPED = 4096
"""Characters; no path is longer on Linux."""


class OpenData(ModalScreen[Setup | None]):
    """Returns what to start from, or none."""

    CSS_PATH = "dialogs.tcss"
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", "close", show=False)]

    def compose(self) -> ComposeResult:
        """List what there is, and ask for a file."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Open data"
            dialog.border_subtitle = "⏎ opens · tab to the file · esc leaves all as it is"
            yield OptionList(*(Option(self._line(name, about), id=name) for name, about in _starts()))
            yield Label("or a CSV file of your own, or moons:300,noise=0.2")
            yield Input(placeholder="path/to/file.csv", id="path", compact=True, max_length=MOST_TYPED)
            yield Input(
                placeholder="target column: the last, if you name none",
                id="target",
                compact=True,
                max_length=MOST_TYPED,
            )
            yield Label(classes="wrong")

    def _line(self, name: str, about: str) -> Content:
        return Content.assemble((f"{name:<14}", "bold"), (safe(about, 54), "$text-muted"))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(setup_for(event.option.id))

    @on(Input.Submitted)
    def _typed(self) -> None:
        self._open()

    @on(Input.Changed)
    def _typing(self) -> None:
        self._say("")

    @work(exclusive=True)
    async def _open(self) -> None:
        """Read the file beside the event loop, as a large one takes a while."""
        path, target = (self.query_one(name, Input).value.strip() for name in ("#path", "#target"))
        if not path:
            self._say("name a file, or choose from the list")
            return
        self._say("reading …")
        file = os.path.expanduser(path)  # noqa: PTH111, Path's raises where there is no such user
        try:
            setup = await asyncio.to_thread(setup_for, file, Options(target=target or None))
        except EngineError as error:
            self._say(str(error))
        else:
            self.dismiss(setup)

    def _say(self, text: str) -> None:
        self.query_one(".wrong", Label).update(content(text, 300))


def _starts() -> Iterator[tuple[str, str]]:
    """List what there is, with a word about each; none of it is read before it is chosen."""
    yield from ((name, about) for name, (_, about) in PRESETS.items())
    yield from ((name, facts.source) for name, facts in BUNDLED.items())
    yield from ((name, f"{kind.about}, generated") for name, kind in GENERATORS.items())
