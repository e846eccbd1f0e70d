"""Reads for a screen, a mail, an export. They change nothing, and each has its index."""
