"""The event log, and what the console has changed of the settings."""
