"""Mailbox drivers: raw messages out of POP3 and IMAP accounts, each call within its deadline.

Nothing here parses mail or knows a database. `mailbox_from_url` (`url.py`) makes the right kind.
"""
