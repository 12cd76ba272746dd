"""Names that look unused to vulture because only a library uses them. Never imported: vulture reads it as code.

Prefixes such as ``action_`` and Textual's ``@on`` are in ``pyproject.toml``.
"""
# ruff: noqa: B018, F821

# Textual reads these class attributes.
_.ALLOW_SELECT
_.AUTO_FOCUS
_.CSS_PATH
_.HORIZONTAL_BREAKPOINTS
_.TITLE
_.VERTICAL_BREAKPOINTS
_.available_themes
_.can_focus
_.display

# Textual reads this setting while an app begins.
_.COLOR_SYSTEM

# Textual reads these attributes of its parser of input.
_.mouse_pixels
_.terminal_size

# Textual reads these attributes of a widget.
_.border_subtitle
_.border_title
_.icon
_.max_length

# Textual calls these methods, with these parameters.
_.arrange
_.compose
_.container
_.discover
_.feed
_.get_content_height
_.get_default_screen
_.check_action
_.cursor_position
_.get_system_commands
_.greedy
_.post_display_hook
_.render_line
_.select_on_focus
_.viewport

# rich calls this method of its console's file or console.
_.show_cursor

# argparse calls this method.
_.print_help

# dict reads this attribute.
_.default_factory

# Numba reads this setting.
_.CACHE_DIR

# The compiled loop numbers every kind, also those it compares with none.
_.BINARY
_.HALF_SQUARED
_.LINEAR

# The article's step: tests hold the readable arithmetic to it, training takes every optimiser's.
_.descend

# Textual reads these attributes of an app and of a notice.
_.animation_level
_.raised_at

# The log as a whole: tests look at it, while the screen reads the steps it shows.
_.commands

# The workbench keeps a session with these.
_.read_timeline
_.write_timeline

# ONNX writes this attribute of a model.
_.ir_version
