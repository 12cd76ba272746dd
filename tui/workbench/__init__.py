"""The one main screen: panels together, keys, command palette.

``keymap.py`` binds the keys to verbs, ``actions.py`` says what each verb does; ``workbench.py`` is the screen. Read
``workbench.py`` first.
"""
