"""What each call does, with its operation beside it."""
