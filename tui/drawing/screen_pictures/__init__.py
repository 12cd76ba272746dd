"""Pictures of a screen: its rows as SVG and as text, an accepted picture read again, and where two pictures differ.

Read ``cells.py`` first: every picture is made of cells, and pictures are compared cell by cell.
"""
