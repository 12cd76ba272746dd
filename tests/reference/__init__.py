"""The engine held to what public libraries compute from the same start."""
