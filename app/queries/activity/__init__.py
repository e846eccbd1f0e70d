"""The activity log as administrators search it."""
