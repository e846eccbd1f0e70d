"""Statistics: the pages, the lists behind their figures, and what can be downloaded."""
