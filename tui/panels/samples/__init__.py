"""The samples panel: the rows of the data, what is expected of each and what the network got.

Read ``rows.py`` first; ``columns.py`` shares out the cells of a line.
"""
