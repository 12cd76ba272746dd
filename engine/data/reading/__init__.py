"""Reading tables as they really come: a file's bytes → text → records → columns with kinds → samples to learn from.

Each step is read rightly, or with a warning that names line and column, or refused in one line that does.
``engine.data.dataset`` is the way in.
"""
