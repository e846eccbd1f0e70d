"""Groups and their opening hours, for administrators."""
