"""The network panel: neurons as tiles, weights as lines, selected with the arrow keys or the mouse.

Read ``picture.py`` first. ``placement.py`` decides where things stand, ``scene_of_state.py`` which numbers are shown.
"""
