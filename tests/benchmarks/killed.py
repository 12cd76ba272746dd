"""A session that is kept on disk and goes on until it is killed: ``python -m tests.benchmarks.killed FOLDER SEED``.

It goes on with the last session in the folder, if there is one. Each thing that is done is told on stdout when it is
done: the time, and how many lines the log should have by then.
"""

import random
import sys
import time
from contextlib import suppress
from pathlib import Path

from engine.errors import EngineError
from engine.experiment.starts import Options, setup_for
from engine.session.openings import Openings
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.replay import live
from engine.session.saved.resume import read_saved
from engine.session.saved.saving import Saving
from engine.session.session import Session
from engine.session.verbs.grammar import parse
from engine.training.commands import Load

EDITS = (
    *("set w1 {0}", "set b_o1 {0}", "rate 0.{1}", "neuron+ 1", "hidden 2,3", "activation 1 tanh", "init glorot"),
    *("input 1 i1 {0}", "row- 2", "freeze w2", "optimizer adam", "sample", "phase", "epoch", "undo", "redo"),
    *("open xor", "open iris --hidden 4", "stop epochs {1}", "scale standard", "reset", "newstart"),
)


def main(folder: SessionsFolder, seed: int) -> None:
    """Do things for ever."""
    rng = random.Random(seed)
    names = folder.names()
    if names and rng.random() < 0.7:
        resumed = read_saved(folder, names[0]).resumed()
        session, openings, earlier = resumed.session, resumed.openings, resumed.earlier
    else:
        load = Load(setup_for("level2"), "level2", Options())
        session, openings, earlier = Session(load.setup), Openings((load,)), None
    saving = Saving(session, openings, folder, {"kernel": "numpy"}, earlier=earlier)
    print("ready", flush=True)
    while True:
        if rng.random() < 0.2:
            for _ in range(rng.randrange(1, 60)):
                with suppress(EngineError):
                    session.run(rng.randrange(1, 2_000))
            session.end_run()
        else:
            line = rng.choice(EDITS).format(rng.uniform(-2, 2), rng.randrange(1, 9))
            with suppress(EngineError):
                said = parse(line, session.state)
                assert said is not None
                live(session, said)
        lines = saving._log.count(b"\n")
        print(f"{time.monotonic()} {lines}", flush=True)
        time.sleep(rng.random() * 0.02)


if __name__ == "__main__":
    main(SessionsFolder(Path(sys.argv[1])), int(sys.argv[2]))
