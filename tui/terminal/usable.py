"""Whether there is a terminal on which the workbench can be shown."""

from __future__ import annotations

from collections.abc import Mapping

from tui.terminal.terminfo import Terminfo

_MISSING = {
    "stdin": "takes keys from a terminal, and stdin is none: name a file to open it",
    "stdout": "is a picture on a terminal, and stdout is none",
    "stderr": "draws on stderr, which is no terminal here: leave it there, without 2>",
}


def shows_only_lines(term: str, known: Terminfo | None) -> bool:
    """Tell whether a terminal cannot be told where to write.

    Args:
        term: Its name, from TERM.
        known: What terminfo knows of it.
    """
    return term in ("dumb", "unknown") or (known is not None and not known.places_text)


def why_no_screen(terminals: Mapping[str, bool], environment: Mapping[str, str]) -> str:
    """Return why the workbench cannot be shown and what helps, in one line; "" if it can.

    Args:
        terminals: Whether "stdin", "stdout" and "stderr" are terminals.
        environment: The variables.
    """
    missing = [name for name, there in terminals.items() if not there]
    term = environment.get("TERM", "")
    if len(missing) == len(terminals) and "SSH_CONNECTION" in environment:
        why = "needs a terminal, and ssh gave it none: ssh -t HOST glassnet asks for one"
    elif len(missing) > 1:
        why = f"needs a terminal, and {' and '.join(missing)} are none"
    elif missing:
        why = _MISSING[missing[0]]
    elif not term:
        why = "cannot draw without TERM, the name of the terminal: TERM=xterm-256color suits most"
    else:
        return ""
    return f"the workbench {why}; glassnet train and glassnet --plain work here"
