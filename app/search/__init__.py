"""Finding tickets: one field, on both engines, without a search server."""
