"""The customer (or a third party) writes to a ticket that is there."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace

from app.actions.change import Change, action, change
from app.actions.mail.attempts import record_outcome
from app.actions.mail.mailing import tell_about_new_message
from app.actions.message.rows import add_message, count_attachments, earlier_with_key, key_columns, preview_of
from app.actions.message.uploading import StoredFile, Uploads, attach_stored, attach_uploads_of, stored_files
from app.actions.ticket.duplicates import NO_DUPLICATE, end_duplicate
from app.actions.ticket.proving import prove_within
from app.actions.ticket.taking import release_gone
from app.actions.ticket.unchanged import check_unchanged
from app.core.errors import NotFound
from app.credentials.mail_links import without_links_proof
from app.desk import Desk
from app.files.kinds import Upload
from app.html_safety import SafeHtml
from app.nouns.event import Actor
from app.nouns.fields import LENGTHS, well_formed
from app.nouns.inbound_mail import InboundOutcome
from app.nouns.message import TYPED_BY_OPERATOR, MessageKind, unverified_on
from app.nouns.operator import Operator
from app.nouns.reach import OWN, Reach
from app.nouns.request_keys import RequestKey, StoredKey, digest, told_key
from app.nouns.status import Status
from app.nouns.ticket import Ticket
from app.queries.people.roster import Roster
from app.queries.ticket.ticket_page import original_of
from app.queries.ticket.tickets import ticket_by_id
from app.search.documents import words_in
from app.text.address_keys import address_key
from app.text.one_line import one_line


@dataclass(frozen=True, slots=True)
class CustomerMessage:
    """A message to a ticket from outside the desk."""

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
    uploads: Uploads | None = None  # files that are stored already
    request_key: RequestKey | None = None
    shared: bool = True  # False: operators only, until one of them shares it
    proof: str = ""
    warning: str = ""
    authentication: str = ""  # pass or fail, as the desk's own mail server judged the sender
    inbound_id: int | None = None
    reopens: bool = True  # makes the ticket wait for an operator, also a finished or snoozed one
    notify: bool = True  # the holder, or the group, is told
    inbound_outcome: InboundOutcome = (
        InboundOutcome.APPENDED
    )  # what the ledger of mail says of `inbound_id` from now on
    roster: Roster | None = None  # read a moment ago, where mail after mail is taken in
    reach: Reach = OWN  # whether it counts on the original of a duplicate
    proves: str = ""  # that the customer's address is its writer's: token, dmarc
    written_on: int | None = None  # the duplicate to which it was written, beyond its `reach`
    versions: Collection[int] | None = None  # those that the ticket may have; None: any
    typed_by: Operator | None = None  # signed in, and on the customer's page by the code that the console shows


@action
async def customer_writes(desk: Desk, ticket_id: int, message: CustomerMessage, now_ms: int) -> int:
    """Store the message; return its id. On a duplicate it lands on the original; beyond its `reach` for operators only.

    A finished ticket reopens and keeps its operator. `request_key` again: the first message. Raises NotFound for a
    missing or deleted ticket, AlreadyStored for the same key with another content, ChangedMeanwhile, TooLarge,
    StorageFull.
    """
    quoted = well_formed(message.quoted_text) if message.quoted_text else None
    message = replace(message, text=without_links_proof(well_formed(message.text)), quoted_text=quoted)
    async with stored_files(desk, message.attachments) as files:
        key = _stored_key(ticket_id, message, files)
        while True:
            ticket = await _ticket(desk, ticket_id)
            target = await original_of(desk, ticket)
            with suppress(_MergedMeanwhile):
                return await _write(desk, ticket, target.id, message, key, files, now_ms)


def _stored_key(ticket_id: int, message: CustomerMessage, files: list[StoredFile]) -> StoredKey | None:
    """`ticket_id`: the ticket that was written to, also where its original takes the message."""
    if message.request_key is None:
        return None
    content = digest(text=message.text, html=message.html, files=[(file.name, file.sha256) for file in files])
    return message.request_key.stored(message.kind.value, ticket_id, content=content)


@action
async def _write(
    desk: Desk,
    ticket: Ticket,
    target: int,
    message: CustomerMessage,
    key: StoredKey | None,
    files: list[StoredFile],
    now_ms: int,
) -> int:
    words = await words_in(message.text)
    async with change(desk, target, now_ms) as tx:
        tx.words = words
        is_itself = target == ticket.id and tx.ticket.duplicate_of is None
        if not is_itself and (await original_of(desk, await _ticket(desk, ticket.id))).id != target:
            raise _MergedMeanwhile
        if tx.ticket.is_deleted:
            raise NotFound
        if message.kind is MessageKind.CUSTOMER and not message.reach.covers(ticket, tx.ticket):
            message = _as_unverified(message, ticket)
        if message.typed_by and not message.warning:
            message = replace(message, warning=TYPED_BY_OPERATOR)
        if earlier := await earlier_with_key(tx, key, message.text, ticket.id):
            return earlier
        await check_unchanged(tx, message.versions, ticket.id)
        message_id = await _write_within(tx, message, key, files)
        if message.inbound_id is not None:
            await record_outcome(
                desk, message.inbound_id, message.inbound_outcome, ticket_id=target, message_id=message_id
            )
    files.clear()
    return message_id


class _MergedMeanwhile(Exception):
    """Between finding the original and locking it the ticket became, or ceased to be, a duplicate."""


async def _ticket(desk: Desk, ticket_id: int) -> Ticket:
    ticket = await ticket_by_id(desk, ticket_id)
    if ticket is None:
        raise NotFound
    return ticket


def _as_unverified(message: CustomerMessage, ticket: Ticket) -> CustomerMessage:
    """The message as it lands on an original for whose customer it may not speak: nothing moves by it but a notice.

    It has the name and address of the ticket on whose page it was written.
    """
    return replace(
        message,
        author_name=message.author_name or ticket.customer.name,
        author_email=message.author_email or ticket.customer.email,
        shared=False,
        warning=message.warning or unverified_on(ticket.id),
        reopens=False,
        proves="",
        written_on=ticket.id,
        inbound_outcome=InboundOutcome.INTERNAL,
    )


async def _write_within(tx: Change, message: CustomerMessage, key: StoredKey | None, files: list[StoredFile]) -> int:
    ticket = tx.ticket
    by_customer = message.kind is MessageKind.CUSTOMER
    author = message.author_name or (ticket.customer.name if by_customer else message.author_email)
    name = one_line(author)[: LENGTHS["name"]]
    message_id = await add_message(
        tx,
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
        client_ip=message.client_ip[:64],
        released_ms=tx.now_ms,
        **key_columns(key),
    )
    await attach_stored(tx, message_id, files)
    if message.uploads:
        await attach_uploads_of(tx, message.uploads, message_id)
    if files or message.uploads:
        await count_attachments(tx)
    actor = Actor.customer(name, message.typed_by) if by_customer else Actor("third_party", name)
    is_customers = address_key(message.author_email) == ticket.customer.email_key
    proves = message.proves if message.proves and is_customers and await prove_within(tx) else ""
    await _stir(tx, replace(message, proves=proves), actor, message_id)
    if message.notify and not ticket.is_spam:
        await tell_about_new_message(tx, message_id, message.roster)
    return message_id


async def _stir(tx: Change, message: CustomerMessage, actor: Actor, message_id: int) -> None:
    before = tx.ticket.status
    details: dict[str, object] = {
        "message_kind": message.kind.value,
        "shared": message.shared,
        "preview": preview_of(message.text),
    }
    if message.written_on is not None:
        details["from_ticket"] = message.written_on
    if message.proves:
        details["proves"] = message.proves
    if message.request_key and message.source == "web":
        details |= told_key(message.request_key.typed)
    if message.reopens and message.kind is MessageKind.CUSTOMER:
        waiting = {"status": Status.WAITING_FOR_OPERATOR.value, "snoozed_until_ms": None, **NO_DUPLICATE}
        end_duplicate(tx, actor, message_id)  # a duplicate takes a message itself only where its original is deleted
        await tx.save(**waiting, customer_wrote_ms=tx.now_ms)
    elif message.reopens:
        await tx.save(snoozed_until_ms=None)
    after = tx.ticket.status
    if after is not before:
        reopened = not before.is_active
        change_of = {"status": after.value, "from_status": before.value, "reopened": reopened}
        tx.record("ticket.status", actor, message_id, **change_of)
        if reopened:
            await release_gone(tx)
    tx.customer_event = message.kind is MessageKind.CUSTOMER and message.written_on is None  # such words stop no answer
    tx.record("message.added", actor, message_id, **details)  # the last one: it is the ticket's `customer_event_id`
