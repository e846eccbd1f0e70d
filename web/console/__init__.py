"""The operators' console: pages, pieces of pages, and the acts that they ask for."""
