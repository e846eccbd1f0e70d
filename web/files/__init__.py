"""Files that hang on messages, handed out."""
