"""A ticket comes to the desk: from the public form, a mail, an outside form, the API or an operator's hand."""

from dataclasses import asdict, dataclass, replace
from types import SimpleNamespace

from sqlalchemy import insert, select

from app.actions.change import Change, act, action, read_ticket
from app.actions.mail.attempts import record_outcome
from app.actions.mail.mailing import confirm_to_customer, tell_about_new_message
from app.actions.message.form_entries import forget_old_key, keep_entry, told_entry
from app.actions.message.rows import add_message, count_attachments, key_columns, preview_of
from app.actions.message.uploading import StoredFile, Uploads, attach_stored, attach_uploads_of, stored_files
from app.actions.ticket.customer_rows import note_customer
from app.core.errors import AlreadyStored
from app.credentials.codes import new_access_code
from app.credentials.mail_links import without_links_proof
from app.database import is_duplicate_key
from app.desk import Desk
from app.files.kinds import Upload
from app.html_safety import SafeHtml
from app.nouns.event import SYSTEM, Actor
from app.nouns.fields import LENGTHS, well_formed
from app.nouns.group import Group, default_group
from app.nouns.inbound_mail import InboundOutcome
from app.nouns.message import MessageKind
from app.nouns.offer import Offer
from app.nouns.request_keys import RequestKey, StoredKey, digest
from app.nouns.status import Status, shelf_of
from app.nouns.ticket import Customer, Ticket
from app.nouns.waiting import NEVER_MS
from app.queries.people.people import groups
from app.queries.people.roster import Roster
from app.search.documents import encoded_words, words_in
from app.site_forms.site_form import FormEntry
from app.text.languages import _
from app.text.one_line import one_line
from sql.tables import tickets

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
    group_id: int | None = None  # None: where such tickets go
    attachments: tuple[Upload, ...] = ()
    uploads: Uploads | None = None  # files that are stored already
    request_key: RequestKey | None = None
    inbound_id: int | None = None
    warning: str = ""
    author_email: str = ""  # whoever wrote the first message, where that is not the customer's address
    offer: Offer | None = None  # another address that it names for the customer
    authentication: str = ""  # pass or fail, as the desk's own mail server judged the sender
    proves: str = ""  # that the customer's address is its writer's: dmarc
    details_known: bool = False  # phone, city … are from an earlier ticket of the address
    confirm: bool = True  # the customer gets number, access code and link by mail
    notify: bool = True  # the group's operators are told
    spam: bool = False  # straight into the bin
    inbound_outcome: InboundOutcome = InboundOutcome.OPENED  # what the ledger of mail says of `inbound_id` from now on
    entry: FormEntry | None = None  # of the form on another site that it came from
    roster: Roster | None = None  # read a moment ago, where mail after mail is opened


@action
async def open_ticket(desk: Desk, new: NewTicket, actor: Actor, now_ms: int) -> Ticket:
    """Store the ticket with its first message; queue the confirmation; return it.

    `request_key` is made once per drawn form: the same again returns the first ticket. With another content it raises
    AlreadyStored; from forms, which strangers fill in, it is another ticket. A copied form has no key of its own: there
    the same content makes one ticket in an hour. Raises TooLarge, StorageFull.
    """
    quoted = well_formed(new.quoted_text) if new.quoted_text else None
    new = replace(new, text=without_links_proof(well_formed(new.text)), quoted_text=quoted)
    async with stored_files(desk, new.attachments) as files:
        key = _stored_key(new, files)
        if key and new.entry and new.source == "form":  # a program has made a key of its own, which stays
            await forget_old_key(desk, key, now_ms)
        try:
            return await _open(desk, new, actor, key, files, now_ms)
        except Exception as error:
            earlier = await _earlier(desk, key) if key and is_duplicate_key(error) else None
            if earlier is None:
                raise
            return earlier  # the same form, sent twice


def _stored_key(new: NewTicket, files: list[StoredFile]) -> StoredKey | None:
    """On forms the content is a part of the key: nothing of a first ticket is ever named to who says another."""
    if new.request_key is None:
        return None
    customer = asdict(new.customer)
    said = digest(
        customer=customer,
        subject=new.subject,
        text=new.text,
        group=new.group_id,
        files=[(f.name, f.sha256) for f in files],
    )
    return new.request_key.stored(
        "ticket", *([said] if new.request_key.source in {"web", "form"} else []), content=said
    )


