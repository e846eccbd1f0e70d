"""Parsing the responses to SELECT and FETCH; pure, and strict where a wrong literal would cut a message."""

import re
from typing import Final

from app.nouns.reasons import reason
from mail.mailboxes.errors import MailboxBroken

_VALIDITY: Final = re.compile(rb"\[UIDVALIDITY (\d{1,10})\]", re.IGNORECASE)
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d{1,18})\b", re.IGNORECASE)
_UID: Final = re.compile(rb"\bUID (\d{1,10})\b", re.IGNORECASE)
_LITERAL: Final = re.compile(rb"BODY\[\] ~?\{\d+\}$", re.IGNORECASE)
_QUOTED: Final = re.compile(rb'BODY\[\] "((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_FETCH: Final = re.compile(rb"\d+ FETCH \(", re.IGNORECASE)
# Behind the message only attributes may follow that FETCH knows (RFC 3501 §7.4.2, RFC 7162, 8474, 8514, 8970) or that
# servers call their own (X-…), each with a number, a word, a quoted string or a list.
_STRING: Final = rb'"(?:[^"\\\r\n]|\\.)*+"'
_LIST: Final = rb"\((?:[^()\"\r\n]|" + _STRING + rb"|\((?:[^()\"\r\n]|" + _STRING + rb")*+\))*+\)"
_VALUE: Final = rb"(?:[^\s()\"{}]++|" + _STRING + rb"|" + _LIST + rb")"
_NAME: Final = rb"(?:UID|FLAGS|RFC822\.SIZE|MODSEQ|INTERNALDATE|SAVEDATE|EMAILID|THREADID|PREVIEW|X-[A-Z0-9.-]+)"
_CLOSING: Final = re.compile(rb"(?: " + _NAME + rb" " + _VALUE + rb")*+\)", re.IGNORECASE)


def uid_validity(lines: list[bytes]) -> int:
    """Return the UIDVALIDITY from SELECT; MailboxBroken without one: then UIDs mean nothing (RFC 3501 §2.3.1.1)."""
    for line in lines:
        if found := _VALIDITY.search(line):
            return int(found[1])
    raise MailboxBroken(reason("mailbox_no_numbers"))


def size_of(lines: list[bytes | bytearray], uid: int) -> int | None:
    """Return the RFC822.SIZE in a FETCH response; None if the message is gone."""
    for line in lines:
        named, size = _UID.search(line), _SIZE.search(line)
        if named and size and int(named[1]) == uid:
            return int(size[1])
    return None


def body_of(lines: list[bytes | bytearray], uid: int) -> bytes | None:
    """Return the message in the answer to UID FETCH (UID BODY.PEEK[]); None when it is not there.

    The last line is the command's status. Anything that should not be there means that a literal's length was
    wrong and the message may be cut: MailboxBroken.
    """
    bodies: list[bytes] = []
    answer = iter(lines[:-1])
    for line in answer:
        if not _FETCH.match(line):
            raise MailboxBroken(reason("mailbox_wrong_length"))
        named = bytes(line)
        body: bytes | None = None
        if _LITERAL.search(line):
            literal, closing = next(answer, b""), next(answer, b"")
            if not isinstance(literal, bytearray) or not _CLOSING.fullmatch(closing):
                raise MailboxBroken(reason("mailbox_wrong_length"))
            body, named = bytes(literal), named + bytes(closing)
        elif quoted := _QUOTED.search(line):
            body = re.sub(rb"\\(.)", rb"\1", quoted[1])
        found = _UID.search(named)
        if body is not None and found and int(found[1]) == uid:
            bodies.append(body)
    return bodies[0] if bodies else None
