"""A ticket comes to the desk: from the public form, a mail, an outside form, the API or an operator's hand."""

from dataclasses import dataclass

from sqlalchemy import insert, select

from app.actions.change import Held, act, action, read_ticket
from app.actions.mailing import queue_mail, tell_about_new_message
from app.actions.messages import add_message, count_attachments, preview_of
from app.actions.uploading import StoredFile, attach_stored, store_files
from app.codes import new_access_code
from app.desk import Desk
from app.event import Actor
from app.files import Upload
from app.html_safety import SafeHtml
from app.message import MessageKind
from app.status import Shelf, Status
from app.ticket import Customer, Ticket
from sql.tables import groups, tickets


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a ticket begins with: the customer, the subject and the customer's first message."""

    customer: Customer
    subject: str
    text: str
    source: str  # web, mail, form, api, operator
    client_ip: str
    language: str = "en"
    html: SafeHtml | None = None
    quoted_text: str | None = None
    quoted_html: SafeHtml | None = None
    group_id: int | None = None  # None: the desk's first group
    attachments: tuple[Upload, ...] = ()
    request_key: str | None = None
    inbound_id: int | None = None
    warning: str = ""
    confirm: bool = True  # the customer gets number, access code and link by mail
    notify: bool = True  # the group's operators are told


@action
async def open_ticket(desk: Desk, new: NewTicket, actor: Actor, now_ms: int) -> Ticket:
    """Store the ticket with its first message; queue the confirmation; return it.

    `request_key` is made once per drawn form: the same again returns the first ticket. Raises TooLarge, StorageFull.
    """
    if earlier := await _earlier(desk, new.request_key):
        return earlier
    files = await store_files(desk, new.attachments)
    async with act(desk, now_ms) as held:
        if earlier := await _earlier(desk, new.request_key):
            return earlier
        held.of_ticket = await read_ticket(desk.db, await _insert(held, new))
        message_id = await _first_message(held, new, files)
        held.customer_event = True
        held.record(
            "ticket.opened",
            actor,
            message_id,
            source=new.source,
            subject=new.subject,
            customer=new.customer.name,
            preview=preview_of(new.text),
        )
        if new.confirm:
            await _confirm(held)
        if new.notify:
            await tell_about_new_message(held, message_id)
    return await read_ticket(desk.db, held.ticket.id)


async def _earlier(desk: Desk, request_key: str | None) -> Ticket | None:
    if not request_key:
        return None
    found = await desk.db.fetch_val(select(tickets.c.id).where(tickets.c.request_key == request_key))
    return await read_ticket(desk.db, int(found)) if found is not None else None


async def _insert(held: Held, new: NewTicket) -> int:
    customer = new.customer
    values = {
        "access_code": new_access_code(),
        "subject": new.subject,
        "status": Status.OPEN.value,
        "shelf": Shelf.ACTIVE.value,
        "request_key": new.request_key,
        "name": customer.name,
        "email": customer.email,
        "email_key": customer.email_key,
        "phone": customer.phone,
        "address": customer.address,
        "city": customer.city,
        "country": customer.country,
        "language": new.language,
        "client_ip": new.client_ip,
        "source": new.source,
        "incomplete": not (customer.phone and customer.city),
        "group_id": new.group_id if new.group_id is not None else await default_group_id(held.desk),
        "created_ms": held.now_ms,
        "updated_ms": held.now_ms,
        "customer_wrote_ms": held.now_ms,
    }
    return await held.db.execute(insert(tickets).values(values))


async def default_group_id(desk: Desk) -> int | None:
    """The desk's first group that is open to everybody: where a ticket goes when nothing says where."""
    first = select(groups.c.id).where(groups.c.members_only.is_(False)).order_by(groups.c.position, groups.c.id)
    found = await desk.db.fetch_val(first.limit(1))
    return int(found) if found is not None else None


async def _first_message(held: Held, new: NewTicket, files: list[StoredFile]) -> int:
    message_id = await add_message(
        held,
        kind=MessageKind.CUSTOMER.value,
        source=new.source,
        author_name=new.customer.name,
        author_email=new.customer.email,
        text=new.text,
        html=new.html,
        quoted_text=new.quoted_text,
        quoted_html=new.quoted_html,
        shared=True,
        warning=new.warning,
        inbound_id=new.inbound_id,
        client_ip=new.client_ip,
        released_ms=held.now_ms,
    )
    await attach_stored(held, message_id, files)
    await count_attachments(held)
    return message_id


async def _confirm(held: Held) -> None:
    await queue_mail(
        held,
        kind="confirmation",
        recipients=[held.ticket.customer.email],
        language=held.ticket.language,
        ticket_id=held.ticket.id,
        due_ms=held.now_ms,
    )
