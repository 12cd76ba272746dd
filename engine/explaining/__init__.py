"""From a number on screen to its formula with the numbers in it, and to where each of them came from.

Read ``explain.py`` first; ``worked_step.py`` holds the numbers it explains; ``sheets/`` compares
a step that was worked by hand with them.
"""
