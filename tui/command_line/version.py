"""The version of glassnet, stated here alone: pyproject.toml reads it from this file."""

from tui.terminal.streams import check_output

VERSION = "0.1.0"


def show_version() -> None:
    """Print the version.

    Raises:
        OSError: stdout is closed.
    """
    check_output()
    print(f"glassnet {VERSION}")
