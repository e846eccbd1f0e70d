"""What a person wrote, trimmed of history and signature: line by line, linear, and erring on the side of showing."""
