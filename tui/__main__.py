"""``python -m tui``: the same as ``glassnet``."""

import sys

from tui.command_line.main import main

if __name__ == "__main__":
    sys.exit(main())
