"""Passwords, access codes, and the tokens in links and mails: made here, and checked here."""
