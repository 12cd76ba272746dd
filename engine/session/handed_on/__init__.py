"""Sessions that are handed on, as a file or a line of text. What comes in is trusted in nothing and opens no path."""
