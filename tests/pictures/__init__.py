"""Screenshots of every page, dialog, menu and mail, for a person to leaf through: `make pictures`."""
