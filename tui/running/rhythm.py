"""How much to train between two looks at what is asked for, and how often to show it."""

CHUNK = 0.01
"""Seconds of processor time for a chunk of training. Not of time on the clock: a thread that others keep from the
processor would train less and less, and look for commands more and more often."""
SOONEST, LATEST = 0.1, 2.0
"""The shortest and the longest time between two pictures, in seconds."""
SHARE = 4
"""How many times longer than a picture takes to be seen the next one waits."""


def interval_after(seconds: float) -> float:
    """Return the time between two pictures if the last one was seen so many seconds after it was sent to the screen."""
    return min(max(SOONEST, SHARE * seconds), LATEST)
