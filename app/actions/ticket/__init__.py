"""Actions on a ticket: its assignee, its status, its customer."""
