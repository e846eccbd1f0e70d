"""Mail servers are tried out: signed in, written to, read; each step in bounded time, and told in plain words."""
