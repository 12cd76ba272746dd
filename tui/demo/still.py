"""A picture of a session: the workbench as it would be opened on it, without a terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual.strip import Strip

from engine.experiment.setup import Setup
from engine.session.look import LookAction
from engine.session.saved.resume import Resumed
from engine.session.session import Session
from tui.demo.app import DemoApp
from tui.demo.script_time import ScriptedLoop, scripted_loop
from tui.demo.stage import USUAL_SIZE, still_widgets
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
    with asyncio.Runner(loop_factory=ScriptedLoop) as runner, still_widgets(scripted_loop(runner)):
        return runner.run(_rows(session, looks))


async def _rows(session: Session, looks: Sequence[LookAction]) -> tuple[Strip, ...]:
    app, loop = _Opened(session), asyncio.get_running_loop()
    assert isinstance(loop, ScriptedLoop)
    async with app.run_test(size=USUAL_SIZE):
        workbench = app.workbench
        assert workbench is not None  # as the session is open
        for action in looks:
            workbench.look_at(action)
        workbench.set_focus(workbench.query_one(f"#{workbench.look.panel}"))
        await loop.pass_until(loop.time() + SECONDS)
        return app.rows
