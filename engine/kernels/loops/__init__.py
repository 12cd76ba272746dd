"""Numba's loops, a page for each way of training: ``plain.py``, ``samples.py``, ``batches.py``.

These modules alone import Numba and SciPy. They compute what ``propagation.py`` and ``optimizers.py`` say, but add sums
up in another order: the last bits differ. ``layers.py`` has what they share, ``steps.py`` the optimisers, and
``loading.py`` compiles the loops or takes them from the cache.
"""
