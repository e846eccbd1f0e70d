"""What a person wrote, parted from history and signature: line by line, linear, and erring on the side of showing."""
