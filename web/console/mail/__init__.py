"""Mail for administrators."""
