"""How connections are served: what uvicorn leaves open is bounded here."""
