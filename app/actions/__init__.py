"""The only code that changes anything: one action is one change, its events and one transaction."""
