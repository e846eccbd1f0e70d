"""Bytes of a message to its pieces: headers, charsets, parts, text. Pure functions, bounded, without I/O."""
