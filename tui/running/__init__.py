"""Who trains and when: the screen itself, or a thread while the training runs. Read ``controller.py`` first."""
