"""What is done about customers: their names, notes and addresses, all of their data."""
