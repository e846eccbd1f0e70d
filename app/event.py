"""An event: one act, as the log keeps it, the live console hears it and the statistics count it."""

import json
from dataclasses import dataclass, field
from typing import Any

from app.reasons import readable

REASONS = frozenset({"server_said", "reason", "fault"})  # details that hold what the desk or a server says of a mail

# Every kind that is ever written, with what `details` holds. docs/events.md is drawn from this table.
KINDS: dict[str, str] = {
    "ticket.opened": "A ticket came: source, subject, customer name, spam (straight into the bin).",
    "ticket.taken": "Somebody took it: holder (id, name), from_holder where an administrator took it away.",
    "ticket.dropped": "The holder let it go, or it was released: from_holder, why (deactivated, deleted, group_closed, offline).",
    "ticket.assigned": "Given to somebody: holder, from_holder.",
    "ticket.status": "Another status, snoozed or woken, spam or not: status, from_status, why, until_ms (none: until the customer writes), reopened.",
    "ticket.changed": "Customer data, group, subject, language: changes {field: [old, new]}, from_group.",
    "ticket.merged": "Marked as a duplicate of another, or no longer: into, undone, from_status, status.",
    "ticket.deleted": "Hidden: subject, customer, approved_by.",
    "ticket.restored": "Back again.",
    "ticket.erased": "Its content and files are gone, thirty days after it was deleted.",
    "message.added": "A message: kind, shared, preview for operators; held_until_ms of an answer.",
    "message.recalled": "An answer was taken back in its undo time: status restored.",
    "message.shared": "What somebody outside wrote is shown to the customer from now on: added, an address that may write.",
    "message.moved": (
        "Onto another ticket, told on both: message_kind, shared, from_ticket, to_ticket, split (as a new one), undone; "
        "status, from_status and from_snoozed_until_ms of the ticket that took it."
    ),
    "message.delivery": "What became of its mail: state, server_said, outbox id.",
    "lock.asked": "Somebody asks the holder for the ticket, or is answered, or needs it no more: asker, holder, answer.",
    "person.signed_in": "Somebody signed in: client_ip.",
    "person.signed_out": "Somebody signed out: why.",
    "person.sign_in_refused": "A sign-in failed: client_ip, known (whether there is such a person).",
    "person.changed": "A person was added or changed: person, changes.",
    "person.deleted": "A person was removed: person, name, email.",
    "person.link_sent": "A link that sets a password was mailed: person, purpose (password_reset, invitation).",
    "person.away": "At the desk or away: away.",
    "group.changed": "A group was added or changed: group, changes.",
    "template.changed": "A template was added or changed: template, name, changes (of the text: that it changed).",
    "template.deleted": "A template was deleted: template, name.",
    "setting.changed": "A setting: name, from, to.",
    "mailbox.polled": "The mailbox could not be read, or can be read again: fault (a reason; empty: none).",
    "mail.kept": "A mail came that opens and joins no ticket: inbound id, outcome, reason.",
    "mail.delivery": "What became of a mail about no ticket: outbox id, mail, state, server_said.",
    "mail.dismissed": "Nothing is to be done about a mail that was held, set aside or not delivered: inbound or outbox id.",
    "mail.set_aside": "A mail defeated its reading and was kept: inbound id, reason.",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an operator, a customer, the system itself, a program, a third party."""

    kind: str  # operator, customer, system, api, third_party
    name: str = ""
    operator_id: int | None = None


SYSTEM = Actor("system")


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log. Ids are numbered in the order of commits, without gaps that could still fill."""

    id: int
    kind: str
    at_ms: int
    actor: Actor
    ticket_id: int | None = None
    group_id: int | None = None
    message_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_record(cls, record: Any) -> "Event":
        """The event of a row of `events`."""
        return cls(
            id=record.id,
            kind=record.kind,
            at_ms=record.at_ms,
            actor=Actor(record.actor, record.actor_name, record.operator_id),
            ticket_id=record.ticket_id,
            group_id=record.group_id,
            message_id=record.message_id,
            details=json.loads(record.details),
        )

    @property
    def told(self) -> dict[str, Any]:
        """The details, with what the desk says of a mail in the language that holds here."""
        return {
            name: readable(value) if name in REASONS and isinstance(value, str) else value
            for name, value in self.details.items()
        }

    def as_json(self) -> dict[str, Any]:
        """What a window hears: `{id, kind, at, actor, ticket, message, …details}`."""
        return {
            **self.told,
            "id": self.id,
            "kind": self.kind,
            "at": self.at_ms,
            "actor": {"kind": self.actor.kind, "id": self.actor.operator_id, "name": self.actor.name},
            "ticket": self.ticket_id,
            "group": self.group_id,
            "message": self.message_id,
        }
