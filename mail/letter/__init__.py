"""A mail once read, and how much of it is read."""
