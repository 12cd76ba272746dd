"""Print the benchmark tables, all of them or those named: ``python -m tests.benchmarks [table …]``.

They assert nothing: targets stand beside the figures.
"""

import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"  # for every contestant; must be set before NumPy is loaded
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
    "compiled": "one sample at a time with Numba",
    "methods": "optimisers and batches with Numba",
    "first_runs": "the first trainings with Numba, while nothing is compiled",
    "growth": "as networks, rows, steps and histories grow",
    "saved": "how large a saved session is, and how soon it is there again",
    "kills": "what is lost when glassnet is killed",
    "reading": "files of 100,000 rows",
    "explaining": "explanations, slices, gradient checks and pictures",
    "start": "time to the first full screen",
    "accuracy": "on rows not trained on",
    "screen": "what the workbench costs, and how soon it answers",
    "wide_files": "how soon the import dialog answers with thousands of columns",
    "lines": "how soon it answers behind a slow line",
    "storms": "whether it bears all that a terminal can send",
}
"""What each table shows. Each is the ``main()`` of the module of that name."""


def main(names: list[str]) -> int:
    """Print the tables named, or all; return 2 if a name is unknown."""
    here = __package__ or "tests.benchmarks"
    known = [name for name in TABLES if importlib.util.find_spec(f"{here}.{name}")]
    if wrong := [name for name in names if name not in known]:
        print(f"unknown table {', '.join(wrong)}: use {', '.join(known)}", file=sys.stderr)
        return 2
    print(f"{_processor()}, {os.cpu_count()} of them; medians of trials in turn")
    print(f"Python {platform.python_version()}, {', '.join(_versions())}")
    for name in names or known:
        importlib.import_module(f"{here}.{name}").main()
    return 0


def _processor() -> str:
    """Return the name of the processor, or of its architecture."""
    about = Path("/proc/cpuinfo")
    named = re.search(r"^model name\s*: (.+)$", about.read_text(), re.MULTILINE) if about.exists() else None
    return named[1] if named else platform.machine()


def _versions() -> list[str]:
    """Return the name and version of each contestant that is installed."""
    names = {"numpy": "NumPy", "scikit-learn": "scikit-learn", "torch": "PyTorch", "numba": "Numba", "jax": "JAX"}
    there = {distribution.metadata["Name"].lower(): distribution.version for distribution in distributions()}
    return [f"{shown} {there[name]}" for name, shown in names.items() if name in there]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
