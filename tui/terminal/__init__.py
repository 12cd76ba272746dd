"""The terminal itself: streams, signals, colours, text from outside, numbers as typed, and fixes for Textual.

Read ``text.py`` first: nothing from a file reaches the screen without it.
"""
