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
LONGEST_LIST = 10_000
"""Characters of a list of numbers."""
ENDS = {"enter": 0, "tab": 1, "shift+tab": -1}
"""The keys that submit a value, and to which value the line goes on then: the next, the one before, or none."""

Typed = events.Key | events.Paste


class ValueInput(Input):
    """The input of an edit line.

    What is typed while a value waits to be accepted is held back: for the next value, or for what has the focus then.

    Attributes:
        open: Whether a value is being edited.
        is_listed: Whether the value stands in a list: ``tab`` goes on in it, and several numbers can be pasted.
        then: To which value the line goes on if the one submitted is accepted, see ``ENDS``.
        held_back: What was typed since the value was submitted; None if none waits.
        words: The words to choose from; empty for a number.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "the word before", show=False),
        Binding("down", "choose(1)", "the next word", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=True, max_length=MOST_TYPED)
        self.open = self.is_listed = False
        self.then = 0
        self.words: tuple[str, ...] = ()
        self.held_back: list[Typed] | None = None
        self._again: Typed | None = None  # what was held back and comes once more

    def on_key(self, event: events.Key) -> None:
        """Submit on enter, in a list on tab too; once closed, pass keys on to whatever has the focus next."""
        if not self.open:
            _end(event)
            if self.screen.focused is self:  # else the key would come back here forever
                self.screen.set_focus(None)
            self.app.call_later(self.app.post_message, events.Key(event.key, event.character))
        elif not self._held(event):
            if event.key == "enter" or (self.is_listed and event.key in ENDS):
                _end(event)
                self.submit(ENDS[event.key])
            else:
                self.repeat()

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines of a list, or nothing of one that is too long: a part of it would end in a wrong number."""
        if self.open and self._held(event):
            return
        if self.is_listed and not self.words:
            _end(event)
            start, end = sorted(self.selection)
            text = " ".join(event.text.split())
            if max(len(event.text), len(self.value) - (end - start) + len(text)) <= LONGEST_LIST:
                self.replace(text, start, end)
            else:
                self.app.notify(f"nothing of the paste was taken: the field takes {LONGEST_LIST:,} characters")
        self.repeat()

    def submit(self, then: int) -> None:
        """Submit the value and hold back what is typed from now on; for ``then``, see the attribute."""
        self.then, self.held_back = then, self.held_back or []
        self.post_message(self.Submitted(self, self.value, None))

    def _held(self, event: Typed) -> bool:
        """Hold back what is typed while a value waits; return whether it was."""
        if event is self._again:
            self._again = None
            return False
        if self.held_back is None:
            return False
        _end(event)
        again = events.Key(event.key, event.character) if isinstance(event, events.Key) else events.Paste(event.text)
        self.held_back.append(again)
        return True

    def repeat(self) -> None:
        """Take what was held back, one after the other, ahead of what is typed now."""
        if self.held_back:
            self._again = self.held_back.pop(0)
            self._forward_event(self._again)
        else:
            self.held_back = None

    def action_choose(self, by: int) -> None:
        """Put the word before (-1) or after (1) in the field."""
        if self.words:
            self.value = word_beside(self.value, self.words, by)
            self.select_all()

    def release(self) -> list[Typed]:
        """Hold nothing back any more; return what was."""
        released, self.held_back, self._again = self.held_back or [], None, None
        return released


def _end(event: Typed) -> None:
    event.stop()
    event.prevent_default()


class EditLine(Vertical):
    """A label, an input and, below, the words to choose from and what is wrong with the text."""

    @dataclass
    class Submitted(Message):
        """The text is to be used as the new value.

        Attributes:
            text: The text.
            then: To which value the line goes on if it is accepted, see ``ENDS``.
        """

        text: str
        then: int = 0

    @dataclass
    class Closed(Message):
        """Editing has ended; ``typed`` was typed since enter."""

        typed: list[Typed]

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "cancel the edit", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.is_open = False
        """Whether a value is being edited."""
        self._repeated: WeakSet[Typed] = WeakSet()

    @property
    def is_listed(self) -> bool:
        """Whether ``tab`` goes on to another value."""
        return self.query_one(ValueInput).is_listed

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

    def open(
        self, label: str, value: str, words: tuple[str, ...] = (), begun: str = "", is_listed: bool = False
    ) -> None:
        """Start editing, or go on to another value.

        Args:
            label: Text before the input.
            value: Initial text of the input.
            words: Printable words to choose from; empty for a number.
            begun: What was typed already, in place of the value; more is typed behind it.
            is_listed: Whether the value stands in a list, see ``ValueInput``.
        """
        self.is_open = True
        self.query_one(".name", Label).update(content(label))
        self.show_wrong("")
        self.add_class("-open")
        field = self.query_one(ValueInput)
        field.open, field.words, field.is_listed = True, words, is_listed
        field.max_length = LONGEST_LIST if is_listed else MOST_TYPED
        field.value, field.select_on_focus = begun or value, not begun
        field.cursor_position = len(field.value)
        if field.has_focus and not begun:
            field.select_all()
        self.set_class(bool(words), "-words")
        self._list_words()
        field.focus()

    def go_on(self) -> None:
        """Take what was typed since the value before was submitted."""
        self.query_one(ValueInput).repeat()

    def submit(self, then: int = 0) -> None:
        """Submit the text as enter (0), tab (1) or shift+tab (-1) do."""
        self.query_one(ValueInput).submit(then)

    def take_late(self, event: Typed) -> bool:
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
        self.post_message(self.Submitted(event.value, self.query_one(ValueInput).then))

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

    def close_for_good(self) -> None:
        """Stop editing, and drop what was typed for a next value."""
        self.query_one(ValueInput).release()
        self.action_close()

    def action_close(self) -> None:
        """Stop editing and discard text that was not accepted."""
        if self.is_open:
            self.is_open = False
            self.remove_class("-open", "-wrong")
            field = self.query_one(ValueInput)
            field.open = False
            self.post_message(self.Closed(field.release()))
