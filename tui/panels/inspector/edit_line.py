"""The line in which a value is edited. It owns the text until it is accepted, and nothing more."""

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
from tui.panels.inspector.choices import word_beside, words_line

MOST_TYPED = 1000
"""Characters; more than any number needs, and few enough for an error message to appear at once."""


class ValueInput(Input):
    """The input of an edit line. Keys pressed after enter are held back until the value is accepted or refused.

    Attributes:
        open: Whether a value is being edited.
        held_back: Keys pressed since enter; None if no answer is pending.
        words: The words to choose from; empty for a number.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "the word before", show=False),
        Binding("down", "choose(1)", "the next word", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=True, max_length=MOST_TYPED)
        self.open = False
        self.words: tuple[str, ...] = ()
        self.held_back: list[events.Key] | None = None

    def on_key(self, event: events.Key) -> None:
        """Submit on enter and hold back later keys; once closed, pass keys on to whatever has the focus next."""
        if self.open and self.held_back is None and event.key != "enter":
            return
        event.stop()
        event.prevent_default()
        again = events.Key(event.key, event.character)
        if not self.open:
            if self.screen.focused is self:  # else the key would come back here forever
                self.screen.set_focus(None)
            self.app.call_later(self.app.post_message, again)
        elif self.held_back is not None:
            self.held_back.append(again)
        else:
            self.held_back = []
            self.post_message(self.Submitted(self, self.value, None))

    def action_choose(self, by: int) -> None:
        """Put the word before (-1) or after (1) in the field."""
        if self.words:
            self.value = word_beside(self.value, self.words, by)
            self.select_all()

    def release(self) -> list[events.Key]:
        """Accept keys again; return those held back."""
        released, self.held_back = self.held_back or [], None
        return released


class EditLine(Vertical):
    """A label, an input and, below, the words to choose from and what is wrong with the text."""

    @dataclass
    class Submitted(Message):
        """The text is to be used as the new value."""

        text: str

    @dataclass
    class Closed(Message):
        """Editing has ended; ``keys`` were pressed since enter."""

        keys: list[events.Key]

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "cancel the edit", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.is_open = False
        """Whether a value is being edited."""
        self._repeated: WeakSet[events.Key | events.Paste] = WeakSet()

    @property
    def has_words(self) -> bool:
        """Whether there are words to choose from."""
        return self.has_class("-words")

    def compose(self) -> ComposeResult:
        """Create the label, the input and the error line."""
        with Horizontal():
            yield Label(classes="name")
            yield ValueInput()
        yield Label(classes="words")
        yield Label(classes="wrong")

    def open(self, label: str, value: str, words: tuple[str, ...] = (), begun: str = "") -> None:
        """Start editing.

        Args:
            label: Text before the input.
            value: Initial text of the input.
            words: Printable words to choose from; empty for a number.
            begun: What was typed already, in place of the value; more is typed behind it.
        """
        self.is_open = True
        self.query_one(".name", Label).update(content(label))
        self.show_wrong("")
        self.add_class("-open")
        field = self.query_one(ValueInput)
        field.open, field.words = True, words
        field.value, field.select_on_focus = begun or value, not begun
        field.cursor_position = len(field.value)
        self.set_class(bool(words), "-words")
        self._list_words()
        field.focus()

    def take_late(self, event: events.Key | events.Paste) -> bool:
        """Focus the input and repeat what was typed or pasted just before the input got the focus.

        Returns:
            Whether it is to be ignored for now, since it will come again. What is repeated is never ignored.
        """
        if not self.is_open or event in self._repeated:
            return False
        self.screen.set_focus(self.query_one(Input))
        again = event.copy() if isinstance(event, events.Key) else events.Paste(event.text)
        self._repeated.add(again)
        self.app.post_message(again)
        return True

    def show_wrong(self, text: str) -> None:
        """Show what is wrong below the input, which stays open; drop keys that were meant for an accepted value."""
        if text:
            self.query_one(ValueInput).release()
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
        self._list_words()

    def _list_words(self) -> None:
        field = self.query_one(ValueInput)
        if field.words:
            self.query_one(".words", Label).update(words_line(field.value, field.words))

    @on(Input.Blurred)
    def _left(self) -> None:
        if self.app.app_focus:  # otherwise the whole terminal lost the focus, perhaps to copy a number
            self.action_close()

    def action_close(self) -> None:
        """Stop editing and discard text that was not accepted."""
        if self.is_open:
            self.is_open = False
            self.remove_class("-open", "-wrong")
            field = self.query_one(ValueInput)
            field.open = False
            self.post_message(self.Closed(field.release()))
