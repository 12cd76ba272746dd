"""Sessions on disk: what was done as a log of lines, the rows, and the states that memory holds."""
