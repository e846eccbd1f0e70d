"""Acts on the desk itself: settings, templates, leases, house-keeping."""
