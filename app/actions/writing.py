"""The customer (or a third party) writes to a ticket that is there."""

from contextlib import suppress
from dataclasses import dataclass, replace

from app.actions.change import Held, action, change
from app.actions.mailing import tell_about_new_message
from app.actions.messages import add_message, count_attachments, earlier_with_key, key_of, preview_of
from app.actions.parting import NO_DUPLICATE, part
from app.actions.trying import settle
from app.actions.uploading import StoredFile, attach_stored, stored_files
from app.desk import Desk
from app.errors import NotFound
from app.event import Actor
from app.fields import LENGTHS, one_line, well_formed
from app.files import Upload
from app.html_safety import SafeHtml
from app.message import MessageKind
from app.queries.roster import Roster
from app.queries.tickets import ticket_by_id
from app.status import Status


@dataclass(frozen=True, slots=True)
class CustomerMessage:
    """What somebody outside the desk wrote to a ticket."""

    text: str
    source: str  # web, mail, form, api
    client_ip: str = ""
    author_name: str = ""  # "": the ticket's customer
    author_email: str = ""
    kind: MessageKind = MessageKind.CUSTOMER
    html: SafeHtml | None = None
    quoted_text: str | None = None
    quoted_html: SafeHtml | None = None
    attachments: tuple[Upload, ...] = ()
    request_key: str | None = None
    shared: bool = True  # False: operators only, until one of them shares it
    proof: str = ""
    warning: str = ""
    authentication: str = ""  # pass or fail, as the desk's own mail server judged the sender
    inbound_id: int | None = None
    reopens: bool = True  # makes the ticket wait for an operator, also a finished or snoozed one
    notify: bool = True  # the holder, or the group, is told
    inbound_outcome: str = ""  # what the ledger of mail says of `inbound_id` from now on
    roster: Roster | None = None  # read a moment ago, where mail after mail is taken in


@action
async def customer_writes(desk: Desk, ticket_id: int, message: CustomerMessage, now_ms: int) -> int:
    """Store the message; return its id. On a duplicate it lands on the original.

    A finished ticket reopens and keeps its operator. `request_key` again: the first message. Raises NotFound for a
    missing or deleted ticket, TooLarge, StorageFull.
    """
    quoted = well_formed(message.quoted_text) if message.quoted_text else None
    key = key_of(message.request_key, message.kind)
    message = replace(message, request_key=key, text=well_formed(message.text), quoted_text=quoted)
    async with stored_files(desk, message.attachments) as files:
        while True:
            target = await _original_of(desk, ticket_id)
            with suppress(_MergedMeanwhile):
                return await _write(desk, ticket_id, target, message, files, now_ms)


@action
async def _write(
    desk: Desk, ticket_id: int, target: int, message: CustomerMessage, files: list[StoredFile], now_ms: int
) -> int:
    async with change(desk, target, now_ms) as held:
        is_itself = target == ticket_id and held.ticket.duplicate_of is None
        if not is_itself and await _original_of(desk, ticket_id) != target:
            raise _MergedMeanwhile
        if held.ticket.is_deleted:
            raise NotFound
        if earlier := await earlier_with_key(held, message.request_key):
            return earlier
        message_id = await _write_within(held, message, files)
        if message.inbound_id is not None:
            await settle(desk, message.inbound_id, message.inbound_outcome, ticket_id=target, message_id=message_id)
    files.clear()
    return message_id


class _MergedMeanwhile(Exception):
    """Between finding the original and holding it still the ticket became, or ceased to be, a duplicate."""


@action
async def customer_solves(desk: Desk, ticket_id: int, now_ms: int) -> None:
    """The customer says that it is solved. Harmless if it is already."""
    async with change(desk, await _original_of(desk, ticket_id), now_ms) as held:
        if held.ticket.is_deleted:
            raise NotFound
        before = held.ticket.status
        if before is Status.SOLVED:
            return
        actor = Actor("customer", held.ticket.customer.name)
        part(held, actor)
        await held.save(status=Status.SOLVED.value, snoozed_until_ms=None, **NO_DUPLICATE)
        held.record("ticket.status", actor, status=Status.SOLVED.value, from_status=before.value)


async def _original_of(desk: Desk, ticket_id: int) -> int:
    """The number of the ticket that takes what is written to this one: the original of a duplicate.

    An original may have become a duplicate in its turn; where the last one is deleted, the ticket itself takes it.
    """
    ticket = last = await ticket_by_id(desk, ticket_id)
    if ticket is None or last is None:
        raise NotFound
    passed = {ticket.id}
    while last.duplicate_of is not None and last.duplicate_of not in passed:
        passed.add(last.duplicate_of)
        further = await ticket_by_id(desk, last.duplicate_of)
        if further is None:
            break
        last = further
    return ticket.id if last.is_deleted else last.id


async def _write_within(held: Held, message: CustomerMessage, files: list[StoredFile]) -> int:
    ticket = held.ticket
    by_customer = message.kind is MessageKind.CUSTOMER
    author = message.author_name or (ticket.customer.name if by_customer else message.author_email)
    name = one_line(author)[: LENGTHS["name"]]
    message_id = await add_message(
        held,
        kind=message.kind.value,
        source=message.source,
        author_name=name,
        author_email=(message.author_email or (ticket.customer.email if by_customer else ""))[: LENGTHS["email"]],
        text=message.text,
        html=message.html,
        quoted_text=message.quoted_text,
        quoted_html=message.quoted_html,
        shared=message.shared,
        proof=message.proof,
        warning=message.warning,
        authentication=message.authentication,
        inbound_id=message.inbound_id,
        request_key=message.request_key,
        client_ip=message.client_ip[:64],
        released_ms=held.now_ms,
    )
    await attach_stored(held, message_id, files)
    if files:
        await count_attachments(held)
    actor = Actor("customer" if by_customer else "third_party", name)
    await _stir(held, message, actor, message_id)
    if message.notify and not ticket.is_spam:
        await tell_about_new_message(held, message_id, message.roster)
    return message_id


async def _stir(held: Held, message: CustomerMessage, actor: Actor, message_id: int) -> None:
    before = held.ticket.status
    details = {"message_kind": message.kind.value, "shared": message.shared, "preview": preview_of(message.text)}
    if message.reopens and message.kind is MessageKind.CUSTOMER:
        waiting = {"status": Status.WAITING_FOR_OPERATOR.value, "snoozed_until_ms": None, **NO_DUPLICATE}
        part(held, actor, message_id)  # only where its original is deleted does a duplicate take a message itself
        await held.save(**waiting, customer_wrote_ms=held.now_ms)
    elif message.reopens:
        await held.save(snoozed_until_ms=None)
    after = held.ticket.status
    if after is not before:
        reopened = not before.is_active
        change_of = {"status": after.value, "from_status": before.value, "reopened": reopened}
        held.record("ticket.status", actor, message_id, **change_of)
    held.customer_event = message.kind is MessageKind.CUSTOMER
    held.record("message.added", actor, message_id, **details)  # the last one: it is the ticket's `customer_event_id`
