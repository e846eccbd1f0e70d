"""What is wrong in a language's catalogue."""

from tools.languages.books import Book, id_of, key_of, texts_of_pot


def wrong_in(language: str) -> list[str]:
    """Its texts that are missing, fuzzy, or do not fit the English, a line each."""
    book = Book.of(language)
    found = []
    for key in map(key_of, texts_of_pot()):
        if key not in book.texts:
            found.append(f"{id_of(key)} missing: {key.singular}")
        elif key in book.fuzzy:
            found.append(f"{id_of(key)} fuzzy: {key.singular}")
        else:
            found += [f"{id_of(key)} {fault}: {key.singular}" for fault in book.faults_of(key, book.texts[key])]
    return found
