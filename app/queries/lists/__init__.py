"""Lists of tickets by key, their orders and counts."""
