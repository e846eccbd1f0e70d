"""Queries about groups."""
