"""The live wall, for administrators."""
