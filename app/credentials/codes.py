"""Access codes and other random names."""

import hashlib
import re
import secrets

from app.text.combining_marks import normalized
from app.text.digits import plain_digits

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base32: no I, L, O, U
LENGTH = 12
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
GLUE = re.compile(r"[^0-9A-Z]+")  # blanks and dashes of every kind, quotes, brackets, the full stop of a sentence
LONGEST = 200  # more is no code, whatever it is


def new_access_code() -> str:
    """Twelve characters, 60 random bits: a customer's key to one ticket page."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(LENGTH))  # 32 signs: each as likely


def typed_code(typed: str) -> str:
    """The code someone typed or pasted: in any case, width and digits, with anything between and around its characters."""
    return GLUE.sub("", plain_digits(normalized("NFKD", typed[:LONGEST])).upper()).translate(MISREAD)


def linked_code(given: str) -> str:
    """The code in the end of a link: mail programs take the next signs for a part of it, and some the next word."""
    return typed_code(given)[:LENGTH]


def grouped(code: str) -> str:
    """The code as people read it: K7QM-4XTD-0A2B."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def same_code(code: str, typed: str) -> bool:
    """Whether both are one code, compared in constant time."""
    return secrets.compare_digest(code.encode(), typed_code(typed).encode())


def new_key() -> str:
    """128 random bits in hexadecimal: an attachment's name, a claim, a request key."""
    return secrets.token_hex(16)


def digest_of(token: str) -> str:
    """What the database keeps of a token in a cookie or a link: whoever has the table opens nothing with it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
