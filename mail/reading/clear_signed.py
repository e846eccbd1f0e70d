"""PGP's armour in a plain text (RFC 9580 §6 and §7): a signed text is taken out of it, an encrypted one is known by it."""

import binascii
import re
from itertools import islice
from typing import Final

_BEGIN: Final = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z-]{1,40}: [^\n]{0,200}\n){0,20}[ \t]*\n", re.MULTILINE
)
_SIGNATURE: Final = re.compile(r"^-----BEGIN PGP SIGNATURE-----[ \t]*$", re.MULTILINE)
_END: Final = re.compile(r"^-----END PGP SIGNATURE-----[ \t]*\n?", re.MULTILINE)
_MESSAGE: Final = re.compile(
    r"^-----BEGIN PGP MESSAGE-----[ \t]*\n(?:[A-Za-z-]{1,40}: [^\n]{0,200}\n){0,20}[ \t]*\n([A-Za-z0-9+/]{4})",
    re.MULTILINE,
)
_ARMOURS: Final = 20
_ENCRYPTED: Final = frozenset({1, 3, 9, 18, 20})
"""Packets that an encrypted message begins with (RFC 9580 §5): a session key, or data under one."""
_ESCAPED: Final = re.compile(r"^- ", re.MULTILINE)


def without_armour(text: str) -> str | None:
    """Return a clear-signed text as its writer wrote it, with the text around it; None if it is not one."""
    begin = _BEGIN.search(text)
    signature = _SIGNATURE.search(text, begin.end()) if begin else None
    if begin is None or signature is None:
        return None
    end = _END.search(text, signature.end())
    said = _ESCAPED.sub("", text[begin.end() : signature.start()])
    return text[: begin.start()] + said + (text[end.end() :] if end else "")


def holds_encrypted(text: str) -> bool:
    """Say whether a message in PGP's armour in a text is encrypted, and not merely signed or compressed. A quoted one does not count."""
    if "-----BEGIN PGP MESSAGE-----" not in text:
        return False
    return any(_first_packet(found[1]) in _ENCRYPTED for found in islice(_MESSAGE.finditer(text), _ARMOURS))


def _first_packet(quartet: str) -> int:
    """The type of the packet that base64 begins with, in the newer or the older format (RFC 9580 §4.2)."""
    first = binascii.a2b_base64(quartet)[0]
    return first & 0x3F if first & 0x40 else first >> 2 & 0x0F
