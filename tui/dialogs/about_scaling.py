"""What the kinds of scaling mean, for the settings that choose one."""

ABOUT_SCALING = {
    "none": ("numbers as they are", "as they are"),
    "standard": ("to mean 0 and deviation 1", "mean 0, st. dev. 1"),
    "minmax": ("to the range 0 to 1", "range 0 to 1"),
}
"""In a few words, and in fewer."""
