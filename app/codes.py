"""Access codes and other random names."""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base32: no I, L, O, U
LENGTH = 12
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None})


def new_access_code() -> str:
    """Twelve characters, 60 random bits: a customer's key to one ticket page."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def typed_code(typed: str) -> str:
    """The code that somebody typed, with dashes, blanks, small letters and the letters that look like digits."""
    return typed.upper().translate(MISREAD)[:40]


def grouped(code: str) -> str:
    """The code as people read it: K7QM-4XTD-0A2B."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def same_code(code: str, typed: str) -> bool:
    """Whether both are one code, compared in constant time."""
    return secrets.compare_digest(code.encode(), typed_code(typed).encode())


def new_key() -> str:
    """128 random bits in hexadecimal: an attachment's name, a claim, a request key."""
    return secrets.token_hex(16)


def stored_key(request_key: str | None, *scope: object) -> str | None:
    """What the database keeps of a request key: 64 characters, whatever was sent; None for none.

    `scope` says whose key it is (author, kind): a key that somebody else chose as well is another one.
    """
    if not request_key:
        return None
    said = "\0".join([*map(str, scope), request_key])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
