"""Bytes to text: transfer encodings, charsets, and guesses where labels are missing or wrong."""
