"""An event: one action, as the log stores it, the live console receives it and the statistics count it."""

import json
from dataclasses import dataclass, field
from typing import Any

from app.nouns.operator import Operator
from app.nouns.reasons import readable

REASONS = frozenset({"server_said", "reason", "fault"})  # details that hold what the desk or a server says of a mail

# Every kind that is ever written, with what `details` holds. docs/events.md is drawn from this table.
KINDS: dict[str, str] = {
    "ticket.opened": "A ticket was opened: source, subject, customer name, spam (marked as spam at once), proves (the address: dmarc); form (the name of the form on another site), held (why it is held as suspected spam).",
    "ticket.taken": "An operator took it: holder (id, name); from_holder and reallocated if an administrator took it away.",
    "ticket.dropped": "The assignee dropped it, or it was released: from_holder, why (deactivated, deleted, group_closed, offline).",
    "ticket.assigned": "Assigned to an operator: holder, from_holder.",
    "ticket.status": (
        "Status, snooze or spam changed: status, from_status, why, until_ms (none: until the customer writes), reopened; "
        "from_snoozed_until_ms and undone, as the customer says on their page that it is solved, and that it is not."
    ),
    "ticket.changed": "Customer data, group, subject or language changed: changes {field: [old, new]}, from_group.",
    "ticket.merged": (
        "Marked or unmarked as a duplicate: into, undone, from_status, status, doubts (unproved, other_address)."
    ),
    "ticket.proved": "The customer confirmed their address with an emailed link: how (link). Proof by an incoming mail is in that mail's event.",
    "ticket.deleted": "Deleted, so hidden from all but administrators: subject, customer, approved_by.",
    "ticket.restored": "Restored after it was deleted.",
    "ticket.erased": "Content and files erased: why (due: thirty days after it was deleted; by_hand; customer: with all of the customer's data).",
    "message.added": (
        "A message was added: kind, shared, preview for operators; held_until_ms of an answer; request_key of the form it came from; "
        "mentions (id, name of each), whom a note names; "
        "proves (token, dmarc), if it is the first to prove the address; from_ticket, the duplicate on whose page it was written by someone "
        "who may not speak for this ticket's customer."
    ),
    "message.recalled": "An answer was undone before it left, or a note right after it was added: message_kind, status restored.",
    "message.shared": "A third party's message was shared with the customer: added, an address that may now write.",
    "message.moved": (
        "Moved to another ticket, logged on both: message_kind, shared, from_ticket, to_ticket, written_ms, split (to a new one), undone; "
        "status, from_status and from_snoozed_until_ms of the receiving ticket; doubts as in a merge."
    ),
    "message.erased": "A message's content was erased with all data of its writer, the customer of another ticket.",
    "message.delivery": "Outcome of its mail: state, server_said, outbox id; for a copy, its recipient `to`.",
    "customer.changed": "What operators keep about a customer was changed: customer, changes {name, language, note: [old, new]}.",
    "customer.merged": "Two customers were merged, or separated again: customer, other, addresses (numbers), doubts (unproved), undone.",
    "customer.exported": "An administrator downloaded all data of a customer: customer, tickets (how many).",
    "customer.erased": "All data of a customer was erased: customer, addresses, tickets, messages, files (how many of each).",
    "customer.brake_cleared": "Automatic mails to a customer may leave again: customer, addresses (how many).",
    "lock.asked": "A ticket was requested from its assignee, or the request was answered or withdrawn: asker, holder, answer.",
    "person.signed_in": "Signed in: client_ip; second_factor (totp, recovery) if a code was needed.",
    "person.signed_out": "Signed out: person, why (signed_out, ended, role_changed, password_changed, second_factor, second_factor_reset, deactivated); client_ip and user_agent if a single session was ended.",
    "person.sign_in_refused": "A sign-in failed: client_ip, known (whether the account exists); second_factor (wrong) if the password was right.",
    "person.changed": "A person was added or changed: person, changes {field: [old, new]}; groups by number.",
    "person.deleted": "A person was deleted: person, name, email.",
    "person.link_sent": "A link to set a password was emailed: person, purpose (password_reset, invitation).",
    "person.away": "Set to away or back at the desk: away.",
    "group.changed": (
        "A group was added or changed: group, changes (hours: {zone, week, days}; order: numbers of all), due_anew (how many "
        "waiting tickets got a new due time)."
    ),
    "group.removed": "A group was removed: group, name, into (the group that got its tickets and templates), into_name, tickets, templates.",
    "template.changed": "A template was added or changed: template, name, changes (for the text, only that it changed).",
    "template.deleted": "A template was deleted: template, name.",
    "template.restored": "A deleted template was restored: template, name.",
    "key.added": "An API key was made: key, name, scopes, operator and groups by number, expires_ms.",
    "key.revoked": "An API key was revoked: key, name.",
    "form.added": "A form for other sites was made: form, name, group_id, language, thanks_url, origins, extra, enforces.",
    "form.changed": "A form for other sites was changed: form, name, changes {field: [old, new]}.",
    "form.revoked": "A form for other sites was revoked: form, name.",
    "setting.changed": (
        "A setting was changed: name, from, to (for a default group its number; from_name, to_name), undoes (the event that it undoes)."
    ),
    "text.changed": (
        "A text was changed, or put back to what this version says: language, text, context, singular and plural (the English), "
        "from and to (one text for each plural form; empty: as this version says), undoes (the event that it undoes)."
    ),
    "language.added": "A language was added: language.",
    "language.removed": "An added language was removed: language.",
    "language.imported": "Texts were imported from a file: language, texts (how many changed).",
    "mailbox.changed": (
        "A mailbox was added or changed: mailbox, name, changes {field: [old, new]} (account: server, user and folder in one text; "
        "of a password only that it is another)."
    ),
    "mailbox.removed": "A mailbox was removed: mailbox, name, account.",
    "mailbox.polled": "A mailbox cannot be read, or can be read again: fault (a reason; empty: none), name (empty: the only one).",
    "mail.kept": "An email was received that neither opened nor joined a ticket: inbound id, outcome, reason.",
    "mail.delivery": "Outcome of an email that belongs to no ticket: outbox id, mail, state, server_said.",
    "mail.dismissed": "A held, unreadable or undelivered email was dismissed: inbound or outbox id.",
    "mail.erased": "Originals of received emails were erased after the set time: mails (how many), days.",
    "mail.set_aside": "An email could not be read and was set aside: inbound id, reason.",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an operator, a customer, the system itself, a program, a third party."""

    kind: str  # operator, customer, system, api, third_party
    name: str = ""
    operator_id: int | None = None
    typed_by: str = ""  # of a customer's act: the signed-in operator who did it on the customer's page

    @classmethod
    def customer(cls, name: str, typed_by: Operator | None = None) -> "Actor":
        """The customer; with the operator who acted on their page, whose number the event then has too."""
        return cls("customer", name, typed_by.id, typed_by.name) if typed_by else cls("customer", name)


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

    def __hash__(self) -> int:
        """By its number, which no other event has."""
        return hash(self.id)

    @classmethod
    def from_record(cls, record: Any) -> "Event":
        """The event of a row of `events`."""
        details = json.loads(record.details)
        return cls(
            id=record.id,
            kind=record.kind,
            at_ms=record.at_ms,
            actor=Actor(record.actor, record.actor_name, record.operator_id, details.get("typed_by", "")),
            ticket_id=record.ticket_id,
            group_id=record.group_id,
            message_id=record.message_id,
            details=details,
        )

    @property
    def told(self) -> dict[str, Any]:
        """The details, with the desk's reasons in the current language."""
        return {
            name: readable(value) if name in REASONS and isinstance(value, str) else value
            for name, value in self.details.items()
        }

    def as_json(self) -> dict[str, Any]:
        """What a window receives: `{id, kind, at, actor, ticket, message, …details}`."""
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
