"""A row that is a picture, drawn: the larger a number, the brighter its pixel."""

from __future__ import annotations

import numpy as np
from textual.strip import Strip

from engine.arrays import FloatArray
from engine.training.state import TrainingState
from tui.drawing.line import Line
from tui.drawing.palette import Palette, ink, shade


def picture_lines(
    state: TrainingState, shape: tuple[int, int], width: int, height: int, palette: Palette
) -> list[Strip]:
    """Draw the current row, as large as fits: two cells a pixel, or two pixels a cell, or several in one.

    Args:
        state: whose current row is drawn.
        shape: height and width of its picture, in pixels.
        width: of the room for it, in cells.
        height: likewise.
        palette: the colours.

    Returns:
        Lines of one length; none where there is no room to see anything.
    """
    inputs = state.dataset.inputs
    lowest, highest = float(inputs.min()), float(inputs.max())
    shares = (inputs[state.shown.row].reshape(shape) - lowest) / ((highest - lowest) or 1.0)
    if 2 * shape[1] <= width and shape[0] <= height:
        return [_line([(share, share) for share in row], "  ", palette) for row in shares]
    fold = max(1, -(-shape[1] // max(width, 1)), -(-shape[0] // max(2 * height, 1)))
    if min(shape) // fold < 4:
        return []
    small = _folded(shares, fold)
    pairs = zip(small[::2], small[1::2], strict=True)
    return [_line([*zip(upper, lower, strict=True)], "▀", palette) for upper, lower in pairs]


def _folded(shares: FloatArray, fold: int) -> FloatArray:
    """Take the mean of squares of so many pixels; an even number of lines comes out, with dark ones added."""
    height, width = (-(-size // fold) for size in shares.shape)
    padded = np.zeros((2 * fold * -(-height // 2), fold * width))
    padded[: shares.shape[0], : shares.shape[1]] = shares
    means: FloatArray = padded.reshape(-1, fold, width, fold).mean(axis=(1, 3))
    return means


def _line(pixels: list[tuple[float, float]], text: str, palette: Palette) -> Strip:
    line = Line()
    for upper, lower in pixels:
        top, bottom = (shade(palette.tile, palette.tile_text, float(share)) for share in (upper, lower))
        line.add(text, ink(top, bottom))
    return line.strip(line.width, ink(palette.text, palette.background)).simplify()
