"""Where the edges of a drawn network run."""

from functools import lru_cache

from tui.panels.network.layout import NetworkLayout, Tile

EdgeKey = tuple[int, int]  # (target, source), as a weight matrix is indexed
Ends = tuple[int, int, int, int]  # x0, y0, x1, y1 in dots


@lru_cache(maxsize=1024)
def edge_ends(layout: NetworkLayout, layer: int) -> dict[EdgeKey, Ends]:
    """Return both ends, in dots, of each edge in view from the layer before into ``layer``.

    Edges leave and reach a tile at its head row, spread over the row's four dots so that they stay apart, with a small
    distance from the tile where there is room.
    """
    sources, targets = layout.tiles[layer - 1], layout.tiles[layer]
    left, right = layout.gap(layer)
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


def _port(tile: Tile, rank: int, count: int) -> int:
    """Return the dot at which edge ``rank`` of ``count`` meets a tile."""
    return 4 * tile.y + (2 * rank + 1) * 4 // (2 * count)
