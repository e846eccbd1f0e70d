"""How a page is drawn: templates, assets, words, errors."""
