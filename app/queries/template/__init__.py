"""Saved answers: for whom each is, and what fits a ticket."""
