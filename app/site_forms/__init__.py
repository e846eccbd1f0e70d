"""Forms on other sites: what one is, and what an administrator types about it."""
