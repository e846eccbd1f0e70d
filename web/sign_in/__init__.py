"""The console's door: signing in, and setting a password."""
