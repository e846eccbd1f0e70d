"""A mail's HTML, taken apart and turned into text."""
