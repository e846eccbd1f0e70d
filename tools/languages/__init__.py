"""What `tools/texts` does: gather the texts of the code, keep the catalogues of all languages, help their translators."""
