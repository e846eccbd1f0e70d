"""Fixtures and rules of every test; what each one offers is in its own small module."""

pytest_plugins = [
    "tests.plugins.run",
    "tests.plugins.not_run_here",
    "tests.plugins.databases",
    "tests.plugins.desk",
    "tests.plugins.servers",
]
