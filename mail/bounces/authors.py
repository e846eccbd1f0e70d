"""Who wrote a mail about a failed delivery: certainly a machine, certainly a person, or unknown.

Everyday words never decide: cards are rejected, boilers fail, parcels are returned, and guests write about it.
"""

from enum import StrEnum
from typing import Final

from mail.bounces.phrases import DAEMON_ADDRESS, DAEMON_NAME, DAEMON_SURELY
from mail.bounces.signs import Signs, is_reply
from mail.letter.letter import Letter
from mail.quoting.context import is_forward
from mail.reading.mime import Part

_OWN_HEADERS: Final = ("x-failed-recipients", "x-mlserver", "x-mailer-daemon")


class Author(StrEnum):
    """Who wrote it."""

    MACHINE = "machine"
    PERSON = "person"
    UNKNOWN = "unknown"


def author_of(letter: Letter, top: Part, signs: Signs) -> Author:
    """Judge by what only machines do, then by what only people do; otherwise unknown."""
    sender = letter.from_email.lower() or letter.from_name.casefold()
    is_daemon = DAEMON_SURELY.fullmatch(sender) is not None
    if _bears_mark(letter, top) or (is_daemon and (sender.startswith("mailer-daemon") or signs.transcript)):
        return Author.MACHINE
    if is_reply(letter.subject) or is_forward(letter.subject, letter.whole_text):
        return Author.PERSON
    if is_daemon and (signs.structure or signs.subject):
        return Author.MACHINE
    if letter.in_reply_to or letter.references:
        return Author.PERSON  # systems that answer so bear a mark
    if signs.shows_anothers:
        return Author.PERSON
    is_like_one = DAEMON_ADDRESS.fullmatch(sender) or DAEMON_NAME.search(letter.from_name.casefold())
    return Author.MACHINE if is_like_one and signs.quotes_server and signs.subject else Author.UNKNOWN


def _bears_mark(letter: Letter, top: Part) -> bool:
    """Whether it has what people's programs never write: a report (RFC 6522) as the whole mail, or the null path."""
    return (
        top.content_type == "multipart/report"
        or letter.null_return_path
        or letter.headers.get("from", [""])[0].strip() == "<>"
        or letter.auto_submitted not in {"", "no"}
        or any(name in letter.headers for name in _OWN_HEADERS)
    )
