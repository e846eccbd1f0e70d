"""What a mail needs to know of the desk: read once, before anything is drawn."""

from dataclasses import dataclass
from operator import attrgetter

from app.config.mail_place import KeptMailbox
from app.core.errors import NotFound
from app.credentials.codes import grouped
from app.credentials.mail_links import mailed_link
from app.credentials.reply_tokens import message_id_domain
from app.desk import Desk
from app.nouns.message import Attachment, Message
from app.nouns.outbound_mail import MailKind, OutboundMail
from app.nouns.reasons import reason
from app.nouns.ticket import Ticket
from app.queries.mail.inbound import mailbox_of_ticket
from app.queries.people.roster import roster
from app.queries.ticket.conversation import Conversation, conversation_with_customer, conversation_with_others
from app.queries.ticket.messages import message_by_id
from app.queries.ticket.tickets import ticket_by_id
from app.text.one_line import header_line
from mail.composing import header_text
from mail.composing.addresses import checked_address, sender_of
from mail.composing.faults import CannotCompose
from mail.composing.look import PLAIN, MailLook
from mail.composing.outgoing_mail import File
from mail.mailboxes.called import mailbox_called

QUOTED_CHARS = 2_000
QUOTED_LINES = 40
FROM_GROUPS = frozenset(
    {MailKind.ANSWER, MailKind.COPY, MailKind.CONFIRMATION, MailKind.LOST_CODE, MailKind.TO_THIRD_PARTY}
)


class ComposeCache:
    """The tickets and messages that mails composed in one pass tell of, each read once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tickets: dict[int, Ticket | None] = {}
        self._messages: dict[int, Message | None] = {}

    async def ticket(self, ticket_id: int) -> Ticket | None:
        """The ticket, None if it is gone."""
        if ticket_id not in self._tickets:
            self._tickets[ticket_id] = await ticket_by_id(self._desk, ticket_id)
        return self._tickets[ticket_id]

    async def message(self, message_id: int) -> Message | None:
        """The message, None if it is gone."""
        if message_id not in self._messages:
            self._messages[message_id] = await message_by_id(self._desk, message_id)
        return self._messages[message_id]


@dataclass(frozen=True)
class ComposeContext:
    """What every composed mail is based on: the desk, the mail, its checked addresses, and facts already known."""

    desk: Desk
    mail: OutboundMail
    sender: tuple[str, str]  # the desk's, to which undeliverable mail comes back
    recipients: tuple[str, ...]
    known: ComposeCache
    look: MailLook = PLAIN

    @property
    def brand(self) -> str:
        """The desk's name as the reader sees it."""
        return header_line(self.desk.settings.desk_name or self.sender[0], header_text.NAME_CHARS)

    @property
    def loop_mark(self) -> str:
        """By which the desk knows its own mails when they come back."""
        return message_id_domain(self.desk.settings)

    async def ticket(self) -> Ticket:
        """The ticket that the mail is about. Raises CannotCompose where there is none."""
        found = await self.known.ticket(self.mail.ticket_id) if self.mail.ticket_id else None
        if found is None:
            raise CannotCompose(reason("ticket_gone"))
        return found

    async def author(self) -> tuple[str, str]:
        """The name in From: the ticket's group if it has its own name or address, else its mailbox, else the desk.

        Groups write only to customers and third parties.
        """
        if self.mail.kind not in FROM_GROUPS or not self.mail.ticket_id:
            return self.sender
        ticket = await self.ticket()
        group = (await roster(self.desk)).group(ticket.group_id)
        mailbox = await self._mailbox_of(ticket)
        name = (group.sender_name if group else "") or (mailbox.sender_name if mailbox else "")
        email = (group.sender_email if group else "") or (mailbox.sender_email if mailbox else "")
        return name or self.sender[0], checked_address(email) if email else self.sender[1]

    async def _mailbox_of(self, ticket: Ticket) -> KeptMailbox | None:
        """Whose sender speaks on this ticket: the one it came by, unless it has left that one's group; else one of its group."""
        found = [one for one in self.desk.settings.mailboxes if one.sender_name or one.sender_email]
        found = [one for one in found if one.group_id in {None, ticket.group_id}]
        if not found:
            return None
        came_by = mailbox_called(self.desk.settings, await mailbox_of_ticket(self.desk, ticket.id))
        if came_by in found:
            return came_by
        return next((one for one in found if one.group_id is not None), None)

    async def message(self) -> Message:
        """The message that the mail carries or tells of. Raises CannotCompose where there is none."""
        found = await self.known.message(self.mail.message_id) if self.mail.message_id else None
        if found is None:
            raise CannotCompose(reason("message_gone"))
        return found

    async def file(self, attachment: Attachment, content_id: str = "") -> File:
        """An attachment with its bytes. Raises CannotCompose if they are gone."""
        try:
            content = await self.desk.storage.get(attachment.key)
        except NotFound:
            raise CannotCompose(reason("file_gone", name=attachment.name)) from None
        return File(attachment.name, attachment.content_type, content, content_id)

    def ticket_facts(self, ticket: Ticket) -> dict[str, object]:
        """What the ticket box shows; the link's code opens the ticket page without typing."""
        return {
            "brand": self.brand,
            "number": ticket.number,
            "code": grouped(ticket.access_code),
            "link": mailed_link(self.desk.settings, ticket, self.recipients),
        }


def context_of(desk: Desk, mail: OutboundMail, known: ComposeCache | None = None) -> ComposeContext:
    """Check sender and recipients. Raises CannotCompose for an address that cannot be written to."""
    recipients = tuple(dict.fromkeys(checked_address(address) for address in mail.recipients))
    if not recipients:
        raise CannotCompose(reason("no_recipient"))
    return ComposeContext(desk, mail, sender_of(desk.settings), recipients, known or ComposeCache(desk))


async def conversation_of(context: ComposeContext) -> tuple[str, list[str]]:
    """In-Reply-To and References that keep the customer's client on one conversation (RFC 5322 §3.6.4)."""
    return _parents(await conversation_with_customer(context.desk, context.mail))


async def conversation_with(context: ComposeContext) -> tuple[str, list[str]]:
    """The same for a mail to a third party: their mails and ours to them, never the customer's."""
    return _parents(await conversation_with_others(context.desk, context.mail))


def _parents(earlier: Conversation) -> tuple[str, list[str]]:
    """All mails in and out that a header may list, in order; the parent is the reader's newest, else ours."""
    came = [one for one in earlier.came if header_text.is_message_id(one.message_id)]
    left = [one for one in earlier.left if header_text.is_message_id(one.message_id)]
    ordered = [one.message_id for one in sorted(came + left, key=attrgetter("at_ms"))]
    newest = [one.message_id for one in came] or ordered or [""]
    return newest[-1], ordered


def shortened(text: str, chars: int = QUOTED_CHARS, lines: int = QUOTED_LINES) -> str:
    """The beginning of a text, as long as a quote should be."""
    kept = text.strip()[:chars].splitlines()
    cut = len(text.strip()) > chars or len(kept) > lines
    return "\n".join(kept[:lines]).rstrip() + (" …" if cut else "")
