"""Rows to learn from: data sets, reading them from files, generating, scaling and splitting them.

Read ``dataset.py`` first. ``files.py`` is the only door to ``reading``.
"""
