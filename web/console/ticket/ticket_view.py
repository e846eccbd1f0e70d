"""What the ticket's pane shows: who may do what, who asks for it, the drafts, the thread."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from starlette.requests import Request

from app.actions.message.drafts import Draft, draft_of, drafts_of
from app.core.errors import NotFound
from app.credentials.codes import new_key
from app.desk import Desk
from app.html_safety import html_to_text, stored_html
from app.nouns.group import Group
from app.nouns.message import Attachment, MessageKind
from app.nouns.operator import Operator
from app.nouns.permissions import Act, allows, may_see
from app.nouns.signed import signature_in
from app.nouns.status import SET_BY_HAND, Status
from app.nouns.ticket import Ticket
from app.queries.api.forms import entry_of
from app.queries.customer.previous import previous_tickets
from app.queries.lists.absences import release_of
from app.queries.lists.counts import loads_for
from app.queries.ticket.addresses import addresses_on
from app.queries.ticket.attachments import attachment_for
from app.queries.ticket.thread import Thread
from app.queries.ticket.thread_facts import NewestAsk, ThreadFacts
from web.console.ticket.folding import folded
from web.requests.context import desk_of, newest_event_of, operator_of, plugins_of, roster_of

SEND_STATUSES = (
    Status.WAITING_FOR_CUSTOMER,
    Status.SOLVED,
    Status.CLOSED,
    Status.OPEN,
    Status.WAITING_FOR_OPERATOR,
    Status.UNSOLVED,
    Status.REJECTED_OFFER,
)
COMPOSED = (MessageKind.ANSWER, MessageKind.NOTE, MessageKind.TO_THIRD_PARTY)


@dataclass(frozen=True, slots=True)
class ShownDraft:
    """A draft as the composer shows it."""

    html: str = ""
    status: str = ""
    saved_ms: int = 0
    save_key: str = ""
    cc: str | None = None  # "": whoever stood there was taken out
    files: tuple[Attachment, ...] = ()
    to: str = ""  # of an email to a third party
    subject: str = ""
    forward: str = ""  # numbers of messages, separated by commas


NOTHING = ShownDraft()


@dataclass(frozen=True, slots=True)
class Ask:
    """An open question for the ticket: by whom, since when."""

    id: int
    name: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class OfferedActs:
    """What a page offers on one ticket; the action itself asks again. `finish`: set a status that needs an answer."""

    status: bool
    edit: bool
    assign: bool
    merge: bool
    spam: bool
    delete: bool
    finish: bool


async def ticket_context(request: Request, ticket: Ticket, thread: Thread, facts: ThreadFacts) -> dict[str, Any]:
    """Everything that the templates of the pane ask for."""
    desk, operator = desk_of(request), operator_of(request)
    ask, people = open_ask(ticket, facts.newest_ask), await roster_of(request)
    drafts = await shown_drafts(desk, operator, ticket)
    kept_cc = drafts[MessageKind.ANSWER.value].cc
    return {
        **message_context(request, ticket),
        "thread": thread,
        "entries": folded(thread.entries),
        "message_count": facts.message_count,
        "lock": lock_of(operator, ticket),
        "release_at_ms": await release_of(desk, ticket),
        "asker": ask if ask and ask.id != operator.id else None,
        "asked_ms": ask.at_ms if ask and ask.id == operator.id else None,
        "may": _rights(operator, ticket, facts),
        "group": people.group(ticket.group_id),
        "groups": people.groups_for(operator),
        "colleagues": await _colleagues(request, operator, ticket),
        "statuses": SET_BY_HAND,
        "send_statuses": SEND_STATUSES,
        "entry": await entry_of(desk, ticket.id) if ticket.may_have_entry else None,
        "previous": tuple(await previous_tickets(desk, operator, ticket)),
        "drafts": drafts,
        "draft_keys": {kind: draft.save_key for kind, draft in drafts.items()},
        "cc": ", ".join(facts.last_copies) if kept_cc is None else kept_cc,
        "known_addresses": tuple(one.email for one in await addresses_on(desk, ticket.id) if one.role != "third_party"),
        "panel_titles": [panel.title for panel in plugins_of(request).panels],
        "demo": desk.settings.demo,
        "request_key": new_key(),
        "signature_text": signature_line(operator, people.group(ticket.group_id)),
    }


async def _colleagues(request: Request, operator: Operator, ticket: Ticket) -> tuple[tuple[Operator, int], ...]:
    """Who may get the ticket, each with how many active tickets they have: the others by name, then the reader."""
    people, loads = await roster_of(request), await loads_for(desk_of(request), operator, newest_event_of(request))
    others = sorted((one for one in people.active if may_see(one, ticket)), key=lambda one: one.id == operator.id)
    return tuple((one, loads.get(one.id, 0)) for one in others)


def message_context(request: Request, ticket: Ticket) -> dict[str, Any]:
    """What a message alone needs to be drawn."""
    settings, operator = desk_of(request).settings, operator_of(request)
    return {
        "ticket": ticket,
        "reader_id": operator.id,
        "sends_mail": settings.smtp_url is not None or settings.demo,
        "may_answer": allows(operator, Act.ANSWER, ticket, taking=True),
    }


def signature_line(operator: Operator, group: Group | None) -> str:
    """How the operator's answers end in this group, in one line, as the composer reminds of it."""
    return _in_one_line(signature_in(group, operator))


