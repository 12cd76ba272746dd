"""``glassnet list``: every start by name, with its shape, its rows and where it comes from."""

from engine.data.bundled import bundled_names
from engine.data.generators import GENERATORS
from engine.experiment.presets import PRESETS
from engine.experiment.starts import overview
from engine.network.network import shape_text
from engine.wording import count


def list_starts() -> int:
    """Print the presets, the bundled and the generated data sets, and return the exit code, 0."""
    print("presets", *map(_line, PRESETS), sep="\n")
    print("\nbundled data sets", *map(_line, bundled_names()), sep="\n")
    print("\ngenerated data", *map(_line, GENERATORS), sep="\n")
    print("\nOpen one: glassnet xor. Train without a screen: glassnet train xor. A CSV file of yours: glassnet FILE")
    return 0


def _line(name: str) -> str:
    start = overview(name)
    return f"  {name:<13} {shape_text(start.sizes):<9} {count(start.rows, 'row'):>10}  {start.about}"
