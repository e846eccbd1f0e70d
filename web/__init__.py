"""The desk over HTTP: the console, the customers' pages, the API. Reads requests, calls actions, draws pages."""
