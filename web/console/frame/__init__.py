"""What every page of the console has: its frame, its words, its labels."""
