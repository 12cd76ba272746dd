"""The workbench as plain lines, for screen readers, braille displays and pipes: read ``twin.py`` first."""
