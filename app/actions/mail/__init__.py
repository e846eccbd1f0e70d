"""Actions on mail: received, waiting to be sent, and its outcome."""