async def _open(
    desk: Desk, new: NewTicket, actor: Actor, key: StoredKey | None, files: list[StoredFile], now_ms: int
) -> Ticket:
    words = await words_in(new.text)
    async with act(desk, now_ms) as tx:
        tx.words = words | encoded_words(one.text for one in new.entry.fields) if new.entry else words
        tx.of_ticket = await insert_ticket(tx, new, sum(not file.inline for file in files), key)
        message_id = await _first_message(tx, new, files)
        if new.uploads:
            await attach_uploads_of(tx, new.uploads, message_id)
            await count_attachments(tx)
        if new.entry:
            await keep_entry(tx, new.entry)
        tx.customer_event = True
        tx.record(
            "ticket.opened",
            actor,
            message_id,
            source=new.source,
            subject=tx.ticket.subject,
            customer=tx.ticket.customer.name,
            preview=preview_of(new.text),
            spam=new.spam,
            **({"proves": new.proves} if new.proves else {}),
            **told_entry(new.entry),
        )
        if new.spam and not (new.entry and new.entry.held_ms):
            tx.record("ticket.status", SYSTEM, status=tx.ticket.status.value, why="spam")
        if new.confirm:
            await confirm_to_customer(tx, tx.now_ms)
        if new.notify:
            await tell_about_new_message(tx, message_id, new.roster)
        if new.inbound_id is not None:
            await record_outcome(
                desk, new.inbound_id, new.inbound_outcome, ticket_id=tx.ticket.id, message_id=message_id
            )
    files.clear()
    return tx.ticket


async def _earlier(desk: Desk, key: StoredKey) -> Ticket | None:
    columns = select(tickets.c.id, tickets.c.request_content)
    found = await desk.db.fetch_one(columns.where(tickets.c.request_key == key.key))
    if found is None:
        return None
    if found.request_content != key.content:
        words = _(
            "This form has already created ticket #%(id)d. Your changed text is kept here. Send again to create another."
        )
        raise AlreadyStored(words % {"id": found.id}, ticket_id=int(found.id))
    return await read_ticket(desk.db, int(found.id))


async def insert_ticket(tx: Change, new: NewTicket, attachment_count: int = 0, key: StoredKey | None = None) -> Ticket:
    """Write the row of a new, open ticket; return it as it is then."""
    customer = new.customer
    group = await _group_of(tx.desk, new)
    kept_language = await note_customer(tx, customer)
    values = {
        "access_code": new_access_code(),
        "subject": one_line(new.subject)[: LENGTHS["subject"]],
        "status": Status.OPEN.value,
        "shelf": shelf_of(Status.OPEN, spam=new.spam).value,
        "spam_ms": tx.now_ms if new.spam else None,
        **key_columns(key),
        # A stranger's mail was checked by nobody: nothing of it may break a header later, or the row now.
        "name": one_line(customer.name)[: LENGTHS["name"]],
        "email": customer.email,
        "email_key": customer.email_key,
        "phone": one_line(customer.phone)[: LENGTHS["phone"]],
        "address": one_line(customer.address)[: LENGTHS["address"]],
        "city": one_line(customer.city)[: LENGTHS["city"]],
        "country": customer.country,
        "language": (kept_language if new.source == "mail" and kept_language else new.language)[:16],
        "client_ip": new.client_ip[:64],
        "source": new.source,
        "incomplete": not (customer.phone and customer.city),
        "details_known": new.details_known,
        "proved_ms": tx.now_ms if new.proves else None,
        "group_id": group.id if group else new.group_id,
        "created_ms": tx.now_ms,
        "updated_ms": tx.now_ms,
        "customer_wrote_ms": tx.now_ms,
        "waits_since_ms": tx.now_ms,
        "answer_due_ms": group.due_ms(tx.now_ms) if group else NEVER_MS,
        "attachment_count": attachment_count,
    }
    ticket_id = await tx.db.execute(_INSERT, values)
    ticket = Ticket.from_record(SimpleNamespace(**{**_UNSET, **values, "id": ticket_id}))
    tx.note_move(None, ticket)
    return ticket


async def _group_of(desk: Desk, new: NewTicket) -> Group | None:
    """The group it is for, else the one where such tickets go."""
    known = new.roster.groups if new.roster else await groups(desk)
    if new.group_id is not None:
        return next((group for group in known if group.id == new.group_id), None)
    return default_group(known, new.source)


async def _first_message(tx: Change, new: NewTicket, files: list[StoredFile]) -> int:
    message_id = await add_message(
        tx,
        kind=MessageKind.CUSTOMER.value,
        source=new.source,
        author_name=tx.ticket.customer.name,
        author_email=new.author_email or new.customer.email,
        text=new.text,
        html=new.html,
        quoted_text=new.quoted_text,
        quoted_html=new.quoted_html,
        shared=True,
        warning=new.warning,
        authentication=new.authentication,
        offer=new.offer.as_text() if new.offer else None,
        inbound_id=new.inbound_id,
        client_ip=tx.ticket.client_ip,
        released_ms=tx.now_ms,
        is_first=True,
    )
    await attach_stored(tx, message_id, files)
    return message_id
