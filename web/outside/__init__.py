"""Forms on other sites: what they send, and what the desk answers to their visitors. No cookie is read or set here."""
