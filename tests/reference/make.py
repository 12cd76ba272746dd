"""Ask PyTorch and scikit-learn again, and record what they come to: ``python -m tests.reference.make``.

Needs the extra ``compare``. The record holds the engine to them where they are not installed.
"""

import json
import platform
from importlib.metadata import version

from tests.reference.cases import RECORDED, sklearn_cases, torch_cases
from tests.reference.peers import parameters


def main() -> None:
    """Write the record."""
    made_with = {name: version(name) for name in ("torch", "scikit-learn", "numpy")} | {"on": platform.machine()}
    found = {case.name: parameters(case).tolist() for case in (*torch_cases(), *sklearn_cases())}
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(values)}" for name, values in found.items())
    text = f'{{"made_with": {json.dumps(made_with)},\n"parameters": {{\n{lines}\n}}}}\n'
    RECORDED.write_text(text, "utf-8")
    print(f"{len(found)} trainings in {len(text):,} bytes: {RECORDED}")


if __name__ == "__main__":
    main()
