"""The steps panel: the timeline of everything that was done, to go back and forth in.

Read ``lines.py`` first; ``descriptions.py`` puts each step into words.
"""
