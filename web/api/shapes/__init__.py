"""What the API takes and what it answers with: models that check, and from which the OpenAPI document is made."""
