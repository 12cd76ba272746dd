"""The moving picture in the README, filmed by the program: ``python -m tests.demos.picture`` films it anew."""

import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from tests.tui.shell import glassnet

DEMO = Path(__file__).parent / "worked-example.demo"
PICTURE = DEMO.with_suffix(".gif")
MADE_OF = DEMO.with_suffix(".cast.sha256")
"""The hash of the cast that the picture was made of: on another machine, agg and fonts make another picture of it."""


def film(*more: str) -> str:
    """Perform the demo and return the hash of its cast.

    Args:
        more: Other options of ``glassnet demo``.

    Raises:
        SystemExit: It cannot be done; says why.
    """
    with tempfile.TemporaryDirectory() as folder:
        cast = Path(folder) / "film.cast"
        done = glassnet("demo", str(DEMO), "--cast", str(cast), *more)
        if done.returncode:
            sys.exit(done.stderr)
        return sha256(cast.read_bytes()).hexdigest()


if __name__ == "__main__":
    MADE_OF.write_text(f"{film('--gif', str(PICTURE))}\n", encoding="utf-8")
