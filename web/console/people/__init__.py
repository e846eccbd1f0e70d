"""The people of the desk, and what each sets about themselves."""
