"""A message on a ticket, and the files that came with it."""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.files.kinds import PDF, PICTURES
from app.html_safety import SafeHtml, stored_html, text_to_html
from app.nouns.offer import Offer
from app.nouns.outbound_mail import MailKind, OutboundMail, OutboxState


class MessageKind(StrEnum):
    """Who speaks to whom."""

    CUSTOMER = "customer"  # the customer to the desk
    ANSWER = "answer"  # the holder to the customer
    NOTE = "note"  # operators among themselves: never reaches the customer
    THIRD_PARTY = "third_party"  # a hotel, or any other sender, to the desk
    TO_THIRD_PARTY = "to_third_party"  # the desk to a hotel


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file on a message. Its bytes are in the storage under `key`."""

    id: int
    key: str
    message_id: int | None
    ticket_id: int | None
    name: str
    content_type: str
    size_bytes: int
    inline: bool
    content_id: str
    width_px: int | None = None
    height_px: int | None = None

    @property
    def is_pdf(self) -> bool:
        """Whether its first bytes said so when it was stored."""
        return self.content_type == PDF

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it: a raster picture of a size that can be drawn."""
        return self.content_type in PICTURES

    @classmethod
    def from_record(cls, record: Any) -> "Attachment":
        """The attachment of a row of `attachments`."""
        return cls(
            id=record.id,
            key=record.key,
            message_id=record.message_id,
            ticket_id=record.ticket_id,
            name=record.name,
            content_type=record.content_type,
            size_bytes=record.size_bytes,
            inline=bool(record.inline),
            content_id=record.content_id,
            width_px=record.width_px,
            height_px=record.height_px,
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """The delivery of a message to one person: the tick beside the answer."""

    outbox_id: int
    kind: MailKind
    email: str
    state: OutboxState
    at_ms: int
    server_said: str
    tries: int
    maybe_twice: bool
    is_behind: bool = False  # an earlier mail of its ticket, which did not leave at once, holds it up

    @property
    def is_undelivered(self) -> bool:
        """Whether it has not arrived as far as is known, and can be sent now: it was tried, or is held up."""
        return self.state.is_undelivered or (self.state is OutboxState.QUEUED and (self.tries > 0 or self.is_behind))

    @classmethod
    def of(cls, mail: OutboundMail, *, is_behind: bool = False) -> "Delivery":
        """What the ticket shows of this mail."""
        return cls(
            outbox_id=mail.id,
            kind=mail.kind,
            email=mail.to,
            state=mail.state,
            at_ms=mail.sent_ms or mail.due_ms,
            server_said=mail.server_said,
            tries=mail.tries,
            maybe_twice=mail.maybe_twice,
            is_behind=is_behind,
        )


@dataclass(frozen=True, slots=True)
class Message:
    """One message that someone wrote."""

    id: int
    ticket_id: int
    kind: MessageKind
    source: str
    operator_id: int | None
    author_name: str
    author_email: str
    text: str
    html: SafeHtml | None
    signature: SafeHtml | None
    quoted_text: str | None
    quoted_html: SafeHtml | None
    shared: bool
    proof: str
    warning: str
    inbound_id: int | None
    created_ms: int
    held_until_ms: int | None
    released_ms: int | None
    recalled_ms: int | None
    status_before: str | None
    status_after: str | None
    attachments: tuple[Attachment, ...] = field(default=())
    deliveries: tuple[Delivery, ...] = ()  # of what the desk sent: the customer's first, then the copies
    to: tuple[str, ...] = ()  # of what the desk sent: addresses
    cc: tuple[str, ...] = ()
    authentication: str = ""  # of a mail: pass or fail, as the desk's own mail server judged its sender
    offer: Offer | None = None  # another address that it names for the ticket's customer

    @classmethod
    def from_record(
        cls, record: Any, attachments: tuple[Attachment, ...] = (), deliveries: tuple[Delivery, ...] = ()
    ) -> "Message":
        """The message of a row of `messages`. The HTML in it was cleaned before it was stored."""
        return cls(
            id=record.id,
            ticket_id=record.ticket_id,
            kind=MessageKind(record.kind),
            source=record.source,
            operator_id=record.operator_id,
            author_name=record.author_name,
            author_email=record.author_email,
            text=record.text,
            html=stored_html(record.html) if record.html else None,
            signature=stored_html(record.signature) if record.signature else None,
            quoted_text=record.quoted_text,
            quoted_html=stored_html(record.quoted_html) if record.quoted_html else None,
            shared=bool(record.shared),
            proof=record.proof,
            warning=record.warning,
            inbound_id=record.inbound_id,
            created_ms=record.created_ms,
            held_until_ms=record.held_until_ms,
            released_ms=record.released_ms,
            recalled_ms=record.recalled_ms,
            status_before=record.status_before,
            status_after=record.status_after,
            attachments=attachments,
            deliveries=deliveries,
            to=recipients_in(record, "to"),
            cc=recipients_in(record, "cc"),
            authentication=record.authentication,
            offer=Offer.from_text(record.offer),
        )

    @property
    def delivery(self) -> Delivery | None:
        """The delivery to its main recipient: of an answer, the customer."""
        return self.deliveries[0] if self.deliveries else None

    @property
    def is_undoable(self) -> bool:
        """Whether it is in its undo time: operators see it marked so, nobody else sees it."""
        return self.released_ms is None and self.recalled_ms is None

    @property
    def signed_html(self) -> SafeHtml | None:
        """What was written with the signature below it, as pages show it and mails end; None where only text came."""
        if not self.signature:
            return self.html
        written = self.html if self.html is not None else text_to_html(self.text)
        return stored_html(f'{written}\n<div class="signature">{self.signature}</div>')  # both are clean

    @property
    def is_for_customer(self) -> bool:
        """Whether the customer may see it now."""
        return self.shared and self.released_ms is not None and self.recalled_ms is None

    @property
    def can_be_shared(self) -> bool:
        """Whether an operator may decide to show it to the customer: it came from outside and is not shown yet.

        A mail that names an operator, or the desk itself, as its sender never is: it would speak for them.
        """
        return self.kind in FROM_OUTSIDE and not self.shared and self.warning not in IN_OUR_NAME


FROM_OUTSIDE = frozenset({MessageKind.CUSTOMER, MessageKind.THIRD_PARTY})
IN_OUR_NAME = frozenset({"operator", "own"})  # warnings: From is a claim, and this one nobody may make


TYPED_BY_OPERATOR = "operator_page"  # a warning: written on the customer's page by a signed-in operator
UNVERIFIED = "unverified"  # a warning: nothing proves that the sender is who they say


def unverified_on(ticket_id: int) -> str:
    """The warning beside a message from another ticket's page, by someone who may not speak for this one's customer."""
    return f"{UNVERIFIED}:{ticket_id}"


def page_it_came_from(warning: str) -> int | None:
    """The ticket that such a warning names."""
    word, _colon, number = warning.partition(":")
    return int(number) if word == UNVERIFIED and number.isascii() and number.isdigit() else None


def recipients_in(record: Any, name: str) -> tuple[str, ...]:
    """The addresses under `to` or `cc` in a row of `messages`."""
    return tuple(json.loads(record.recipients or "{}").get(name, ()))
