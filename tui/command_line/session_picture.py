"""A picture of the workbench on a session, for ``glassnet export``, whose other formats need no screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.session.look import LookAction
from engine.session.session import Session
from tui.demo.environment import own_surroundings


def session_picture(session: Session, looks: Sequence[LookAction]) -> str:
    """Return the workbench as SVG, as glassnet would open the session; no setting of the user has a say.

    Args:
        session: The session.
        looks: What is looked at.
    """
    with own_surroundings(Path.cwd()):
        from tui.demo.still import picture_of  # late: what draws reads the environment when it is loaded
        from tui.drawing.screen_pictures.svg import svg_of

        return svg_of(picture_of(session, looks), "glassnet")
