"""The panels of the workbench, a room for each: its widget in ``view.py``, beside the pure functions that draw it.

Panels show a state and post messages (``messages.py``); they change nothing and know nothing of each other. Read
``panel.py`` first, their common base.
"""
