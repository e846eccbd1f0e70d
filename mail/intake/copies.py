"""A mail that came twice: the very same, or once straight and once through a list that wrote a footer below it."""

import hashlib

from app.desk import Desk
from app.queries.mail.inbound import alike, taken_from
from mail.judging.lists import is_list
from mail.letter.letter import Letter
from mail.reader.talk import LetterReading

FOOTER_CHARS = 1_500


async def earlier_copy(desk: Desk, inbound_id: int, reading: LetterReading) -> int | None:
    """The number of the mail that this one repeats; None if there is none, or it says more."""
    letter = reading.letter
    if not letter.message_id:
        return None
    name, sender = letter.message_id, letter.from_email.lower()
    found = await alike(desk, inbound_id, reading.fingerprint, name, sender)
    if found.copy is not None or not found.has_namesake:
        return found.copy
    taken = await taken_from(desk, inbound_id, name, sender)
    return next((number for number, text, files in taken if _says_no_more(letter, text, files)), None)


def _says_no_more(letter: Letter, text: str, files: set[str]) -> bool:
    """Whether every word and file of the mail has been received before, apart from a list's footer.

    Message-ID and sender alone are not enough: a stranger could send them first, and make the real mail vanish.
    """
    here, there = _words(letter.text), _words(text)
    is_footed = is_list(letter) and bool(there) and here.startswith(there) and len(here) - len(there) <= FOOTER_CHARS
    return bool(here) and (here in there or is_footed) and _brings(letter) <= files


def _brings(letter: Letter) -> set[str]:
    """The digests of its files; a list's footer may be a separate small text file."""
    footer = "text/plain" if is_list(letter) else ""
    return {
        hashlib.sha256(file.payload).hexdigest()
        for file in letter.attachments
        if file.content_type != footer or file.size_bytes > FOOTER_CHARS
    }


def _words(text: str) -> str:
    return " ".join(text.split())
