"""A ticket on the screen, and what an operator does to it."""
