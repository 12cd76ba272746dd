"""Sessions that are saved as the workbench saves them, for the tests of the command line."""

import os
from pathlib import Path

from engine.experiment.starts import Options, setup_for
from engine.session.openings import Openings
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.replay import live
from engine.session.saved.saving import Saving
from engine.session.session import Session
from engine.session.verbs.grammar import parse
from engine.training.commands import Load

DAY = 86_400


def folder_here() -> SessionsFolder:
    """Return the folder of sessions that every test has for itself."""
    return SessionsFolder(Path(os.environ["GLASSNET_STATE"]) / "sessions")


def begun(
    start: str = "level2", folder: SessionsFolder | None = None, options: Options | None = None
) -> tuple[Session, Saving]:
    """Begin a session that is kept."""
    options = options or Options()
    load = Load(setup_for(start, options), start, options)
    session = Session(load.setup)
    return session, Saving(session, Openings((load,)), folder or folder_here(), {"kernel": "numpy"})


def say(session: Session, *lines: str) -> None:
    for line in lines:
        said = parse(line.removeprefix("& "), session.state)
        assert said is not None
        live(session, said, is_part=line.startswith("& "))


def saved(*lines: str, start: str = "level2", days_ago: float = 0, folder: SessionsFolder | None = None) -> str:
    """Keep a session in which this was done, and leave it; return its name."""
    session, saving = begun(start, folder)
    say(session, *lines)
    saving.leave()
    if days_ago:
        age(saving.name, days_ago)
    return saving.name


def age(name: str, days: float) -> None:
    """Make it so many days since something was done in a session."""
    path = folder_here().log(name)
    done = path.stat().st_mtime - days * DAY
    os.utime(path, (done, done))
