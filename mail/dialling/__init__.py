"""How a mail server is reached, by whichever protocol, and why it was not."""
