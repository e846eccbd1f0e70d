"""A desk full of realistic tickets, reproducible from a number: for the demo, for benchmarks, for a first look.

The one place besides `actions/` that writes tickets: it writes thousands at once, with the same rows and events that
the acts themselves would have left.
"""
