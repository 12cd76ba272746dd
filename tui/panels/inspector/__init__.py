"""The inspector: where a number comes from, formula by formula, and the line in which a value is edited.

Read ``sheet.py`` first: it lays out what ``explained.py`` has found, with the help of ``formula_lines.py``.
"""
