"""The loops, compiled into Numba's cache or loaded from there.

``compiling.py`` imports this module in the process that compiles, and ``compiler.py`` once the loops are in the cache
and a training is long enough to be worth loading them.
"""

from typing import Any, NamedTuple

from numba.core.event import Event, Listener, install_listener

from engine.kernels.loop_cache import NotCachedError
from engine.kernels.loops import batches, errors, plain, samples


class Loops(NamedTuple):
    """The compiled loops.

    Attributes:
        plain: The article's method: plain gradient descent, one sample at a time.
        samples: One sample at a time with any optimiser.
        batches: Batches.
        errors: The error over all rows.
    """

    plain: Any
    samples: Any
    batches: Any
    errors: Any


_LOOPS = Loops(plain.train_plain, samples.train_samples, batches.train_batches, errors.find_errors)
_SIGNATURES = Loops(plain.SIGNATURE, samples.SIGNATURE, batches.SIGNATURE, errors.SIGNATURE)


class _Forbidding(Listener):  # type: ignore[misc]
    """Refuses to compile what the cache does not have."""

    def on_start(self, event: Event) -> None:
        raise NotCachedError

    def on_end(self, event: Event) -> None:
        """Nothing was begun."""


def compile_loops() -> None:
    """Compile the loops into Numba's cache, or find them there."""
    for loop, signature in zip(_LOOPS, _SIGNATURES, strict=True):
        loop.compile(signature)


def load_loops() -> Loops:
    """Return the loops, loaded from Numba's cache.

    Raises:
        NotCachedError: One would have to be compiled.
    """
    for loop, signature in zip(_LOOPS, _SIGNATURES, strict=True):
        if not loop.signatures:
            with install_listener("numba:compile", _Forbidding()):
                loop.compile(signature)
            loop.disable_compile()  # arrays that fit the signature are taken as they are, not compiled for
    return _LOOPS
