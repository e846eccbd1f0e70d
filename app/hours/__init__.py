"""When groups are open: hours as they are kept, typed and counted."""
