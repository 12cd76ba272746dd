"""What was trained as files and programs for other tools. Read ``model.py`` first, then ``numpy_program.py``."""
