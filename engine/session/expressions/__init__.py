"""Expressions: conditions and numbers of a lesson or a demo, written with the names a learner sees.

Read ``expression.py`` first. Nothing is ever run as Python: the text is checked and evaluated here.
"""
