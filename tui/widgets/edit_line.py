"""The field in which a value is edited. It owns what is typed until it is accepted, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from weakref import WeakSet

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Label

from tui.text import content

MOST_TYPED = 1000
"""Characters; more than any number has, but few enough that what is wrong with them is told at once."""


class EditLine(Vertical):
    """A label, a field, and under it what is wrong with what was typed."""

    @dataclass
    class Submitted(Message):
        """What was typed is to be used."""

        text: str

    @dataclass
    class Closed(Message):
        """Editing has ended."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "leave it as it was", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.is_open = False
        """Whether something is being edited."""
        self._again: WeakSet[events.Key] = WeakSet()  # pressed a second time

    def compose(self) -> ComposeResult:
        """Make the field and its texts."""
        with Horizontal():
            yield Label(classes="name")
            yield Input(compact=True, select_on_focus=True, max_length=MOST_TYPED)
        yield Label(classes="wrong")

    def open(self, label: str, value: str) -> None:
        """Begin to edit.

        Args:
            label: what stands before the field.
            value: what stands in it.
        """
        self.is_open = True
        self.query_one(".name", Label).update(content(label))
        self.show_wrong("")
        self.add_class("-open")
        field = self.query_one(Input)
        field.value = value
        field.focus()

    def take_late(self, event: events.Key) -> bool:
        """Take a key that came past whatever had the keys when it was pressed, and have it pressed again, in the field.

        Returns:
            Whether it is to do nothing now: it comes again, once, and then whatever the field leaves of it is done.
        """
        if not self.is_open or event in self._again:
            return False
        self.screen.set_focus(self.query_one(Input))
        again = events.Key(event.key, event.character)
        self._again.add(again)
        self.app.post_message(again)
        return True

    def show_wrong(self, text: str) -> None:
        """Say under the field what is wrong; it stays open."""
        self.query_one(".wrong", Label).update(content(text, 200))
        self.set_class(bool(text), "-wrong")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(event.value))

    @on(Input.Changed)
    def _typing(self, event: Input.Changed) -> None:
        event.stop()
        self.show_wrong("")

    @on(Input.Blurred)
    def _left(self) -> None:
        self.action_close()

    def action_close(self) -> None:
        """End editing; what was typed and not accepted is gone."""
        if self.is_open:
            self.is_open = False
            self.remove_class("-open", "-wrong")
            self.post_message(self.Closed())
