"""Verdicts carried out, each through the action that any other door would use."""

from dataclasses import replace

from app.actions.mail.attempts import keep, record_outcome
from app.actions.mail.delivering import mark_bounced
from app.actions.mail.use_form import FormReply, answer_with_form
from app.actions.message.opening import NewTicket, open_ticket
from app.actions.message.writing import CustomerMessage, customer_writes
from app.actions.ticket.proving import BY_DMARC, BY_TOKEN
from app.credentials.reply_tokens import reply_tokens
from app.desk import Desk
from app.nouns.event import Actor
from app.nouns.inbound_mail import InboundOutcome
from app.nouns.message import MessageKind
from app.nouns.offer import Offer, OfferKind
from app.nouns.reasons import reason, verbatim
from app.nouns.request_keys import RequestKey
from app.queries.mail.message_ids import mails_named
from app.queries.people.roster import Roster
from app.queries.ticket.messages import begins_ticket, message_of_mail
from app.text.languages import _
from mail.intake.contents import contents_of, sender_of
from mail.intake.hops import client_ip
from mail.intake.relayed import as_sent
from mail.judging.verdict import Placement, Verdict
from mail.letter.letter import Letter

FAILED = frozenset({"failed", "complaint"})


async def carry_out(
    desk: Desk,
    inbound_id: int,
    letter: Letter,
    verdict: Verdict,
    people: Roster,
    now_ms: int,
    *,
    group_id: int | None = None,
) -> None:
    """Do what the verdict says and write the outcome. Done twice, it is the same as once: the mail is the request's key.

    `group_id`: where a ticket goes that it opens, as its mailbox has it; None: as all mail.
    """
    if verdict.writer is not None:
        letter = replace(letter, from_email=verdict.writer.email, from_name=verdict.writer.name, reply_to=[])
    if verdict.placement is Placement.OPEN:
        await _open(desk, inbound_id, letter, verdict, people, now_ms, group_id)
    elif verdict.placement in {Placement.APPEND, Placement.INTERNAL}:
        await _append(desk, inbound_id, letter, verdict, people, now_ms)
    elif verdict.placement is Placement.BOUNCE:
        await _bounce(desk, inbound_id, letter, now_ms)
    elif verdict.placement is Placement.FORM:
        await _answer_with_form(desk, inbound_id, letter, verdict, now_ms)
    else:
        await keep(desk, inbound_id, verdict.outcome, verdict.reason, now_ms)


async def record_if_placed(desk: Desk, inbound_id: int) -> bool:
    """Whether an earlier try got as far as the ticket; then only the outcome was missing."""
    message = await message_of_mail(desk, inbound_id)
    if message is None:
        return False
    if await begins_ticket(desk, message):
        outcome = InboundOutcome.OPENED
    else:
        outcome = InboundOutcome.APPENDED if message.shared else InboundOutcome.INTERNAL
    await record_outcome(desk, inbound_id, outcome, ticket_id=message.ticket_id, message_id=message.id)
    return True


async def _open(
    desk: Desk,
    inbound_id: int,
    letter: Letter,
    verdict: Verdict,
    people: Roster,
    now_ms: int,
    group_id: int | None,
) -> None:
    contents = await contents_of(desk, letter)
    sender = await sender_of(desk, _for_reply_to(letter, verdict))
    new = NewTicket(
        author_email=letter.from_email,
        offer=_offer_of(letter, verdict),
        customer=sender.customer,
        subject=letter.subject or _("(no subject)"),
        text=contents.text,
        source="mail",
        group_id=group_id,
        client_ip=client_ip(letter.received, desk.settings.trusted_proxies),
        language=letter.language or sender.language,
        details_known=sender.details_known,
        html=contents.html,
        quoted_text=contents.quoted_text,
        quoted_html=contents.quoted_html,
        attachments=contents.files,
        request_key=_key(inbound_id),
        inbound_id=inbound_id,
        inbound_outcome=verdict.outcome,
        warning=verdict.warning,
        authentication=verdict.authentication,
        proves=BY_DMARC
        if verdict.authentication == "pass" and not letter.unverified and not verdict.for_reply_to
        else "",
        confirm=verdict.confirm,
        notify=verdict.notify,
        spam=verdict.spam,
        roster=people,
    )
    await open_ticket(desk, new, Actor("customer", sender.customer.name), now_ms)


