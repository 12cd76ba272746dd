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

from tui.drawing.content import content

MOST_TYPED = 1000
"""Characters; more than any number has, but few enough that what is wrong with them is told at once."""


class Field(Input):
    """Where the value is typed. What is typed after enter waits until it is known whether the value is taken.

    Attributes:
        open: whether it is being edited.
        ahead: the keys that wait; none while nothing is asked.
    """

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=True, max_length=MOST_TYPED)
        self.open = False
        self.ahead: list[events.Key] | None = None

    def on_key(self, event: events.Key) -> None:
        """Take enter in its turn, and nothing after it; once it is closed, leave keys to what has them next."""
        if self.open and self.ahead is None and event.key != "enter":
            return
        event.stop()
        event.prevent_default()
        again = events.Key(event.key, event.character)
        if not self.open:
            if self.screen.focused is self:  # or the key would come back here for ever
                self.screen.set_focus(None)
            self.app.call_later(self.app.post_message, again)
        elif self.ahead is not None:
            self.ahead.append(again)
        else:
            self.ahead = []
            self.post_message(self.Submitted(self, self.value, None))

    def answered(self) -> list[events.Key]:
        """Go on; return the keys that waited."""
        waited, self.ahead = self.ahead or [], None
        return waited


class EditLine(Vertical):
    """A label, a field, and under it what is wrong with what was typed."""

    @dataclass
    class Submitted(Message):
        """What was typed is to be used."""

        text: str

    @dataclass
    class Closed(Message):
        """Editing has ended; these keys were pressed since."""

        keys: list[events.Key]

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
            yield Field()
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
        field = self.query_one(Field)
        field.open = True
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
        """Say under the field what is wrong; it stays open. What was typed as if it had been taken is left out."""
        if text:
            self.query_one(Field).answered()
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
        if self.app.app_focus:  # else it is the terminal's window that was left, perhaps to fetch a number
            self.action_close()

    def action_close(self) -> None:
        """End editing; what was typed and not accepted is gone."""
        if self.is_open:
            self.is_open = False
            self.remove_class("-open", "-wrong")
            field = self.query_one(Field)
            field.open = False
            self.post_message(self.Closed(field.answered()))
