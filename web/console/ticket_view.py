"""What the ticket's pane shows: who may do what, who asks for it, the drafts, the thread."""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from app.actions.drafts import draft_of
from app.actions.moving import can_move
from app.codes import new_key
from app.desk import Desk
from app.errors import NotFound
from app.event import Event
from app.html_safety import FRAME_SANDBOX, SafeHtml, html_to_text, remote_image_count, stored_html, text_to_html
from app.message import Attachment, Message, MessageKind
from app.operator import Operator
from app.permissions import Act, allows, may_see
from app.queries.absences import release_of
from app.queries.addresses import addresses_on
from app.queries.attachments import attachment_for
from app.queries.events import LogQuery, search_log
from app.queries.people import operators
from app.queries.thread import Thread
from app.queries.tickets import previous_tickets
from app.status import SET_BY_HAND, Status
from app.ticket import Ticket
from web.console.folding import folded
from web.console.labels import LABELS
from web.console.page import groups_for
from web.context import desk_of, operator_of

SEND_STATUSES = (
    Status.WAITING_FOR_CUSTOMER,
    Status.SOLVED,
    Status.CLOSED,
    Status.OPEN,
    Status.WAITING_FOR_OPERATOR,
    Status.UNSOLVED,
    Status.REJECTED_OFFER,
)
COMPOSED = (MessageKind.ANSWER, MessageKind.NOTE)
DELIVERY_ICONS = {"sent": "check", "bounced": "warning", "failed": "warning"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as the composer shows it."""

    html: str = ""
    status: str = ""
    saved_ms: int = 0
    save_key: str = ""
    cc: str | None = None  # "": whoever stood there was taken out
    files: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ask:
    """An open question for the ticket: by whom, since when."""

    id: int
    name: str
    at_ms: int


async def ticket_context(request: Request, ticket: Ticket, thread: Thread) -> dict[str, Any]:
    """Everything that the templates of the pane ask for."""
    desk, operator = desk_of(request), operator_of(request)
    ask = await open_ask(desk, ticket)
    every_group = await groups_for(desk, operator)
    return {
        **message_context(request, ticket),
        "thread": thread,
        "entries": folded(thread.entries),
        "last_message_id": max((message.id for message in thread.messages), default=0),
        "message_count": len(thread.messages),
        "lock": lock_of(operator, ticket),
        "release_at_ms": await release_of(desk, ticket, await desk.db.now_ms()),
        "asker": ask if ask and ask.id != operator.id else None,
        "asked_ms": ask.at_ms if ask and ask.id == operator.id else None,
        "may": _rights(operator, ticket, thread),
        "group": next((group for group in every_group if group.id == ticket.group_id), None),
        "groups": every_group,
        "colleagues": [other for other in await operators(desk) if may_see(other, ticket)],
        "statuses": SET_BY_HAND,
        "send_statuses": SEND_STATUSES,
        "previous": await previous_tickets(desk, operator, ticket),
        "drafts": (drafts := {kind.value: await kept_draft(desk, operator, ticket, kind) for kind in COMPOSED}),
        "cc": ", ".join(_last_copies(thread)) if (cc := drafts[MessageKind.ANSWER.value].cc) is None else cc,
        "known_addresses": [one.email for one in await addresses_on(desk, ticket.id) if one.role != "third_party"],
        "panel_titles": [panel.title for panel in desk.plugins.panels],
        "demo": desk.settings.demo,
        "request_key": new_key(),
        "signature_text": signature_line(operator),
    }


def message_context(request: Request, ticket: Ticket) -> dict[str, Any]:
    """What a message alone needs to be drawn."""
    return {
        **LABELS,
        "ticket": ticket,
        "frame_sandbox": FRAME_SANDBOX,
        "text_to_html": text_to_html,
        "shown_html": _shown_html,
        "remote_pictures": lambda message: remote_image_count(message.html) if message.html else 0,
        "delivery_of": delivery_of,
        "can_move": can_move,
        "has_source": lambda message: message.inbound_id is not None or message.delivery is not None,
        "sends_mail": desk_of(request).settings.smtp_url is not None or desk_of(request).settings.demo,
        "may_send_again": lambda message: (
            allows(operator_of(request), Act.ANSWER, ticket, taking=True) and message.delivery
        ),
    }


def signature_line(operator: Operator) -> str:
    """The operator's signature in one line, as the composer reminds of it."""
    lines = (line.strip() for line in html_to_text(stored_html(operator.signature)).splitlines())
    return ", ".join(line for line in lines if line)


def lock_of(operator: Operator, ticket: Ticket) -> str:
    """Whose the ticket is for this reader: `mine`, `free` or `other`."""
    if ticket.is_held_by(operator.id):
        return "mine"
    return "free" if ticket.operator_id is None else "other"


def delivery_of(message: Message) -> dict[str, str] | None:
    """The state that stands under an answer, with its icon."""
    if message.kind not in {MessageKind.ANSWER, MessageKind.TO_THIRD_PARTY}:
        return None
    if message.is_held:
        return {"name": "held", "icon": "clock"}
    if message.delivery is None:
        return None
    state = message.delivery.state
    return {"name": state, "icon": DELIVERY_ICONS.get(state, "clock")}


async def open_ask(desk: Desk, ticket: Ticket) -> Ask | None:
    """Who asks the present holder for the ticket and has no answer yet."""
    if ticket.operator_id is None:
        return None
    for event in await search_log(desk, LogQuery(kind="lock.asked", ticket_id=ticket.id), limit=1):
        if _is_open(event, ticket):
            asker = event.details["asker"]
            return Ask(asker["id"], asker["name"], event.at_ms)
    return None


def _is_open(event: Event, ticket: Ticket) -> bool:
    holder = event.details.get("holder") or {}
    since_then = event.at_ms >= (ticket.held_since_ms or 0)
    return event.details.get("answer") is None and holder.get("id") == ticket.operator_id and since_then


def _rights(operator: Operator, ticket: Ticket, thread: Thread) -> dict[str, bool]:
    """What a page offers; the action itself asks again."""
    acts = {"status": Act.STATUS, "edit": Act.EDIT, "assign": Act.ASSIGN, "merge": Act.MERGE, "spam": Act.SPAM}
    answered = any(
        message.kind is MessageKind.ANSWER and message.operator_id == operator.id for message in thread.messages
    )
    return {
        **{name: allows(operator, act, ticket) for name, act in acts.items()},
        "delete": allows(operator, Act.DELETE, ticket),
        "finish": operator.is_administrator or answered,
    }


def _last_copies(thread: Thread) -> tuple[str, ...]:
    """Who got a copy of the newest answer: whoever is in copy once stays so until somebody takes them out."""
    answers = [message for message in thread.messages if message.kind is MessageKind.ANSWER]
    return answers[-1].cc if answers else ()


async def kept_draft(desk: Desk, operator: Operator, ticket: Ticket, kind: MessageKind) -> Kept:
    """What this operator had typed there, with its files that are still here."""
    draft = await draft_of(desk, operator, ticket.id, kind)
    if draft is None:
        return Kept()
    details = json.loads(draft.details or "{}")
    files = [await _file(desk, operator, key) for key in details.get("attachments") or []]
    known = [file for file in files if file is not None and file.message_id is None and not file.inline]
    save_key = str(details.get("save_key") or draft.saved_ms)  # what no window saved (a refused answer) has no key
    cc = None if details.get("cc") is None else str(details["cc"])
    return Kept(draft.html, details.get("status") or "", draft.saved_ms, save_key, cc, known)


async def _file(desk: Desk, operator: Operator, key: str) -> Attachment | None:
    try:
        return await attachment_for(desk, operator, key)
    except NotFound:
        return None


def _shown_html(message: Message) -> SafeHtml:
    """An operator's own message: cleaned before it was stored, so it stands in the page itself."""
    return message.html or stored_html("")
