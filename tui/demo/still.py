"""A picture of a session: the workbench as it would be opened on it, without a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip

from engine.experiment.setup import Setup
from engine.session.look import LookAction
from engine.session.saved.resume import Resumed
from engine.session.session import Session
from tui.demo.app import DemoApp
from tui.demo.script_time import scripted_loop
from tui.demo.stage import USUAL_SIZE
from tui.demo.still_widgets import run_in_scripted_time
from tui.workbench.keeping import look_again
from tui.workbench.workbench import Workbench

SECONDS = 1.0
"""Of the loop, after which all is painted."""


class _Opened(DemoApp):
    """The workbench on a session that nobody keeps."""

    def __init__(self, session: Session) -> None:
        self._session = session
        super().__init__(session.state.setup, lambda: 0.0)

    def _workbench_on(self, start: Setup | Resumed) -> Workbench:
        return Workbench(self._session)


def picture_of(session: Session, looks: Sequence[LookAction] = ()) -> tuple[Strip, ...]:
    """Return the rows of the workbench.

    Args:
        session: The session, which stays as it is.
        looks: What is looked at.
    """
    return run_in_scripted_time(_rows(session, looks))


async def _rows(session: Session, looks: Sequence[LookAction]) -> tuple[Strip, ...]:
    app, loop = _Opened(session), scripted_loop()
    async with app.run_test(size=USUAL_SIZE):
        workbench = app.workbench
        assert workbench is not None  # as the session is open
        look_again(workbench, looks)
        await loop.pass_until(loop.time() + SECONDS)
        return app.rows
