"""A list of settings, each changed by a step in either direction. Read ``setting.py`` first."""
