"""The base that imports nothing else: errors, the clock, the bell."""
