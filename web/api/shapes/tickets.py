"""Tickets, messages and files as programs get them. Times are UTC milliseconds."""

from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, Field

from app.nouns.group import Group
from app.nouns.message import Attachment, Message, MessageKind
from app.nouns.outbound_mail import OutboxState
from app.nouns.reasons import readable
from app.nouns.status import Shelf, Status
from app.nouns.ticket import Ticket
from app.site_forms.site_form import FilledField
from web.api.shapes.pages import PageShape


class Assignee(BaseModel):
    """Who has the ticket."""

    id: int
    name: str
    since_ms: int | None = Field(description="Since when, in UTC milliseconds.")


class GroupShape(BaseModel):
    """A ticket's group."""

    id: int
    name: str


class TicketShape(BaseModel):
    """A ticket."""

    id: int = Field(description="The ticket's number.")
    version: int = Field(description="Grows with every change; also in the `ETag`.")
    subject: str
    status: Status
    shelf: Shelf = Field(description="Where lists show it: active, finished, snoozed, spam.")
    name: str
    email: str
    phone: str
    address: str
    city: str
    country: str = Field(description="ISO 3166-1 alpha-2, or empty.")
    language: str
    source: str = Field(description="web, mail, form, api or operator.")
    incomplete: bool = Field(description="Phone or city is missing, as in a ticket from an email.")
    holder: Assignee | None = Field(description="The assignee; null: unassigned.")
    group: GroupShape | None
    fields: dict[str, str] = Field(description="Further fields of the form that it came from, by their names there.")
    duplicate_of: int | None
    snoozed_until: int | Literal["customer"] | None
    created: int
    updated: int
    url: str = Field(description="The ticket in the console.")

    @classmethod
    @lru_cache(maxsize=2048)
    def of(
        cls, ticket: Ticket, group: Group | None, base_url: str, fields: tuple[FilledField, ...] = ()
    ) -> "TicketShape":
        """The ticket as programs get it: without access code and IP address. The same object for the same facts."""
        customer = ticket.customer
        holder = (
            Assignee(id=ticket.operator_id, name=ticket.operator_name or "", since_ms=ticket.held_since_ms)
            if (ticket.operator_id is not None)
            else None
        )
        return cls(
            id=ticket.id,
            version=ticket.version,
            subject=ticket.subject,
            status=ticket.status,
            shelf=ticket.shelf,
            name=customer.name,
            email=customer.email,
            phone=customer.phone,
            address=customer.address,
            city=customer.city,
            country=customer.country,
            language=ticket.language,
            source=ticket.source,
            incomplete=ticket.incomplete,
            holder=holder,
            group=GroupShape(id=group.id, name=group.name) if group else None,
            fields={field.name: field.text for field in fields},
            duplicate_of=ticket.duplicate_of,
            snoozed_until="customer" if ticket.sleeps_until_customer else ticket.snoozed_until_ms,
            created=ticket.created_ms,
            updated=ticket.updated_ms,
            url=f"{base_url}/tickets/{ticket.id}",
        )


class TicketsShape(PageShape):
    """A page of tickets, newest first unless sorted otherwise. A page may be short and still have a next one."""

    tickets: list[TicketShape]


class AttachmentShape(BaseModel):
    """A file."""

    key: str
    name: str
    type: str
    size: int = Field(description="Bytes.")
    url: str = Field(description="Download it here, with the same key.")

    @classmethod
    def of(cls, file: Attachment, base_url: str) -> "AttachmentShape":
        """The file as programs get it."""
        url = f"{base_url}/api/v1/attachments/{file.key}"
        return cls(key=file.key, name=file.name, type=file.content_type, size=file.size_bytes, url=url)


class DeliveryShape(BaseModel):
    """What happened to the email that carries a message."""

    state: OutboxState
    server_said: str


class MessageShape(BaseModel):
    """A message of a ticket."""

    id: int
    ticket: int
    kind: MessageKind
    author: str
    text: str
    html: str | None = Field(description="Safe HTML, if it was written with formatting.")
    shared: bool = Field(description="Whether the customer can see it.")
    created: int
    held_until: int | None = Field(description="An answer can still be undone until then.")
    delivery: DeliveryShape | None
    attachments: list[AttachmentShape]

    @classmethod
    def of(cls, message: Message, base_url: str) -> "MessageShape":
        """The message as programs get it."""
        sent = message.delivery
        return cls(
            id=message.id,
            ticket=message.ticket_id,
            kind=message.kind,
            author=message.author_name,
            text=message.text,
            html=message.html,
            shared=message.shared,
            created=message.created_ms,
            held_until=message.held_until_ms if message.is_undoable else None,
            delivery=DeliveryShape(state=sent.state, server_said=readable(sent.server_said)) if sent else None,
            attachments=[AttachmentShape.of(file, base_url) for file in message.attachments],
        )


class MessagesShape(PageShape):
    """A page of a ticket's messages, oldest first."""

    messages: list[MessageShape]


class MadeTicketShape(BaseModel):
    """A ticket that was made."""

    id: int
    access_code: str = Field(description="With it the customer opens the ticket's page.")
    status: Status
    url: str = Field(description="The customer's page, with the access code.")


class MadeMessageShape(BaseModel):
    """A message that was written."""

    id: int
    ticket: int
    held_until: int | None = Field(default=None, description="An answer can be undone in the console until then.")
