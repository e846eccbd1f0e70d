"""Files: what they are, where they are stored, and whether there is room for more."""
