"""The desk's settings, templates and log."""
