"""What opens over the workbench: the architecture, opening and importing data, all gradients checked, all keys.

Read ``architecture.py`` first: a dialog that changes the network, beside ``architecture_settings.py``, which lists what
can be changed. ``settings/`` draws such lists.
"""
