"""Reads for programs and other sites."""
