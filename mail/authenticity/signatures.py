"""DKIM (RFC 6376): whether a domain signed this mail. dkimpy checks; what it is given is bounded here."""

from collections.abc import Callable, Iterator
from typing import Final

from mail.authenticity.dns import Ask, Silent

SIGNATURES: Final = 3  # of the domain, tried
MAIL_BYTES: Final = (
    1024 * 1024
)  # checking 1 MiB takes 0.3 s and holds other threads up for a tenth; 4 MiB four times that
_KEY_CHARS: Final = 1_200  # of a key record: RSA with 4,096 bits has 800; larger ones only cost time
_ALGORITHMS: Final = frozenset({b"rsa-sha256", b"ed25519-sha256"})  # RFC 8301: nothing with SHA-1


def is_signed_by(raw: bytes, is_aligned: Callable[[str], bool], ask: Ask) -> bool:
    """Whether a signature of a domain that `is_aligned` approves holds. Raises Silent where that cannot be known."""
    if len(raw) > MAIL_BYTES:
        raise Silent
    unknown = False
    for number, place in enumerate(_signatures(raw, is_aligned)):
        if number >= SIGNATURES:
            break
        try:
            if _holds(raw, place, ask):
                return True
        except Silent:
            unknown = True
    if unknown:
        raise Silent
    return False


def _signatures(raw: bytes, is_aligned: Callable[[str], bool]) -> Iterator[int]:
    """The places, among all signatures, of those that say whether From is genuine: whole body, From signed."""
    import dkim  # noqa: PLC0415  only when a mail has come
    from dkim.util import InvalidTagValueList, parse_tag_value  # noqa: PLC0415

    try:
        headers, _body = dkim.rfc822_parse(raw)
    except dkim.MessageFormatError:
        return
    values = [value for name, value in headers if name.lower() == b"dkim-signature"]
    for place, value in enumerate(values):
        try:
            tags = parse_tag_value(value)
        except InvalidTagValueList:
            continue
        signed = {name.strip().lower() for name in tags.get(b"h", b"").split(b":")}
        domain = tags.get(b"d", b"").decode("ascii", "replace").strip()
        if b"l" not in tags and b"from" in signed and tags.get(b"a") in _ALGORITHMS and is_aligned(domain):
            yield place


def _holds(raw: bytes, place: int, ask: Ask) -> bool:
    import dkim  # noqa: PLC0415  as above

    def key_of(name: bytes, **_timeout: float) -> bytes | None:
        found = [one for one in ask(name.decode("ascii", "replace"), "TXT") if len(one) <= _KEY_CHARS]
        return found[0] if found else None

    try:
        return bool(dkim.DKIM(raw).verify(idx=place, dnsfunc=key_of))
    except Silent:
        raise
    except Exception:  # noqa: BLE001 - a stranger's signature or key that defeats the check is none
        return False
