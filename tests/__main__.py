"""Every check of the project, one after the other: ``python -m tests``."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
BESIDE_PYTHON = Path(sys.executable).parent
CHECKS = {
    "lint": [sys.executable, "-m", "ruff", "check", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "types": [sys.executable, "-m", "mypy"],
    "imports": [str(BESIDE_PYTHON / "lint-imports")],
    "dead code": [sys.executable, "-m", "vulture"],
    "tests": [sys.executable, "-m", "pytest", "-n", "2"],
}


def main() -> int:
    """Run every check, also after one has failed; return how many failed."""
    summary, failed = [], 0
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, check=False, cwd=ROOT).returncode
        failed += code != 0
        summary.append(f"{name:10} {'FAILED' if code else 'passed'} in {time.monotonic() - began:.0f} s")
    print("== summary", *summary, sep="\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
