"""Whether a shell is there to take over when glassnet stops."""

import os


def has_shell_above() -> bool:
    """Return whether somebody would notice that this process stops, and could let it go on.

    A shell with job control starts each of its jobs in a process group of its own. The leader of the session is in this
    group if glassnet is itself what a login starts, as under ``ssh -t HOST glassnet``, or belongs to a script that is.
    """
    if os.getsid(0) == os.getpgrp():
        return False
    try:
        return os.getsid(os.getppid()) == os.getsid(0)
    except OSError:  # it has just ended, or belongs to a session that must not be looked at
        return False
