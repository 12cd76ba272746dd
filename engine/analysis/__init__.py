"""Judging a network: evaluation, metrics, gradient check, loss slices, decision maps. Read ``evaluation.py`` first."""
