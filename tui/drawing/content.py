"""Text from outside, such as names in files, for widgets that take a Textual ``Content``."""

from textual.content import Content

from tui.terminal.text import safe


def content(text: str, limit: int = 80, style: str = "") -> Content:
    """Return text from outside as a ``Content``, which Textual never reads as markup.

    Args:
        text: As in ``safe``.
        limit: As in ``safe``.
        style: A style for all of it, such as "bold $accent".
    """
    return Content.styled(safe(text, limit), style)
