"""The HTTP API: what programs ask of the desk. Each call reads its request, calls one query or action, and answers."""
