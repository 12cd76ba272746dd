"""What a training starts from. Read ``setup.py`` first; ``starts.py`` makes a setup from a name or a file."""
