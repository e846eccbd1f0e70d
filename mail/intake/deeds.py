"""Verdicts carried out, each through the action that any other door would use."""

from sqlalchemy import select

from app.actions.change import act, action
from app.actions.delivering import mark_bounced
from app.actions.mailing import queue_mail
from app.actions.opening import NewTicket, open_ticket
from app.actions.trying import keep, settle
from app.actions.writing import CustomerMessage, customer_writes
from app.desk import Desk
from app.event import Actor
from app.languages import DEFAULT, _
from app.message import MessageKind
from app.queries.roster import Roster
from app.reasons import reason, verbatim
from app.reply_tokens import reply_tokens
from mail.intake.contents import contents_of, sender_of
from mail.intake.hops import client_ip
from mail.intake.sender_facts import dmarc_of
from mail.letter import Letter
from mail.threading import Deed, Verdict
from sql.tables import messages, outbox

FAILED = frozenset({"failed", "complaint"})


async def carry_out(desk: Desk, inbound_id: int, letter: Letter, verdict: Verdict, people: Roster, now_ms: int) -> None:
    """Do what the verdict says and write the outcome. Done twice, it is the same as once: the mail is the request's key."""
    if verdict.deed is Deed.OPEN:
        await _open(desk, inbound_id, letter, verdict, people, now_ms)
    elif verdict.deed in {Deed.APPEND, Deed.INTERNAL}:
        await _append(desk, inbound_id, letter, verdict, people, now_ms)
    elif verdict.deed is Deed.BOUNCE:
        await _bounce(desk, inbound_id, letter, now_ms)
    elif verdict.deed is Deed.FORM:
        await _answer_with_form(desk, inbound_id, letter, verdict, now_ms)
    else:
        await keep(desk, inbound_id, verdict.outcome, verdict.reason, now_ms)


async def settle_if_done(desk: Desk, inbound_id: int) -> bool:
    """Whether an earlier try got as far as the ticket; then only the outcome was missing."""
    found = select(messages.c.id, messages.c.ticket_id, messages.c.shared).where(messages.c.inbound_id == inbound_id)
    record = await desk.db.fetch_one(found.order_by(messages.c.id).limit(1))
    if record is None:
        return False
    first = select(messages.c.id).where(messages.c.ticket_id == record.ticket_id).order_by(messages.c.id).limit(1)
    outcome = "opened" if await desk.db.fetch_val(first) == record.id else "appended" if record.shared else "internal"
    await settle(desk, inbound_id, outcome, ticket_id=record.ticket_id, message_id=record.id)
    return True


@action
async def _open(desk: Desk, inbound_id: int, letter: Letter, verdict: Verdict, people: Roster, now_ms: int) -> None:
    contents = await contents_of(desk, letter)
    customer, language = await sender_of(desk, letter)
    new = NewTicket(
        customer=customer,
        subject=letter.subject or _("(no subject)"),
        text=contents.text,
        source="mail",
        client_ip=client_ip(letter.received, desk.settings.trusted_proxies),
        language=language,
        html=contents.html,
        quoted_text=contents.quoted_text,
        quoted_html=contents.quoted_html,
        attachments=contents.files,
        request_key=_key(inbound_id),
        inbound_id=inbound_id,
        inbound_outcome=verdict.outcome,
        warning=verdict.warning,
        authentication=dmarc_of(letter, desk.settings),
        confirm=verdict.confirm,
        notify=verdict.notify,
        spam=verdict.spam,
        roster=people,
    )
    await open_ticket(desk, new, Actor("customer", customer.name), now_ms)


@action
async def _append(desk: Desk, inbound_id: int, letter: Letter, verdict: Verdict, people: Roster, now_ms: int) -> None:
    if verdict.ticket_id is None:
        raise LookupError("a mail is appended to a ticket")
    contents = await contents_of(desk, letter)
    customer, _language = await sender_of(desk, letter)
    is_shown = verdict.deed is Deed.APPEND
    message = CustomerMessage(
        text=contents.text,
        source="mail",
        client_ip=client_ip(letter.received, desk.settings.trusted_proxies),
        author_name=customer.name,
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
        authentication=dmarc_of(letter, desk.settings),
        inbound_id=inbound_id,
        inbound_outcome=verdict.outcome,
        reopens=verdict.reopens,
        notify=verdict.notify,
        roster=people,
    )
    await customer_writes(desk, verdict.ticket_id, message, now_ms)


async def _bounce(desk: Desk, inbound_id: int, letter: Letter, now_ms: int) -> None:
    """Mark the mail of ours that came back. Only its exact Message-ID counts, which nobody else can know."""
    candidates = [letter.reported_message_id, letter.returned_headers.get("message-id", ""), *letter.references]
    ours = [one for one in candidates if reply_tokens(desk.settings).verify(one) is not None]
    query = select(outbox.c.id, outbox.c.ticket_id, outbox.c.mime_message_id).where(outbox.c.mime_message_id.in_(ours))
    found = {row.mime_message_id: row for row in (await desk.db.fetch_all(query) if ours else [])}
    row = next((found[one] for one in ours if one in found), None)
    reports = [one for one in letter.bounced if one.action in FAILED]
    said = verbatim("; ".join(" ".join(filter(None, (one.email, one.status, one.diagnostic))) for one in reports))
    if row is None:
        await keep(desk, inbound_id, "bounce", f"{reason('no_mail_of_ours')} {said}".strip(), now_ms)
        return
    if reports or letter.complaint:
        await mark_bounced(desk, row.id, said or reason("called_spam"), now_ms)
    await settle(desk, inbound_id, "bounce", reason=said, ticket_id=row.ticket_id)


async def _answer_with_form(desk: Desk, inbound_id: int, letter: Letter, verdict: Verdict, now_ms: int) -> None:
    """Hold the mail, and tell its sender of the form, in one transaction."""
    _customer, language = await sender_of(desk, letter)
    async with act(desk, now_ms) as held:
        await queue_mail(
            held,
            kind="use_form",
            recipients=[letter.from_email],
            language=language or DEFAULT,
            ticket_id=None,
            details={"in_reply_to": letter.message_id},
            due_ms=now_ms,
        )
        await keep(desk, inbound_id, verdict.outcome, verdict.reason, now_ms)


def _key(inbound_id: int) -> str:
    return f"mail-{inbound_id}"
