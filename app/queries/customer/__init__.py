"""What the console shows of customers."""
