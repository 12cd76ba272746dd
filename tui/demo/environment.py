"""The surroundings of a demo: no setting, session or terminal of the user has a say in its pictures."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEPT = ("HOME", "LANG", "LANGUAGE", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "TZ", "VIRTUAL_ENV")
"""Variables that a demo keeps: what programs need to run at all."""
KEPT_FIRST = ("DYLD_", "LC_", "LD_", "MKL_", "OMP_", "OPENBLAS_", "PYTHON", "COVERAGE_")
"""How the names of others begin."""


@contextmanager
def own_surroundings(folder: Path) -> Iterator[Path]:
    """Work in a folder with an environment of the demo's own, then put back what was there.

    Args:
        folder: The folder of the script, to which the files that it opens are relative.

    Yields:
        An empty folder, for sessions that the demo saves.
    """
    before, here = dict(os.environ), Path.cwd()
    with tempfile.TemporaryDirectory(prefix="glassnet-demo-") as own:
        for name in before:
            if name not in KEPT and not name.startswith(KEPT_FIRST):
                del os.environ[name]
        os.environ |= {"COLORTERM": "truecolor", "TERM": "xterm-256color"}
        os.environ |= dict.fromkeys(("XDG_CONFIG_HOME", "XDG_STATE_HOME", "GLASSNET_STATE"), own)
        os.chdir(folder)
        try:
            yield Path(own)
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(before)
