"""Formulas as expression trees, and how they are written; knows no network. Read ``expressions.py`` first."""
