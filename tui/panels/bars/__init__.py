"""The status bar at the top of the workbench and the key bar at its foot. Read ``view.py`` first."""
