"""A training step worked by hand, figure by figure against the engine: what is right, what follows, which slip it was.

Read ``checking.py`` first. ``hand_pass.py`` computes a step from what the learner wrote, ``mistakes.py`` and
``mixups.py`` are the slips that it knows.
"""
