"""Translations: the plural forms of languages, whether a text fits its English, how catalogues are compiled."""
