"""Whether a mail's sender is genuine: by the desk's own mail server, else by our own check."""

import asyncio
from collections.abc import Sequence
from functools import cache

from app.config.settings import Settings
from app.desk import Desk
from mail.authenticity.dmarc import MailOrigin, dmarc_checked, has_policy
from mail.authenticity.dns import LETTER_S, OFF, Dns, Silent, Unknown
from mail.intake.hops import UNKNOWN, entry_of
from mail.intake.reading import in_own_thread
from mail.intake.server_verdicts import dmarc_of, from_domain, is_our_server
from mail.judging.sender_doubts import is_nobodys
from mail.letter.letter import Letter, LetterKind

_UNASKED = frozenset({LetterKind.BOUNCE, LetterKind.BROKEN})
_AT_ONCE_S = 2 * LETTER_S


async def checked(desk: Desk, raw: bytes, letter: Letter) -> str:
    """`pass`, `fail`, or empty if unchecked or unknown. Never takes longer than its deadline, never raises."""
    return (await checked_together(desk, [(raw, letter)]))[0]


async def checked_together(desk: Desk, letters: Sequence[tuple[bytes, Letter]]) -> list[str]:
    """The same of several at once: they wait for the DNS together."""
    return await asyncio.gather(*(_checked(desk.settings, raw, letter) for raw, letter in letters))


async def _checked(settings: Settings, raw: bytes, letter: Letter) -> str:
    said = dmarc_of(letter, settings)
    domain = from_domain(letter)
    if said or settings.dns == OFF or not domain or letter.kind in _UNASKED or is_nobodys(letter):
        return said
    dns = _dns(settings.dns)
    try:
        if not has_policy(domain, dns.at_once):
            return ""
    except Silent:
        return ""
    except Unknown:
        pass  # it is asked, in a thread
    claim, ask = claim_of(letter, settings), dns.for_letter()
    try:
        async with asyncio.timeout(_AT_ONCE_S):
            return await in_own_thread(lambda: dmarc_checked(raw, claim, ask))
    except TimeoutError:
        return ""  # its thread is left to itself, and ends with its last question


def claim_of(letter: Letter, settings: Settings) -> MailOrigin:
    """What our own server saw of the mail. Where another one took it in, neither address nor envelope are known.

    A Return-Path below the hop from outside came with the mail, and says nothing.
    """
    entry = entry_of(letter.received, settings.trusted_proxies)
    is_seen = entry.ip != UNKNOWN and is_our_server(entry.by, settings)
    if not is_seen or letter.return_path_hops > entry.place or not letter.return_path:
        return MailOrigin(from_domain(letter))
    return MailOrigin(from_domain(letter), entry.ip, letter.return_path)


@cache
def _dns(where: str) -> Dns:
    return Dns(where)
