"""What an open window missed since the last event that it knows."""
