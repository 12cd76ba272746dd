"""A row that is a picture, drawn: the larger a number, the brighter its pixel."""

from __future__ import annotations

import numpy as np
from textual.strip import Strip

from engine.arrays import FloatArray
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.line import Line
from tui.drawing.palette import Palette, ink, readable, shade

MARKED = 4.5
"""The contrast of a mark to its pixel."""
SMALLEST_SIDE = 4
"""Pixels; a smaller picture shows nothing."""


def picture_lines(
    state: TrainingState, shape: tuple[int, int], canvas: Canvas, selected: int | None = None
) -> list[Strip]:
    """Draw the current row as large as fits: a pixel takes two cells or half a cell, or several pixels share one.

    Args:
        state: The training state.
        shape: Height and width of the picture in pixels.
        canvas: Where to draw; the picture may take less of it.
        selected: The input whose pixel is marked if it takes two cells; None marks none.

    Returns:
        Lines of equal length; empty if the canvas is too small to see anything.
    """
    inputs = state.dataset.inputs
    lowest, highest = float(inputs.min()), float(inputs.max())
    brightness = (inputs[state.shown.row].reshape(shape) - lowest) / ((highest - lowest) or 1.0)
    if 2 * shape[1] <= canvas.width and shape[0] <= canvas.height:
        marked = (-1, -1) if selected is None else divmod(selected, shape[1])
        return [
            _large(row, marked[1] if y == marked[0] else -1, canvas.palette)
            for y, row in enumerate(brightness.tolist())
        ]
    side = max(1, -(-shape[1] // max(canvas.width, 1)), -(-shape[0] // max(2 * canvas.height, 1)))
    if min(shape) // side < SMALLEST_SIDE:
        return []
    small = _shrunk(brightness, side)
    pairs = zip(small[::2], small[1::2], strict=True)
    return [_half([*zip(upper, lower, strict=True)], canvas.palette) for upper, lower in pairs]


def _shrunk(brightness: FloatArray, side: int) -> FloatArray:
    """Average squares of ``side`` × ``side`` pixels; pad with dark pixels to an even number of lines."""
    height, width = (-(-size // side) for size in brightness.shape)
    padded = np.zeros((2 * side * -(-height // 2), side * width))
    padded[: brightness.shape[0], : brightness.shape[1]] = brightness
    means: FloatArray = padded.reshape(-1, side, width, side).mean(axis=(1, 3))
    return means


def _large(pixels: list[float], marked: int, palette: Palette) -> Strip:
    """Draw one line, each pixel as two cells; that of index ``marked`` is marked."""
    line = Line()
    for number, pixel in enumerate(pixels):
        shown = shade(palette.tile, palette.tile_text, pixel)
        line.add(
            "[]" if number == marked else "  ", ink(readable(palette.key, shown, palette, MARKED), shown, bold=True)
        )
    return line.strip(line.width, ink(palette.text, palette.background)).simplify()


def _half(pixels: list[tuple[float, float]], palette: Palette) -> Strip:
    """Draw one line, each cell with an upper and a lower pixel; with ASCII in the shade between the two."""
    line = Line()
    for upper, lower in pixels:
        if palette.ascii:
            line.add(" ", ink(palette.tile_text, shade(palette.tile, palette.tile_text, float(upper + lower) / 2)))
            continue
        top, bottom = (shade(palette.tile, palette.tile_text, float(pixel)) for pixel in (upper, lower))
        line.add("▀", ink(top, bottom))
    return line.strip(line.width, ink(palette.text, palette.background)).simplify()
