"""How addresses and the database call a text: by a digest, because a text can be as long as a letter."""

import hashlib

from app.text.catalogue import TextKey

HEX_DIGITS = 32


def text_id(key: TextKey) -> str:
    """32 hexadecimal digits, the same in every version that has this text in this context with this plural."""
    said = "\0".join((key.context or "", key.singular, key.plural or ""))
    return hashlib.sha256(said.encode()).hexdigest()[:HEX_DIGITS]
