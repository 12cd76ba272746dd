"""Where a drawn network's edges run."""

from functools import lru_cache

from tui.panels.network.layout import NetworkLayout, Tile

EdgeKey = tuple[int, int]  # (target, source), as a weight matrix is indexed
Ends = tuple[int, int, int, int]  # x0, y0, x1, y1 in dots


@lru_cache(maxsize=1024)
def edge_ends(placed: NetworkLayout, layer: int) -> dict[EdgeKey, Ends]:
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


def gap(placed: NetworkLayout, layer: int) -> tuple[int, int]:
    """Return the cells between the column before and that of ``layer``: the first, and the one past the last."""
    before, after = (next(column for column in placed.columns if column.layer == n) for n in (layer - 1, layer))
    return before.x + before.width, after.x


def _port(tile: Tile, rank: int, count: int) -> int:
    return 4 * tile.y + (2 * rank + 1) * 4 // (2 * count)
