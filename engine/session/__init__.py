"""One learner's training through time: steps, undo and export. Read ``session.py`` first, then ``timeline.py``."""
