"""How much to train between two looks at what is asked for."""

CHUNK_SECONDS = 0.1
"""How long is trained between two looks at ctrl+c and the progress, where no screen is drawn."""
FIRST_CHUNK = 32
"""How many samples to begin with."""
FASTEST_GROWTH = 4
"""How many times larger than the last one a chunk may be."""


def chunk_after(chunk: int, samples: int, took: float, wanted: float) -> int:
    """Return how many samples to train in the next chunk.

    Args:
        chunk: How many were meant for the last one.
        samples: How many it trained.
        took: The seconds that it took.
        wanted: The seconds that a chunk is to take.
    """
    return max(1, min(int(samples * wanted / max(took, 1e-9)), chunk * FASTEST_GROWTH))
