"""Sessions that are handed on."""
