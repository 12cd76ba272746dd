"""``python -m tests.benchmarks [table …]``: print the tables, all of them or those named.

They assert nothing: what is aimed at stands beside what was measured.
"""

import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"  # for every contestant; before NumPy is loaded
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import importlib  # noqa: E402
import importlib.util  # noqa: E402
import platform  # noqa: E402
import re  # noqa: E402
import sys  # noqa: E402
from importlib.metadata import distributions  # noqa: E402
from pathlib import Path  # noqa: E402

TABLES = {
    "speed": "one sample at a time",
    "batches": "batches of 32 and of all rows",
    "numba": "with the extra [fast]",
    "growth": "as networks, rows and histories grow",
    "reading": "files of 100,000 rows",
    "explaining": "how long a look at a number takes",
    "start": "to the first full screen",
    "accuracy": "against recorded values",
    "screen": "what the workbench leaves of it",
}
"""Each in a module of its own, with a ``main()``."""


def main(names: list[str]) -> int:
    """Print tables; return 2 if there is none of a name."""
    here = __package__ or "tests.benchmarks"
    there_are = [name for name in TABLES if importlib.util.find_spec(f"{here}.{name}")]
    if wrong := [name for name in names if name not in there_are]:
        print(f"no table {', '.join(wrong)}: there are {', '.join(there_are)}", file=sys.stderr)
        return 2
    print(f"{_processor()}, {os.cpu_count()} of them; medians of turns side by side")
    print(f"Python {platform.python_version()}, {', '.join(_versions())}")
    for name in names or there_are:
        importlib.import_module(f"{here}.{name}").main()
    return 0


def _processor() -> str:
    """Name the processor, as far as the system tells."""
    about = Path("/proc/cpuinfo")
    named = re.search(r"^model name\s*: (.+)$", about.read_text(), re.MULTILINE) if about.exists() else None
    return named[1] if named else platform.machine()


def _versions() -> list[str]:
    """List what is installed of what is timed, with its version."""
    names = {"numpy": "NumPy", "scikit-learn": "scikit-learn", "torch": "PyTorch", "numba": "Numba", "jax": "JAX"}
    there = {distribution.metadata["Name"].lower(): distribution.version for distribution in distributions()}
    return [f"{shown} {there[name]}" for name, shown in names.items() if name in there]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
