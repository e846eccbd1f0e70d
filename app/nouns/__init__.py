"""What the desk speaks of: ticket, message, operator, group, event, mail; and what each may do."""
