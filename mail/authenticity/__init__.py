"""Whether a mail is from the domain in its From: our own check (RFC 7489), where the receiving server made none."""
