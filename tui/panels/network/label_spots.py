"""Where on the edges of a drawn network the labels of their weights stand.

This depends on the geometry alone, so labels stand still while weights change and from phase to phase.
"""

from functools import lru_cache

import numpy as np

from engine.quick_dataclass import dataclass
from tui.drawing.braille import THIN, Cells, line
from tui.panels.network.edges import EdgeKey, Ends, edge_ends
from tui.panels.network.layout import NetworkLayout

MOST = 16  # edges of a gap that can have a label each
VALUE_WIDTH, NARROW_VALUE_WIDTH = 5, 4
NARROW_GAP = 10  # cells; in a narrower one values are narrow too
NARROWEST_GAP = 6
SHARE = 0.4  # of an edge, from its source: the best spot for its label, before the edges cross
SHARES = tuple(share / 100 for share in range(20, 61))
OWN_SHARES = tuple(share / 100 for share in range(14, 87, 3))
OFF_SHARE = 12.0  # cost of standing a whole edge away from the best spot, in covered cells
MOST_COVERED = 2.0  # cells of other edges that a label may cover on average


@dataclass(frozen=True)
class Centre:
    """The middle cell of a label."""

    x: int
    y: int

    def start(self, width: int, left: int, right: int) -> int:
        """Return the first of ``width`` cells around the middle that lie between ``left`` and ``right``."""
        return max(left, min(self.x - width // 2, right - width))


def value_width(left: int, right: int) -> int:
    """Return the usual cells of a value in the gap between two columns."""
    return VALUE_WIDTH if right - left >= NARROW_GAP else NARROW_VALUE_WIDTH


def label_cells(left: int, right: int, width: int) -> tuple[int, int]:
    """Return the first cell that a label in a gap may take, and the cell after the last.

    Where there is room, one cell of the line stays in view on either side, at least on that of the source.
    """
    spare = right - left - width
    return left + (spare > 0), right - (spare > 1)


@lru_cache(maxsize=256)
def label_centres(layout: NetworkLayout, layer: int, width: int) -> dict[EdgeKey, Centre]:
    """Find a spot for a label of ``width`` cells on every edge in view from the layer before into ``layer``.

    Ideally all stand at the same share of their edges, each on a line of its own; otherwise each edge gets its own
    share. The result is empty where labels would cover too much of other edges, or each other.
    """
    ends = edge_ends(layout, layer)
    left, right = layout.gap(layer)
    if len(ends) > MOST or right - left < max(NARROWEST_GAP, width + 1):
        return {}
    room = _LabelRoom(layout, ends, *label_cells(left, right, width), width)
    return room.at_one_share() or room.at_own_shares()


def centre_alone(layout: NetworkLayout, layer: int, key: EdgeKey) -> Centre:
    """Return the spot of the only label in a gap."""
    return _centre(edge_ends(layout, layer)[key], SHARE)


def fan_centres(layout: NetworkLayout, layer: int, keys: tuple[EdgeKey, ...], width: int) -> dict[EdgeKey, Centre]:
    """Find spots for the labels of a fan: edges that share one end. Each stands beside the tile at its other end.

    They form one column, one on each line, and read as a list. The result is empty where the gap is too narrow.
    """
    left, right = layout.gap(layer)
    if right - left < width + 3:
        return {}
    if len({target for target, _ in keys}) == 1:
        return {(t, s): Centre(left + 1 + width // 2, layout.tiles[layer - 1][s].y) for t, s in keys}
    return {(t, s): Centre(right - 1 - width + width // 2, layout.tiles[layer][t].y) for t, s in keys}


def _centre(ends: Ends, share: float) -> Centre:
    x0, y0, x1, y1 = ends
    return Centre(round(x0 + (x1 - x0) * share) >> 1, round(y0 + (y1 - y0) * share) >> 2)


class _LabelRoom:
    """The cells between two columns, and how many edges run through each."""

    def __init__(self, layout: NetworkLayout, ends: dict[EdgeKey, Ends], left: int, right: int, width: int) -> None:
        self.ends, self.left, self.right, self.across, self.width = ends, left, right, layout.width, width
        self.paths: dict[EdgeKey, Cells] = {key: line(*of, THIN, layout.width)[0] for key, of in ends.items()}
        self.crowd = np.zeros(layout.width * layout.height, dtype=int)
        for cells in self.paths.values():
            self.crowd[cells] += 1

    def at_one_share(self) -> dict[EdgeKey, Centre]:
        """Place all labels at the best common share; return none if two would be on one line at every share."""
        best: tuple[float, dict[EdgeKey, Centre]] = (MOST_COVERED * len(self.ends), {})
        for share in SHARES:
            centres = {key: _centre(ends, share) for key, ends in self.ends.items()}
            if len({centre.y for centre in centres.values()}) == len(centres):
                covered = sum(self._covered(key, centre) for key, centre in centres.items())
                cost = covered + OFF_SHARE * abs(share - SHARE)
                best = min(best, (cost, centres), key=lambda option: option[0])
        return best[1]

    def at_own_shares(self) -> dict[EdgeKey, Centre]:
        """Place each label where it covers least; return none if one has no spot or they cover too much."""
        centres: dict[EdgeKey, Centre] = {}
        covered = 0.0
        for key, ends in self.ends.items():
            options = [(share, _centre(ends, share)) for share in OWN_SHARES]
            free = [
                (self._covered(key, centre) + OFF_SHARE * abs(share - SHARE), centre.x, centre.y)
                for share, centre in options
                if self._clear(centre, centres)
            ]
            if not free:
                return {}
            _, x, y = min(free)
            centres[key] = Centre(x, y)
            covered += self._covered(key, centres[key])
        return centres if covered <= MOST_COVERED * len(centres) else {}

    def _covered(self, key: EdgeKey, centre: Centre) -> int:
        """Count the cells of other edges under a label."""
        start = centre.y * self.across + centre.start(self.width, self.left, self.right)
        path = self.paths[key]
        own = np.count_nonzero((path >= start) & (path < start + self.width))
        return int(self.crowd[start : start + self.width].sum() - own)

    def _clear(self, centre: Centre, others: dict[EdgeKey, Centre]) -> bool:
        """Tell whether a label would keep at least one blank from those placed so far."""
        x = centre.start(self.width, self.left, self.right)
        return all(
            other.y != centre.y or abs(x - other.start(self.width, self.left, self.right)) > self.width
            for other in others.values()
        )
