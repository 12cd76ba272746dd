"""The status bar and message line at the top of the workbench, the key bar at its foot. Read ``view.py`` first."""
