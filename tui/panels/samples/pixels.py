"""A row that is a picture, drawn: the larger a number, the brighter its pixel."""

from __future__ import annotations

import numpy as np
from textual.strip import Strip

from engine.arrays import FloatArray
from engine.training.state import TrainingState
from tui.drawing.canvas import Canvas
from tui.drawing.line import Line
from tui.drawing.palette import Palette, ink, shade

SMALLEST_SIDE = 4
"""Pixels; a smaller picture shows nothing."""


def picture_lines(state: TrainingState, shape: tuple[int, int], canvas: Canvas) -> list[Strip]:
    """Draw the current row as large as fits: a pixel takes two cells or half a cell, or several pixels share one.

    Args:
        state: The training state.
        shape: Height and width of the picture in pixels.
        canvas: Where to draw; the picture may take less of it.

    Returns:
        Lines of equal length; empty if the canvas is too small to see anything.
    """
    inputs = state.dataset.inputs
    lowest, highest = float(inputs.min()), float(inputs.max())
    brightness = (inputs[state.shown.row].reshape(shape) - lowest) / ((highest - lowest) or 1.0)
    if 2 * shape[1] <= canvas.width and shape[0] <= canvas.height:
        return [_line([(pixel, pixel) for pixel in row], "  ", canvas.palette) for row in brightness]
    side = max(1, -(-shape[1] // max(canvas.width, 1)), -(-shape[0] // max(2 * canvas.height, 1)))
    if min(shape) // side < SMALLEST_SIDE:
        return []
    small = _shrunk(brightness, side)
    pairs = zip(small[::2], small[1::2], strict=True)
    return [_line([*zip(upper, lower, strict=True)], "▀", canvas.palette) for upper, lower in pairs]


def _shrunk(brightness: FloatArray, side: int) -> FloatArray:
    """Average squares of ``side`` × ``side`` pixels; pad with dark pixels to an even number of lines."""
    height, width = (-(-size // side) for size in brightness.shape)
    padded = np.zeros((2 * side * -(-height // 2), side * width))
    padded[: brightness.shape[0], : brightness.shape[1]] = brightness
    means: FloatArray = padded.reshape(-1, side, width, side).mean(axis=(1, 3))
    return means


def _line(pixels: list[tuple[float, float]], text: str, palette: Palette) -> Strip:
    """Draw one line, each pair of an upper and a lower pixel as ``text``."""
    line = Line()
    for upper, lower in pixels:
        top, bottom = (shade(palette.tile, palette.tile_text, float(pixel)) for pixel in (upper, lower))
        line.add(text, ink(top, bottom))
    return line.strip(line.width, ink(palette.text, palette.background)).simplify()
