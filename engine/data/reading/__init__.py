"""Reading tables as they come: bytes → text → records → table of cells → columns of a kind → matrices.

Every step reads rightly, or notes its guess with line and column, or refuses the file in one line. ``reader.py`` goes
through the steps in order; read it first.
"""
