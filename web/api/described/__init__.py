"""The API explained: to tools, and to those who write programs."""
