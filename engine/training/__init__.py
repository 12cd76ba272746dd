"""Training as ``update(state, command) → state``. Read ``state.py``, ``commands.py`` and ``update.py``, in this order.

``run.py`` trains many samples, ``cursor.py`` knows where a training stands, ``divergence.py`` what went wrong.
"""
