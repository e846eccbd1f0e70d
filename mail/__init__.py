"""Mail in and out: mailboxes, parsing, threading, intake; composing, SMTP, the outbox."""
