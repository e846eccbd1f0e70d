"""The translation editor: languages, their texts, files for translators, and the texts of one page."""
