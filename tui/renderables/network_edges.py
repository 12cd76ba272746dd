"""Where a drawn network's edges run, and where on them their weights' values stand."""

from functools import lru_cache

import numpy as np

from tui.renderables.braille import line
from tui.renderables.network_layout import Layout, Tile

ROUNDS = 3
CROWDED, OFF_CENTRE = 1.5, 4.0  # what it costs a label to stand on another, and to stand at a line's end

Key = tuple[int, int]  # (target, source), as a weight matrix is indexed
Ends = tuple[int, int, int, int]  # x0, y0, x1, y1 in dots


@lru_cache(maxsize=1024)
def edge_ends(placed: Layout, layer: int) -> dict[Key, Ends]:
    """Return both ends of each edge in view from the layer before into ``layer``, in dots.

    Edges leave and reach a tile at its head row, spread over the row's four dots so that they stay apart, and keep
    a little off the tile where there is room.
    """
    sources, targets = placed.tiles[layer - 1], placed.tiles[layer]
    left, right = gap(placed, layer)
    inset = 0 if right - left < 3 else 1
    return {
        (t, s): (
            2 * left + inset,
            _port(source, rank_t, len(targets)),
            2 * right - 1 - inset,
            _port(target, rank_s, len(sources)),
        )
        for rank_t, (t, target) in enumerate(targets.items())
        for rank_s, (s, source) in enumerate(sources.items())
    }


def gap(placed: Layout, layer: int) -> tuple[int, int]:
    """Return the cells between the column before and that of ``layer``: the first, and the one past the last."""
    before, after = (next(column for column in placed.columns if column.layer == n) for n in (layer - 1, layer))
    return before.x + before.width, after.x


def _port(tile: Tile, rank: int, count: int) -> int:
    return 4 * tile.y + (2 * rank + 1) * 4 // (2 * count)


@lru_cache(maxsize=1024)
def label_spots(
    placed: Layout, layer: int, keys: tuple[Key, ...], drawn: tuple[Key, ...], width: int, first: Key | None
) -> dict[Key, tuple[int, int]]:
    """Find a place for a label of ``width`` cells on each edge.

    It depends on the geometry alone, so labels stand still while weights change.

    Args:
        placed: the layout.
        layer: the layer the edges lead into.
        keys: the edges that want a label; some may get none.
        drawn: the edges there are, which labels should rather not cover.
        width: cells.
        first: an edge that gets its label before all others, wherever they then go.

    Returns:
        The (x, y) of each label that found a place: no two touch, and none leaves the gap between the columns.
    """
    ends = edge_ends(placed, layer)
    paths = {key: line(*ends[key], False, placed.width)[0] for key in drawn}
    crowd = np.zeros(placed.width * placed.height, dtype=int)
    for cells in paths.values():
        crowd[cells] += 1
    left, right = gap(placed, layer)
    # At least a cell of the line stays in sight on either side, but for the label that must be seen.
    options = {
        key: _options(paths[key], crowd, width, left + (key != first), right - (key != first), placed.width)
        for key in keys
    }
    spots: dict[Key, tuple[int, int]] = {}
    order = sorted(keys, key=lambda key: key != first)
    # In rounds: from the second on every edge knows where the others went, and may find better.
    for turn in range(ROUNDS):
        for key in order[turn > 0 and first is not None :]:
            spots.pop(key, None)
            free = [
                (cost + CROWDED * _stacked(x, y, width, spots), x, y)
                for cost, x, y in options[key]
                if _clear(x, y, width, spots)
            ]
            if free:
                spots[key] = min(free)[1:]
    return spots


def fan_spots(placed: Layout, layer: int, keys: tuple[Key, ...], width: int) -> dict[Key, tuple[int, int]]:
    """Find places for the labels of a fan, edges that share one end: each beside the tile at its other end.

    So they stand in one column, a row each, and read as a list. Without room for that beside the lines there are none.
    """
    left, right = gap(placed, layer)
    if right - left < width + 3:
        return {}
    if len({target for target, _ in keys}) == 1:
        return {(t, s): (left + 1, placed.tiles[layer - 1][s].y) for t, s in keys}
    return {(t, s): (right - 1 - width, placed.tiles[layer][t].y) for t, s in keys}


def _options(
    path: np.ndarray, crowd: np.ndarray, width: int, left: int, right: int, across: int
) -> list[tuple[float, int, int]]:
    """Return (cost, x, y) of every place on an edge where a label fits between the columns ``left`` and ``right``.

    It costs to cover other edges, and to be far from the middle.
    """
    own = set(path.tolist())
    covered = np.concatenate(([0], np.cumsum(crowd)))
    middle, reach = (left + right) / 2, max(right - left, 1)
    options = {}
    for cell in own:
        y, x = divmod(cell, across)
        x -= width // 2
        if left <= x and x + width <= right:
            start = y * across + x
            mine = sum(c in own for c in range(start, start + width))
            foreign = int(covered[start + width] - covered[start]) - mine
            options[x, y] = foreign + OFF_CENTRE * abs(x + width / 2 - middle) / reach
    return [(cost, x, y) for (x, y), cost in options.items()]


def _clear(x: int, y: int, width: int, spots: dict[Key, tuple[int, int]]) -> bool:
    """Tell whether a label at (x, y) would keep a blank's distance from those that stand already."""
    return all(row != y or abs(x - other) > width for other, row in spots.values())


def _stacked(x: int, y: int, width: int, spots: dict[Key, tuple[int, int]]) -> int:
    """Count the labels right above or below one at (x, y)."""
    return sum(abs(row - y) == 1 and abs(x - other) < width for other, row in spots.values())
