"""The list of tickets, and the search."""
