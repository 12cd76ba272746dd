"""The chart panel and its views. Read ``views.py`` first: a view is a row of its table and a file.

``view.py`` is the panel. Views of curves return a ``chart.py`` that ``plot.py`` draws with plotext, on the axes that
``layout.py``, ``scales.py`` and ``ticks.py`` work out.
"""