@lru_cache(maxsize=256)
def _in_one_line(signature: str) -> str:
    lines = (line.strip() for line in html_to_text(stored_html(signature)).splitlines())
    return ", ".join(line for line in lines if line)


def lock_of(operator: Operator, ticket: Ticket) -> str:
    """Whose the ticket is for this reader: `mine`, `free` or `other`."""
    if ticket.is_held_by(operator.id):
        return "mine"
    return "free" if ticket.operator_id is None else "other"


def open_ask(ticket: Ticket, newest: NewestAsk | None) -> Ask | None:
    """Who is asking the current holder for the ticket and has no response yet."""
    if newest is None or ticket.operator_id is None or not _is_open(newest, ticket):
        return None
    asker = newest.details["asker"]
    return Ask(asker["id"], asker["name"], newest.at_ms)


def _is_open(ask: NewestAsk, ticket: Ticket) -> bool:
    holder = ask.details.get("holder") or {}
    since_then = ask.at_ms >= (ticket.held_since_ms or 0)
    return ask.details.get("answer") is None and holder.get("id") == ticket.operator_id and since_then


def _rights(operator: Operator, ticket: Ticket, facts: ThreadFacts) -> OfferedActs:
    return OfferedActs(
        status=allows(operator, Act.STATUS, ticket),
        edit=allows(operator, Act.EDIT, ticket),
        assign=allows(operator, Act.ASSIGN, ticket),
        merge=allows(operator, Act.MERGE, ticket),
        spam=allows(operator, Act.SPAM, ticket),
        delete=allows(operator, Act.DELETE, ticket),
        finish=operator.is_administrator or facts.has_answered,
    )


async def kept_draft(desk: Desk, operator: Operator, ticket: Ticket, kind: MessageKind) -> ShownDraft:
    """What this operator had typed there, with its files that are still here."""
    return await _shown(desk, operator, await draft_of(desk, operator, ticket.id, kind))


async def shown_drafts(desk: Desk, operator: Operator, ticket: Ticket) -> dict[str, ShownDraft]:
    """The same for all that the composer has."""
    kept = await drafts_of(desk, operator, ticket.id)
    return {kind.value: await _shown(desk, operator, kept.get(kind)) for kind in COMPOSED}


async def _shown(desk: Desk, operator: Operator, draft: Draft | None) -> ShownDraft:
    if draft is None:
        return NOTHING
    details = json.loads(draft.details or "{}")
    files = [await _file(desk, operator, key) for key in details.get("attachments") or []]
    known = tuple(file for file in files if file is not None and file.message_id is None and not file.inline)
    cc = None if details.get("cc") is None else str(details["cc"])
    beside = {name: str(details.get(name) or "") for name in ("to", "subject", "forward")}
    return ShownDraft(draft.html, details.get("status") or "", draft.saved_ms, draft.key, cc, known, **beside)


async def _file(desk: Desk, operator: Operator, key: str) -> Attachment | None:
    try:
        return await attachment_for(desk, operator, key)
    except NotFound:
        return None
