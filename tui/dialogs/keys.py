"""The list of all keys, made from the bindings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.dialogs.finding_list import FindingList
from tui.drawing.wrapping import word_lines
from tui.panels.key import written
from tui.panels.panel import Panel

KEY_WIDTH = 9
BESIDE = 3
"""Cells of a line kept free for the scroll bar and the blanks beside it."""


class KeysScreen(ModalScreen[str | None]):
    """Lists the keys and what they do; returns the action of the selected one."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss(None)", "close", show=False),
    ]

    def __init__(self, groups: Mapping[str, Sequence[Binding]], panels: Sequence[Panel]) -> None:
        """Make the list.

        Args:
            groups: The keys that work everywhere, by heading; each can be selected.
            panels: The panels, whose own keys work while they have the focus: listed under "Panels".
        """
        super().__init__()
        self._groups, self._panels = groups, panels
        self._lines: dict[int, tuple[str, str]] = {}
        """What stands in the lines that are no headings, by their numbers: keys, and what they do."""

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        options: list[Option] = []

        def add(keys: str, does: str, action: str | None = None) -> None:
            self._lines[len(options)] = keys, does
            options.append(Option(_line(keys, does), id=action, disabled=action is None))

        for heading, bindings in self._groups.items():
            options.append(Option(Content.styled(f"\n{heading}" if options else heading, "bold"), disabled=True))
            for key in bindings:
                add(written(key.key), key.description, key.action)
            if heading == "Panels":
                for several, does in self._of_panels():
                    add(several, does)
        keys = FindingList(*options, closing=("q", "question_mark"), classes="dialog")
        keys.border_title = "All keys"
        keys.border_subtitle = "type to find · ⏎ or a click does it · esc closes"
        yield keys

    def on_mount(self) -> None:
        """Highlight the first key instead of the heading above it."""
        self.query_one(OptionList).highlighted = 1

    def on_resize(self) -> None:
        """Wrap what keys do to the new width."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        keys = self.query_one(OptionList)
        for number, line in self._lines.items():
            keys.replace_option_prompt_at_index(number, _line(*line, keys.size.width - BESIDE))

    def _of_panels(self) -> Iterator[tuple[str, str]]:
        """Yield the keys of each panel and what they do, with the two directions of an action together."""
        for panel in self._panels:
            bindings = [binding for binding in panel.BINDINGS if isinstance(binding, Binding)]
            for _, group in groupby(bindings, key=_direction_group):
                several = list(group)
                keys = " ".join(written(key.key) for key in several).replace("page ↑ page", "page ↑")
                yield keys, f"{panel.id}: {_merged([key.description for key in several])}"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the action of the selected key."""
        self.dismiss(event.option.id)


def _line(key: str, does: str, width: int | None = None) -> Content:
    """Return a line, wrapped if it is wider than ``width`` cells."""
    indent = " " * (KEY_WIDTH + 2)
    lines = [does] if width is None else word_lines(does, width - len(indent))
    return Content.assemble((key.rjust(KEY_WIDTH), "bold $text-warning"), "  ", f"\n{indent}".join(lines))


def _direction_group(binding: Binding) -> tuple[str, bool]:
    """Return what the two directions of a key share: its action without arguments, and whether it goes sideways."""
    return binding.action.partition("(")[0], binding.key in ("left", "right")


def _merged(texts: list[str]) -> str:
    """Merge what several keys do: "row before, after" for "row before" and "row after"."""
    first, *others = (text.split() for text in texts)
    said = [" ".join(first)]
    for words in others:
        shared = next((n for n, pair in enumerate(zip(words, first, strict=False)) if pair[0] != pair[1]), len(words))
        said += [" ".join(words[shared:])] if words[shared:] else []
    return ", ".join(said)
