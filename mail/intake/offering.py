"""The other address a mail names: its Reply-To, or the author of what a colleague forwards."""

import re
from typing import Final

from app.nouns.offer import Offer, OfferKind
from app.text.address_keys import address_key
from mail.letter.letter import Address, Letter
from mail.quoting.header_blocks import header_block_at, role_of
from mail.reading.headers.addresses import parse_addresses
from mail.reading.headers.fields import split_headers

_LINES: Final = 400  # of a forward, in which its head is looked for
_OUTLOOKS: Final = re.compile(r"[\[<]\s{0,3}mailto:\s{0,3}([^\]>\s]{3,254})\s{0,3}[\]>]", re.IGNORECASE)
_HEAD_BYTES: Final = 64 * 1024


def reply_to_offer(letter: Letter, own: frozenset[str]) -> Offer | None:
    """Reply-To, where it is one address that is neither the sender's nor ours."""
    addresses = [one for one in letter.reply_to if one.email]
    if len(addresses) != 1 or not _is_other(addresses[0], letter, own):
        return None
    return Offer(OfferKind.REPLY_TO, addresses[0].email, addresses[0].name)


def forwarded_offer(letter: Letter, own: frozenset[str]) -> Offer | None:
    """The sender of the mail that this one forwards, from the head in its text or from the mail that came with it."""
    for found in (_in_text(letter.whole_text), _in_file(letter)):
        if found is not None and _is_other(found, letter, own):
            return Offer(OfferKind.FORWARDED, found.email, found.name)
    return None


def _is_other(address: Address, letter: Letter, own: frozenset[str]) -> bool:
    key = address_key(address.email)
    is_usable = "." in address.domain and address.email.count("@") == 1
    return is_usable and key != address_key(letter.from_email) and key not in own


def _in_text(text: str) -> Address | None:
    lines = text.splitlines()[:_LINES]
    for at in range(len(lines)):
        end = header_block_at(lines, at)
        if end > at:
            return next(
                (found for line in lines[at:end] if role_of(line) == "from" and (found := _in_line(line))), None
            )
    return None


def _in_line(line: str) -> Address | None:
    """`From: Helena <h@x>`, `Von: Helena [mailto:h@x]`."""
    value = line.partition(":" if ":" in line else "\uff1a")[2].strip(" \t*_|")
    addresses = parse_addresses(_OUTLOOKS.sub(r"<\1>", value).encode("utf-8", "replace"))
    return next((one for one in addresses if one.email), None)


def _in_file(letter: Letter) -> Address | None:
    for file in letter.attachments:
        if file.content_type == "message/rfc822":
            headers, _at = split_headers(file.payload[:_HEAD_BYTES], top=True, flaws=[])
            return next((one for one in parse_addresses(headers.first("from")) if one.email), None)
    return None
