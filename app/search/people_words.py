"""The words by which a customer is found: those of the name, the address whole and in its pieces."""

from app.search.folding import typed_words, words_of

WORD_CHARS = 60


def customer_words_of(name: str, email_key: str) -> set[str]:
    """Every word of name and address, as people may spell it."""
    return {word[:WORD_CHARS] for word in (email_key, *words_of(name), *words_of(email_key)) if word}


def typed_customer_words(typed: str) -> list[str]:
    """What somebody types, word by word; an address stays one word."""
    found: list[str] = []
    for piece in typed[:100].split():
        found += [piece.lower()] if piece.find("@") > 0 else typed_words(piece)
    return [word[:WORD_CHARS] for word in dict.fromkeys(found)]
