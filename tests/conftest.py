"""Fixtures and rules of every test; what each one offers is in its own small module."""

pytest_plugins = [
    "tests.plugins.run",
    "tests.plugins.bundles",
    "tests.plugins.examples",
    "tests.plugins.not_run_here",
    "tests.plugins.databases",
    "tests.plugins.desk",
    "tests.plugins.languages",
    "tests.plugins.servers",
    "tests.plugins.texts",
]
