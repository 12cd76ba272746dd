"""Every check of the project, one after the other: ``python -m tests``."""

import subprocess
import sys
from pathlib import Path

BESIDE_PYTHON = Path(sys.executable).parent
CHECKS = (
    ("lint", [sys.executable, "-m", "ruff", "check", "."]),
    ("format", [sys.executable, "-m", "ruff", "format", "--check", "."]),
    ("types", [sys.executable, "-m", "mypy"]),
    ("imports", [str(BESIDE_PYTHON / "lint-imports")]),
    ("tests", [sys.executable, "-m", "pytest"]),
)


def main() -> int:
    """Run all checks, also after one has failed; return how many did."""
    failed = []
    for name, command in CHECKS:
        print(f"== {name}", flush=True)
        if subprocess.run(command, check=False, cwd=Path(__file__).parent.parent).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
