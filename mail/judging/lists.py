"""Mailing lists: whether a mail came through one, whether it is the desk's own address, and whom it hides.

A Google group or a Mailman list can *be* the desk's address: what comes through it are people's own messages.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from mail.judging.screening_phrases import LIST_HEADERS, PLAIN_LIST_HEADERS
from mail.letter.letter import Address, Letter
from mail.reading.headers.addresses import parse_addresses

_MAILTO: Final = re.compile(r"<mailto:([^>?\s]{3,254})", re.IGNORECASE)
_NAMED: Final = re.compile(r"\blist\s+([^\s;]{3,254}@[^\s;]{1,253})", re.IGNORECASE)
_ORIGINALS: Final = ("x-original-from", "x-original-sender")
_BULK: Final = frozenset({"list", "bulk"})


def is_list(letter: Letter) -> bool:
    """Say whether it went to many: a mailing list or a newsletter."""
    return bool(letter.precedence in _BULK or any(name in letter.headers for name in LIST_HEADERS))


def is_for_many(letter: Letter, own_addresses: frozenset[str]) -> bool:
    """The same, but for what came through the desk's own list, and for one person's answer that a program sent (CRM)."""
    if not is_list(letter) or _is_ours(letter, own_addresses):
        return False
    is_plain = not any(name in letter.headers for name in PLAIN_LIST_HEADERS)
    return not (is_plain and _answers_us(letter, own_addresses))


def original_sender(letter: Letter) -> Address | None:
    """Who wrote what a list sends under its own address (`'Helena Brandt' via Desk`); None where it does not."""
    if letter.from_email.lower() not in _posting_addresses(letter):
        return None
    return next(_others(letter, (letter.from_email.lower(),)), None)


def written_for(letter: Letter, own_addresses: frozenset[str]) -> Address | None:
    """For whom a mail from the desk's own address speaks: a website's form names the guest in Reply-To."""
    return next(_others(letter, own_addresses), None)


def _others(letter: Letter, own: Iterable[str]) -> Iterator[Address]:
    named = [
        one for name in _ORIGINALS for value in letter.headers.get(name, []) for one in parse_addresses(value.encode())
    ]
    known = set(own)
    for one in [*named, *letter.reply_to]:
        if one.email and "." in one.domain and one.email.lower() not in known:
            yield one if one.name else Address(_name_in(letter), one.email)


def _name_in(letter: Letter) -> str:
    """The name that a list leaves in From: `'Helena Brandt' via Aurora Desk`."""
    name, via, _list = letter.from_name.partition(" via ")
    return name.strip("'\" ") if via else ""


def _is_ours(letter: Letter, own_addresses: frozenset[str]) -> bool:
    """Whether the list is the desk's address; if no address is known, one that the mail was addressed to."""
    posting = _posting_addresses(letter)
    if own_addresses:
        ids = {one.replace("@", ".") for one in own_addresses}
        return bool(posting & own_addresses) or letter.list_id.rpartition("<")[2].strip("<> ").lower() in ids
    return bool(posting & {one.email.lower() for one in letter.to})


def _posting_addresses(letter: Letter) -> set[str]:
    """Where one writes to the list, in lower case: List-Post (RFC 2369), and how Google and Mailman say it."""
    found = [match for value in letter.headers.get("list-post", []) for match in _MAILTO.findall(value)]
    found += [match for value in letter.headers.get("mailing-list", []) for match in _NAMED.findall(value)]
    found += letter.headers.get("x-beenthere", [])
    return {one.strip().lower() for one in found}


def _answers_us(letter: Letter, own_addresses: frozenset[str]) -> bool:
    addresses = own_addresses or {one.email for one in letter.to}
    domains = {address.rpartition("@")[2].lower() for address in addresses}
    parents = [one.strip("<>").rpartition("@")[2].lower() for one in letter.references]
    return any(parent == domain or parent.endswith(f".{domain}") for parent in parents for domain in domains if domain)
