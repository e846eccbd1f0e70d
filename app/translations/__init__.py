"""The desk's texts as administrators change them: which there are, what a translation must hold, files for translators."""
