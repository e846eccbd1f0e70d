"""What a mail is, where it belongs, and what it may do there."""
