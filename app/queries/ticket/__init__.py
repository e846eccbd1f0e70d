"""One ticket, its messages and its thread, as each reader may see them."""
