"""The customers' pages: writing to the desk, and the ticket page behind number and access code. They need no script."""
