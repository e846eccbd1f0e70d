"""The floor of the house: tables and migrations. Imports nothing of ours."""
