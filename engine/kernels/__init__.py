"""The training loop, fast: in place with NumPy, or compiled with Numba; tests compare both with ``propagation.py``.

Read ``workspace.py`` first, then ``loops/`` for what is compiled. Every trick has its measured gain beside it, in
samples/s on one thread of an AMD EPYC: a factor of 1.1 means 1.1 times as many with the trick as without.
"""
