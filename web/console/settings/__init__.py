"""The desk's settings: their sections, the page, and what is done there."""
