"""What a logarithmic axis cannot show: where a curve is exactly 0, in words."""

from __future__ import annotations

import numpy as np

from engine.arrays import FloatArray


def zero_texts(times: FloatArray, values: FloatArray, name: str) -> tuple[str, ...]:
    """Say where a curve is exactly 0 and so has no logarithm, the longest wording first; no texts if it is nowhere.

    Args:
        times: When each value was measured, in epochs, ascending.
        values: The values, up to the present.
        name: What they are: "MSE".
    """
    zero = values == 0.0
    if not zero.any():
        return ()
    if not zero[-1]:
        return (f"{name} is exactly 0 in the gap: no logarithm", f"{name} is 0 in the gap")
    first = len(zero) - int(np.argmin(zero[::-1])) if not zero.all() else 0
    when = _since(times, first)
    return (f"{name} is exactly 0 {when}: no logarithm", f"{name} is 0 {when}: no logarithm", f"{name} is 0 {when}")


def _since(times: FloatArray, first: int) -> str:
    """Say from when on the curve is 0, if ``first`` is the index of the first such value."""
    time = float(times[first])
    if first == 0 and time == 0:
        return "from the start"
    if first == len(times) - 1:
        return "now"
    thinned = first > 0 and time - float(times[first - 1]) > 1
    return f"from {'about ' if thinned else ''}epoch {round(time, 2):,.10g} on"
