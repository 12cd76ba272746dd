"""What takes a while to open: it is opened while the screen shows how far that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.experiment.setup import Setup
from engine.quick_dataclass import dataclass

if TYPE_CHECKING:
    from engine.data.report import ReadingProgress
    from engine.session.saved.resume import Resumed


@dataclass(frozen=True)
class Later:
    """A start that takes a while to open.

    Attributes:
        name: What is opened.
        doing: What is done meanwhile, such as "reading the data".
        read: Opens it; it is told how far it is by calling its argument, and passes on what that raises.
    """

    name: str
    doing: str
    read: Callable[[ReadingProgress], Setup | Resumed]
