"""glassnet's terminal interface. Each room imports only the rooms above it in this list; start with ``workbench``.

``terminal/`` the terminal itself: hang-ups, output streams, 256 colours, text from outside made harmless.
``running/`` who trains and when: the controller, and the thread that runs.
``drawing/`` pure drawing: palette, numbers, braille dots, frames, wrapped lines.
``panels/`` a room for each panel of the workbench: its widget, beside the pure functions that draw it.
``dialogs/`` everything that opens over the workbench.
``workbench/`` the one main screen: the panels together, the keys, the palette.
``app.py``, ``themes.py`` the application and its colour themes.
``command_line/`` ``glassnet`` and its commands, most of which need no screen.
"""
