"""A `.po` as programs read it (`.mo`), with the digest of the `.po` inside, so that a stale one is seen."""

import hashlib
from pathlib import Path

DIGEST = "X-Digest"


def digest_of(po: Path) -> str:
    """Names the content of the file."""
    return hashlib.sha256(po.read_bytes()).hexdigest()[:16]


def compiled(po: Path) -> bytes:
    """The translated texts of the file; untranslated, fuzzy and obsolete ones are left out."""
    import polib  # noqa: PLC0415  a running desk that was set up needs it for nothing

    texts = polib.pofile(str(po))
    texts.metadata[DIGEST] = digest_of(po)
    return bytes(texts.to_binary())
