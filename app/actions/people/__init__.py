"""Acts on people and groups: adding, signing in, passwords, leaving."""
