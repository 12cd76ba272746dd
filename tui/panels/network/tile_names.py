"""What the tiles of a drawn network call their neurons: a column of the data, a class or a target."""

from functools import lru_cache

from rich.cells import cell_len

from tui.drawing.cut_names import LONGEST, cut_apart
from tui.panels.network.data_names import LEAST, NameWidths
from tui.panels.network.scene import Scene
from tui.terminal.text import safe


def name_widths(scene: Scene) -> NameWidths:
    """Return the cells of the longest names in the data."""
    return NameWidths(*(_longest(_names(scene, layer)) for layer in (0, len(scene.network.sizes) - 1)))


def name_beside(scene: Scene, layer: int, index: int, cells: int) -> str:
    """Return the name that stands beside that of a neuron, in ``cells`` cells."""
    text = cut_apart(_names(scene, layer), cells)[index]
    return text + " " * (cells - cell_len(text))


def name_in_row(scene: Scene, layer: int, index: int, cells: int) -> str:
    """Return the name in a row of its own: a class called by a number as "class 4", if that fits."""
    names = _names(scene, layer)
    if names[index].startswith('"'):
        spelt = tuple(f"class {name.strip(chr(34))}" for name in names)
        if _longest(spelt) <= cells:
            return spelt[index]
    return cut_apart(names, cells)[index]


def name_of_expected(scene: Scene, index: int, cells: int) -> str:
    """Return the name of an expected value, in up to ``cells`` cells; "" if there is none or no room for it."""
    names = _names(scene, len(scene.network.sizes) - 1)
    if not names or cells < min(LEAST, _longest(names)):
        return ""
    return cut_apart(names, cells)[index]


def _names(scene: Scene, layer: int) -> tuple[str, ...]:
    """Return the names of a layer in the data, those that look like numbers in quotes."""
    if layer == 0:
        return _quoted(scene.input_names)
    return _quoted(scene.output_names) if layer == len(scene.network.sizes) - 1 else ()


@lru_cache(maxsize=16)
def _quoted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f'"{name}"' if _is_number(name) else name for name in names)


@lru_cache(maxsize=32)
def _longest(names: tuple[str, ...]) -> int:
    return max((cell_len(safe(name, LONGEST)) for name in names), default=0)


def _is_number(name: str) -> bool:
    try:
        float(name)
    except ValueError:
        return False
    return True
