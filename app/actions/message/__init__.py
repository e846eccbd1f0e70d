"""Acts that put a message on a ticket or move one: opening, answering, noting, writing."""
