"""Header fields, and what their values say."""
