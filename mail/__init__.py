"""Mail in and out: mailboxes, letters, threading, intake; composing, SMTP, the outbox."""
