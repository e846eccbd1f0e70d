"""A ticket comes to the desk: from the public form, a mail, an outside form, the API or an operator's hand."""

from dataclasses import dataclass, replace
from types import SimpleNamespace

from sqlalchemy import insert, select

from app.actions.change import Held, act, action, read_ticket
from app.actions.mailing import queue_mail, tell_about_new_message
from app.actions.messages import add_message, preview_of
from app.actions.trying import settle
from app.actions.uploading import StoredFile, attach_stored, stored_files
from app.codes import new_access_code, stored_key
from app.database import is_duplicate_key
from app.desk import Desk
from app.event import SYSTEM, Actor
from app.fields import LENGTHS, one_line, well_formed
from app.files import Upload
from app.html_safety import SafeHtml
from app.lateness import answer_due
from app.message import MessageKind
from app.queries.roster import Roster
from app.status import Status, shelf_of
from app.ticket import Customer, Ticket
from sql.tables import groups, tickets

_INSERT = insert(tickets)
# What a new row says in the columns that nothing is said of, and of its holder.
_UNSET = {column.name: getattr(column.default, "arg", None) for column in tickets.c} | {"operator_name": None}


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
    authentication: str = ""  # pass or fail, as the desk's own mail server judged the sender
    confirm: bool = True  # the customer gets number, access code and link by mail
    notify: bool = True  # the group's operators are told
    spam: bool = False  # straight into the bin
    inbound_outcome: str = ""  # what the ledger of mail says of `inbound_id` from now on
    roster: Roster | None = None  # read a moment ago, where mail after mail is opened


@action
async def open_ticket(desk: Desk, new: NewTicket, actor: Actor, now_ms: int) -> Ticket:
    """Store the ticket with its first message; queue the confirmation; return it.

    `request_key` is made once per drawn form: the same again returns the first ticket. Raises TooLarge, StorageFull.
    """
    quoted = well_formed(new.quoted_text) if new.quoted_text else None
    key = stored_key(new.request_key, "ticket")
    new = replace(new, request_key=key, text=well_formed(new.text), quoted_text=quoted)
    if new.attachments and (earlier := await _earlier(desk, new.request_key)):
        return earlier
    async with stored_files(desk, new.attachments) as files:
        try:
            return await _open(desk, new, actor, files, now_ms)
        except Exception as error:
            earlier = await _earlier(desk, new.request_key) if is_duplicate_key(error) else None
            if earlier is None:
                raise
            return earlier  # the same form, sent twice


async def _open(desk: Desk, new: NewTicket, actor: Actor, files: list[StoredFile], now_ms: int) -> Ticket:
    async with act(desk, now_ms) as held:
        held.of_ticket = await insert_ticket(held, new, len(files))
        message_id = await _first_message(held, new, files)
        held.customer_event = True
        held.record(
            "ticket.opened",
            actor,
            message_id,
            source=new.source,
            subject=held.ticket.subject,
            customer=held.ticket.customer.name,
            preview=preview_of(new.text),
            spam=new.spam,
        )
        if new.spam:
            held.record("ticket.status", SYSTEM, status=held.ticket.status.value, why="spam")
        if new.confirm:
            await _confirm(held)
        if new.notify:
            await tell_about_new_message(held, message_id, new.roster)
        if new.inbound_id is not None:
            await settle(desk, new.inbound_id, new.inbound_outcome, ticket_id=held.ticket.id, message_id=message_id)
    files.clear()
    return held.ticket


async def _earlier(desk: Desk, request_key: str | None) -> Ticket | None:
    if not request_key:
        return None
    found = await desk.db.fetch_val(select(tickets.c.id).where(tickets.c.request_key == request_key))
    return await read_ticket(desk.db, int(found)) if found is not None else None


async def insert_ticket(held: Held, new: NewTicket, attachment_count: int = 0) -> Ticket:
    """Write the row of a new, open ticket; return it as it is then."""
    customer = new.customer
    group_id, target_min = await _group_of(held.desk, new)
    values = {
        "access_code": new_access_code(),
        "subject": one_line(new.subject)[: LENGTHS["subject"]],
        "status": Status.OPEN.value,
        "shelf": shelf_of(Status.OPEN, spam=new.spam).value,
        "spam_ms": held.now_ms if new.spam else None,
        "request_key": new.request_key,
        # A stranger's mail was checked by nobody: nothing of it may break a header later, or the row now.
        "name": one_line(customer.name)[: LENGTHS["name"]],
        "email": customer.email,
        "email_key": customer.email_key,
        "phone": one_line(customer.phone)[: LENGTHS["phone"]],
        "address": one_line(customer.address)[: LENGTHS["address"]],
        "city": one_line(customer.city)[: LENGTHS["city"]],
        "country": customer.country,
        "language": new.language[:16],
        "client_ip": new.client_ip[:64],
        "source": new.source,
        "incomplete": not (customer.phone and customer.city),
        "group_id": group_id,
        "created_ms": held.now_ms,
        "updated_ms": held.now_ms,
        "customer_wrote_ms": held.now_ms,
        "waits_since_ms": held.now_ms,
        "answer_due_ms": answer_due(held.now_ms, target_min),
        "attachment_count": attachment_count,
    }
    ticket_id = await held.db.execute(_INSERT, values)
    return Ticket.from_record(SimpleNamespace(**{**_UNSET, **values, "id": ticket_id}))


async def _group_of(desk: Desk, new: NewTicket) -> tuple[int | None, int | None]:
    """The group it is for, else the first that is open to everybody; and within how many minutes that answers first."""
    wanted = new.group_id
    if wanted is None and new.roster:
        return new.roster.first_group_id, new.roster.first_target_min
    query = select(groups.c.id, groups.c.answer_target_min)
    if wanted is not None:
        query = query.where(groups.c.id == wanted)
    else:
        query = query.where(groups.c.members_only.is_(False)).order_by(groups.c.position, groups.c.id).limit(1)
    row = await desk.db.fetch_one(query)
    return (row.id, row.answer_target_min) if row else (wanted, None)


async def _first_message(held: Held, new: NewTicket, files: list[StoredFile]) -> int:
    message_id = await add_message(
        held,
        kind=MessageKind.CUSTOMER.value,
        source=new.source,
        author_name=held.ticket.customer.name,
        author_email=new.customer.email,
        text=new.text,
        html=new.html,
        quoted_text=new.quoted_text,
        quoted_html=new.quoted_html,
        shared=True,
        warning=new.warning,
        authentication=new.authentication,
        inbound_id=new.inbound_id,
        client_ip=held.ticket.client_ip,
        released_ms=held.now_ms,
        is_first=True,
    )
    await attach_stored(held, message_id, files)
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
