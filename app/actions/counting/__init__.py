"""Filling `counted_acts` from the log, beside the desk's work and never within it."""
