"""What the desk counts, when, and how it follows from the log: pure, nothing here reads or writes the database."""
