"""The language of logs, scripts and the plain mode: one line of text for each command, read and written."""
