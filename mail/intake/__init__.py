"""Mail on its way in: fetched and kept, then read from what was kept, judged and put where it belongs."""
