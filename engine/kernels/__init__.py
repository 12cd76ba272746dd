"""The training loop, fast: in place with NumPy, or compiled with Numba; tests compare both with ``propagation.py``.

Read ``workspace.py`` first.
"""
