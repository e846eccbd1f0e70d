"""What the desk knows about a mail's sender and the tickets it names, read before judging it."""

from collections.abc import Iterable
from dataclasses import replace
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from app.config.settings import Settings
from app.core.clock import HOUR_MS
from app.credentials.reply_tokens import ReplyToken, TokenKind, kind_of_mail, reply_tokens
from app.desk import Desk
from app.nouns.group import Group
from app.queries.mail.inbound import opened_since
from app.queries.mail.message_ids import kind_of_named, tickets_of_senders
from app.queries.mail.reply_to import uses_reply_to
from app.queries.people.roster import Roster
from app.queries.ticket.addresses import addresses_on
from app.queries.ticket.tickets import is_called_spam, ticket_by_id
from app.text.address_keys import address_key, spellings_of
from mail.intake.offering import forwarded_offer, reply_to_offer
from mail.intake.relayed import as_sent
from mail.intake.server_verdicts import dmarc_of
from mail.judging.lists import written_for
from mail.judging.thread_matching import numbers_in
from mail.judging.used_token import used_token
from mail.judging.verdict import Facts, NamedTicket
from mail.letter.letter import Letter, LetterKind

NUMBERS = 5  # of a subject; more is no subject of ours
LARGEST_ID = 2**53


def own_addresses(settings: Settings, groups: Iterable[Group]) -> frozenset[str]:
    """The addresses that this desk, its groups and mailboxes write from and read at, in lower case and in every spelling."""
    others = [group.sender_email for group in groups]
    others += [address for one in settings.mailboxes for address in (one.sender_email, one.place.user)]
    return _addresses(settings.mail_from or "", settings.mailbox_url or "", tuple(filter(None, others)))


@lru_cache(maxsize=4)  # of a desk's settings and groups, which hardly change: every mail asks
def _addresses(mail_from: str, mailbox_url: str, others: tuple[str, ...]) -> frozenset[str]:
    sender = parseaddr(mail_from)[1]
    user = unquote(urlsplit(mailbox_url).username or "")
    return frozenset(one for address in (sender, user, *others) if "@" in address for one in spellings_of(address))


async def facts_of(
    desk: Desk, letter: Letter, people: Roster, now_ms: int, *, is_admitted: bool, dmarc: str | None = None
) -> Facts:
    """Everything that `decide` asks for. `dmarc` None: what the desk's own mail server said."""
    own, sender = own_addresses(desk.settings, people.groups), letter.from_email.lower()
    said = dmarc_of(with_its_from(letter), desk.settings) if dmarc is None else dmarc
    from_desk, is_listed = sender in own, letter.listed_from.lower() in own
    desk_is_forged = (from_desk or is_listed) and said == "fail"
    writer = written_for(letter, own) if from_desk else None
    if is_listed or from_desk:
        said = ""  # it is about our own domain, and not about who wrote
        sender = writer.email.lower() if writer else sender
    is_genuine = said == "pass"
    answered = replace(letter, references=await as_sent(desk, letter.references))
    used = used_token(answered, reply_tokens(desk.settings))
    by_token, token_place = (
        (used.token.ticket_id, used.place) if used else (_reported(desk, letter), len(letter.references))
    )
    by_reference, reference_place = await _by_reference(desk, letter)
    by_number = tuple(one for one in numbers_in(letter.subject)[:NUMBERS] if one < LARGEST_ID)
    named = {one for one in (by_token, by_reference, *by_number) if one is not None}
    known = [await _known(desk, ticket_id) for ticket_id in named]
    is_operator = people.by_email(letter.from_email) if letter.from_email else None
    from_operator = is_operator is not None and is_operator.is_active
    offer = forwarded_offer(letter, own) if from_operator else reply_to_offer(letter, own)
    return Facts(
        offer=offer,
        uses_reply_to=bool(offer and is_genuine) and await uses_reply_to(desk, letter.from_email),
        by_token=by_token,
        token_kind=await _kind_of(desk, used.token) if used else TokenKind.CUSTOMER,
        by_reference=by_reference,
        reference_is_nearer=by_reference != by_token and reference_place < token_place,
        by_number=by_number,
        tickets={one.id: one for one in known if one is not None},
        from_operator=from_operator,
        from_desk=from_desk,
        desk_is_forged=desk_is_forged,
        is_ours=reply_tokens(desk.settings).read(letter.message_id) is not None,
        writer=writer,
        dmarc=said,
        opened_lately=await opened_since(desk, sender, now_ms - HOUR_MS, authenticated=is_genuine) if sender else 0,
        called_spam=is_genuine and await is_called_spam(desk, address_key(sender)),
        new_tickets=desk.settings.mail_new_tickets,
        is_admitted=is_admitted,
    )


def with_its_from(letter: Letter) -> Letter:
    """The mail with the From it arrived with if a list had replaced it: DMARC is about that one."""
    return replace(letter, from_email=letter.listed_from) if letter.listed_from else letter


def _reported(desk: Desk, letter: Letter) -> int | None:
    """The ticket of the mail of ours that a report, or what may be one, speaks of."""
    token = reply_tokens(desk.settings).read(letter.reported_message_id)
    return token.ticket_id if token is not None and letter.kind is LetterKind.BOUNCE else None


async def _by_reference(desk: Desk, letter: Letter) -> tuple[int | None, int]:
    """The ticket of the nearest earlier mail of the same sender that this one answers, and its place among the parents."""
    if not letter.references or not letter.from_email:
        return None, len(letter.references)
    found = await tickets_of_senders(desk, letter.references, spellings_of(letter.from_email))
    nearest = ((found[one], place) for place, one in enumerate(letter.references) if one in found)
    return next(nearest, (None, len(letter.references)))


async def _kind_of(desk: Desk, token: ReplyToken) -> TokenKind:
    """Whom the mail with this token was written to.

    Until tokens named it themselves every one began as a customer's does: of those the outbox knows.
    """
    if token.kind is not TokenKind.CUSTOMER:
        return token.kind
    kind = await kind_of_named(desk, token.local_part)
    return kind_of_mail(kind) if kind else token.kind


async def _known(desk: Desk, ticket_id: int) -> NamedTicket | None:
    ticket = await ticket_by_id(desk, ticket_id)
    if ticket is None:
        return None
    others = await addresses_on(desk, ticket_id)
    added = {address_key(one.email) for one in others if one.role == "added"}
    return NamedTicket(
        ticket.id,
        frozenset({ticket.customer.email_key} | added),
        frozenset(address_key(one.email) for one in others if one.role != "added"),
        is_deleted=ticket.is_deleted,
    )
