"""Whether a shell is above; on a terminal: ``test_terminal.py``."""

import os

import pytest

from tui.terminal.job_control import has_shell_above

ME, LOGIN = 70, 7
"""This process, and the leader of another session."""


@pytest.mark.parametrize(
    ("session", "group", "parent", "sessions", "above"),
    [
        (50, ME, 50, {50: 50}, True),  # typed at a prompt
        (50, 60, 60, {60: 50}, True),  # begun by make, which was typed at a prompt
        (ME, ME, LOGIN, {LOGIN: LOGIN}, False),  # ssh -t HOST glassnet
        (50, 50, 50, {50: 50}, False),  # ssh -t HOST "glassnet; date": the same group as the shell's
        (50, ME, 1, {1: 1}, False),  # its shell has ended
        (50, ME, 1, {}, False),  # the session of init must not be looked at
    ],
)
def test_a_shell_is_above(monkeypatch, session, group, parent, sessions, above):
    def session_of(pid):
        if pid and pid not in sessions:
            raise PermissionError
        return sessions.get(pid, session)

    monkeypatch.setattr(os, "getsid", session_of)
    monkeypatch.setattr(os, "getpgrp", lambda: group)
    monkeypatch.setattr(os, "getppid", lambda: parent)
    assert has_shell_above() == above
