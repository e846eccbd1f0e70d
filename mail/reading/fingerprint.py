"""What two copies of one mail have in common, whichever way each of them took.

Message-ID alone is not enough: a stranger could send one first under the Message-ID of a mail that is still to
come, and make that one vanish.
"""

import hashlib

from mail.letter.letter import Letter


def fingerprint(letter: Letter) -> str:
    """A digest of Message-ID, From, Date and everything that the mail says; trace headers leave no mark on it."""
    digest = hashlib.sha256()
    for part in (
        letter.message_id,
        letter.from_email.lower(),
        str(letter.date_ms),
        letter.subject,
        letter.whole_text,
        letter.html or "",
    ):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
    for attachment in letter.attachments:
        digest.update(attachment.name.encode("utf-8", "surrogatepass") + b"\0")
        digest.update(hashlib.sha256(attachment.payload).digest())
    return digest.hexdigest()
