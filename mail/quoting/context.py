"""What the mail around a text tells: whether it is a reply or a forward, and which mailboxes are the desk's."""

import re
from dataclasses import dataclass, replace
from typing import Final

from mail.letter.letter import Address, Letter
from mail.reading.headers.subjects import FORWARDS, PASSED_ON, REPLIES, prefix_of

_ADDRESS: Final = re.compile(r"[\w.+=~-]{1,100}@[\w-]{1,80}\.[\w.-]{1,80}")
_NAME_CHARS: Final = 6


@dataclass(frozen=True, slots=True)
class MailContext:
    """What decides whether something quoted is history or what the person sends.

    A reply brings history. A new mail brings what its writer pasted, unless it names the desk as its author.
    """

    is_reply: bool = True
    forwarded: bool = False
    """The mail itself is a forward: what it quotes is what the person sends."""
    our_addresses: frozenset[str] = frozenset()
    """The mailboxes that the mail was sent to, folded, without what follows a plus sign."""
    our_names: frozenset[str] = frozenset()
    """Their display names, folded."""
    sender: str = ""
    """The address that wrote the mail, folded like ours."""

    def names_us(self, text: str) -> bool:
        """Return whether a text names a mailbox of ours; by its display name only if it has no address at all."""
        addresses = {_folded(match[0]) for match in _ADDRESS.finditer(text)}
        if addresses:
            return not addresses.isdisjoint(self.our_addresses)
        folded = text.casefold()
        return any(name in folded for name in self.our_names)

    def written_by_us(self, lines: list[str]) -> bool:
        """Say whether a head of a few lines says that the desk wrote what follows: its first address is ours."""
        line = next((line for line in lines if _ADDRESS.search(line)), "")
        first = _ADDRESS.search(line)
        return _folded(first[0]) in self.our_addresses if first else self.names_us("\n".join(lines))

    def is_history(self, head: list[str]) -> bool:
        """Say whether what follows a head such as `On … X wrote:` is history."""
        return self.is_reply or self.written_by_us(head)

    def is_foreign(self, head: list[str]) -> bool:
        """Say whether a head names mailboxes, and none of them is the desk's."""
        addresses = {_folded(match[0]) for match in _ADDRESS.finditer("\n".join(head))} - {self.sender}
        return bool(addresses) and bool(self.our_addresses) and addresses.isdisjoint(self.our_addresses)


def context_of(letter: Letter, own_addresses: frozenset[str]) -> MailContext:
    """Return the context of a mail whose headers and text were read.

    Where none of the desk's `own_addresses` is among those that the mail was sent to, all of these count as the desk's.
    """
    mailboxes = [*letter.to, *letter.cc, *(Address("", email) for email in letter.delivered_to)]
    own = {_folded(email) for email in own_addresses}
    ours = [box for box in mailboxes if _folded(box.email) in own] or mailboxes
    context = MailContext(
        is_reply=bool(letter.in_reply_to or letter.references) or prefix_of(letter.subject) in REPLIES,
        forwarded=is_forward(letter.subject, letter.whole_text),
        our_addresses=frozenset(
            {_folded(box.email) for box in ours if "@" in box.email} - {_folded(letter.from_email)}
        ),
        our_names=frozenset(box.name.casefold() for box in ours if len(box.name) >= _NAME_CHARS),
        sender=_folded(letter.from_email),
    )
    passed_on = prefix_of(letter.subject) in PASSED_ON and not context.names_us(letter.whole_text)
    return replace(context, forwarded=True) if passed_on else context


def is_forward(subject: str, text: str = "") -> bool:
    """Say whether a subject begins as clients begin that of a forwarded mail (`Fwd:`, `WG:`, `TR:`, `I:`, …), tags aside.

    `VS:` is Danish for a forward and Finnish for an answer: there `text` decides, by the labels of its history.
    """
    prefix = prefix_of(subject)
    if prefix == "vs" and "lähettäjä:" in text.casefold():
        return False
    return prefix in FORWARDS


def _folded(email: str) -> str:
    local, _, domain = email.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
