"""People, groups, sessions, links."""
