"""How a desk is set up: settings from the environment, those that the console changes, the keys it keeps."""
