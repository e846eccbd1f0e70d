"""The desk itself: its nouns, acts, reads, rules and events. Knows no door (web, mail, realtime)."""
