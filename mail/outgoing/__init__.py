"""Mail on its way out: the outbox, its pace, the mail server."""
