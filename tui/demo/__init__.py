"""Demos: scripts that drive the workbench without a terminal, and the films and pictures that come of them."""