def _for_reply_to(letter: Letter, verdict: Verdict) -> Letter:
    """The mail as if its Reply-To had sent it, if the sender's rule says so."""
    if not verdict.for_reply_to or verdict.offer is None:
        return letter
    return replace(letter, from_email=verdict.offer.email, from_name=verdict.offer.name or letter.from_name)


def _offer_of(letter: Letter, verdict: Verdict) -> Offer | None:
    if not verdict.for_reply_to:
        return verdict.offer
    return Offer(OfferKind.SENDER, letter.from_email, letter.from_name)


async def _append(desk: Desk, inbound_id: int, letter: Letter, verdict: Verdict, people: Roster, now_ms: int) -> None:
    if verdict.ticket_id is None:
        raise LookupError("a mail is appended to a ticket")
    contents = await contents_of(desk, letter)
    sender = await sender_of(desk, letter)
    is_shown = verdict.placement is Placement.APPEND
    message = CustomerMessage(
        text=contents.text,
        source="mail",
        client_ip=client_ip(letter.received, desk.settings.trusted_proxies),
        author_name=sender.customer.name,
        author_email=letter.from_email,
        kind=verdict.kind if not is_shown else MessageKind.CUSTOMER,
        html=contents.html,
        quoted_text=contents.quoted_text,
        quoted_html=contents.quoted_html,
        attachments=contents.files,
        request_key=_key(inbound_id),
        shared=is_shown,
        proof=verdict.proof,
        warning=verdict.warning,
        authentication=verdict.authentication,
        proves=_proof_of_address(verdict),
        inbound_id=inbound_id,
        inbound_outcome=verdict.outcome,
        reopens=verdict.reopens,
        notify=verdict.notify,
        roster=people,
    )
    await customer_writes(desk, verdict.ticket_id, message, now_ms)


async def _bounce(desk: Desk, inbound_id: int, letter: Letter, now_ms: int) -> None:
    """Mark our mail that bounced. Only its exact Message-ID counts, which nobody else can know."""
    named = [letter.reported_message_id, letter.returned_headers.get("message-id", ""), *letter.references]
    candidates = await as_sent(desk, named)
    ours = [one for one in candidates if reply_tokens(desk.settings).verify(one) is not None]
    found = await mails_named(desk, ours)
    mail = next((found[one] for one in ours if one in found), None)
    reports = [one for one in letter.bounced if one.action in FAILED]
    said = verbatim("; ".join(" ".join(filter(None, (one.email, one.status, one.diagnostic))) for one in reports))
    if mail is None:
        await keep(desk, inbound_id, InboundOutcome.BOUNCE, f"{reason('no_mail_of_ours')} {said}".strip(), now_ms)
        return
    if reports or letter.complaint:
        await mark_bounced(desk, mail.id, said or reason("called_spam"), now_ms)
    await record_outcome(desk, inbound_id, InboundOutcome.BOUNCE, reason=said, ticket_id=mail.ticket_id)


async def _answer_with_form(desk: Desk, inbound_id: int, letter: Letter, verdict: Verdict, now_ms: int) -> None:
    language = letter.language or (await sender_of(desk, letter)).language
    reply = FormReply(letter.from_email, language, letter.message_id)
    await answer_with_form(desk, inbound_id, verdict.outcome, verdict.reason, reply, now_ms)


def _proof_of_address(verdict: Verdict) -> str:
    """How a mail of the ticket's customer proves the address; nothing where anything speaks against it.

    A robot's reply has our token as well: it says that the mailbox is there, and not who wrote the ticket.
    """
    if verdict.placement is not Placement.APPEND or verdict.warning or not verdict.reopens:
        return ""
    if verdict.proof == "token" and verdict.authentication != "fail":
        return BY_TOKEN
    return BY_DMARC if verdict.authentication == "pass" else ""


def _key(inbound_id: int) -> RequestKey:
    return RequestKey(str(inbound_id), "mail")
