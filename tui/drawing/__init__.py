"""Pure drawing, which knows nothing of networks: colours, numbers in few cells, lines, frames and braille dots.

Read ``canvas.py`` first, then ``line.py``: most of the screen is lines drawn on a canvas.
"""
