"""What administrators do to groups."""
