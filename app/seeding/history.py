"""The rows that one ticket's life leaves: the ticket, its messages, its events, as the acts would have written them."""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from app.actions.message.rows import preview_of
from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from app.credentials.codes import ALPHABET, LENGTH
from app.html_safety import text_to_html
from app.nouns.group import Group
from app.nouns.message import MessageKind
from app.nouns.status import Status, shelf_of
from app.nouns.waiting import NEVER_MS, waits_since
from app.seeding.guests import some_guest
from app.seeding.stories import Story, fill, stories

FINISHED = (Status.SOLVED, Status.SOLVED, Status.CLOSED, Status.CLOSED, Status.UNSOLVED, Status.REJECTED_OFFER)
OLDEST_DAYS = 365
MOSTLY_DONE = 0.98  # of the tickets older than two weeks


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works at the seeded desk: operators (id, name) and groups (name to id)."""

    operators: tuple[tuple[int, str], ...]
    groups: dict[str, int]
    promises: dict[int, Group] = field(default_factory=dict)  # by number: when they answer first


@dataclass(slots=True)
class Life:
    """One ticket's rows. Messages and events get their numbers when all lives are put in order of time."""

    ticket: dict[str, Any]
    messages: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)


def some_life(chance: Random, crew: Crew, ticket_id: int, created_ms: int, now_ms: int) -> Life:
    """A ticket that was opened then, with everything that has happened to it until now."""
    return _Teller(chance, crew, ticket_id, created_ms, now_ms).tell()


class _Teller:
    """Plays one ticket's history, step by step; stops when the next step would be in the future."""

    def __init__(self, chance: Random, crew: Crew, ticket_id: int, created_ms: int, now_ms: int) -> None:
        self.chance, self.crew, self.now_ms, self.at_ms = chance, crew, now_ms, created_ms
        self.story: Story = fill(chance.choice(stories()), chance)
        self.customer = some_guest(chance, ticket_id)
        self.operator = chance.choice(crew.operators)
        self.life = Life(self._ticket(ticket_id, created_ms))

    def tell(self) -> Life:
        self._opens()
        plot = [self._takes, self._answers, self._writes_again, self._answers, self._finishes]
        for moment in plot[: self._length()]:
            self.at_ms += round(self.chance.lognormvariate(0.3, 1.0) * 3 * HOUR_MS)
            if self.at_ms >= self.now_ms:
                break
            moment()
        self._stands()
        return self.life

    def _stands(self) -> None:
        """What follows from all that: where lists find it, and what the customer waits for."""
        ticket = self.life.ticket
        status = Status(ticket["status"])
        group = self.crew.promises.get(ticket["group_id"])
        awaited = ticket["first_answer_ms"] is None
        ticket["shelf"] = shelf_of(status).value
        ticket["waits_since_ms"] = waits_since(status, NEVER_MS, ticket["customer_wrote_ms"])
        ticket["answer_due_ms"] = group.due_ms(ticket["created_ms"]) if group and awaited else NEVER_MS

    def _length(self) -> int:
        """How far the plot goes: what is older than two weeks is finished, save a few."""
        if self.now_ms - self.at_ms > 14 * DAY_MS and self.chance.random() < MOSTLY_DONE:
            return 5
        return self.chance.choices((0, 1, 2, 3, 4, 5), (6, 3, 6, 5, 3, 4))[0]

    def _ticket(self, ticket_id: int, created_ms: int) -> dict[str, Any]:
        customer = self.customer
        return {
            "id": ticket_id,
            "version": 1,
            "access_code": "".join(self.chance.choice(ALPHABET) for _place in range(LENGTH)),
            "subject": self.story.subject,
            "status": Status.OPEN.value,
            "name": customer.name,
            "email": customer.email,
            "email_key": customer.email_key,
            "phone": customer.phone,
            "address": customer.address,
            "city": customer.city,
            "country": customer.country,
            "language": "en",
            "client_ip": f"203.0.113.{self.chance.randint(1, 254)}",
            "source": self.chance.choice(("web", "web", "mail", "form")),
            "incomplete": False,
            "group_id": self.crew.groups[self.story.group],
            "operator_id": None,
            "held_since_ms": None,
            "created_ms": created_ms,
            "updated_ms": created_ms,
            "first_answer_ms": None,
            "customer_wrote_ms": created_ms,
            "customer_event_id": 0,
            "attachment_count": 0,
            "trouble": "",
        }

    def _opens(self) -> None:
        source = self.life.ticket["source"]
        message = self._message("customer", source, self.story.asks[0])
        details = {"source": source, "subject": self.story.subject, "customer": self.customer.name}
        self._event("ticket.opened", "customer", message, {**details, "preview": preview_of(self.story.asks[0])})

    def _takes(self) -> None:
        self.life.ticket.update(operator_id=self.operator[0], held_since_ms=self.at_ms)
        self._event("ticket.taken", "operator", None, {"holder": {"id": self.operator[0], "name": self.operator[1]}})

    def _answers(self) -> None:
        text = self.story.answers[0] if self.life.ticket["first_answer_ms"] is None else "You are welcome. All is set."
        message = self._message("answer", "operator", text)
        if self.life.ticket["first_answer_ms"] is None:
            self.life.ticket["first_answer_ms"] = self.at_ms
        details = {"message_kind": "answer", "shared": True, "preview": preview_of(text), "held_until_ms": None}
        self._event("message.added", "operator", message, details)
        self._status(Status.WAITING_FOR_CUSTOMER, "operator")

    def _writes_again(self) -> None:
        message = self._message("customer", "mail", self.story.asks[1])
        self.life.ticket["customer_wrote_ms"] = self.at_ms
        details = {"message_kind": "customer", "shared": True, "preview": preview_of(self.story.asks[1])}
        self._event("message.added", "customer", message, details)
        self._status(Status.WAITING_FOR_OPERATOR, "customer")

    def _finishes(self) -> None:
        self._status(self.chance.choice(FINISHED), "operator")

    def _status(self, status: Status, actor: str) -> None:
        before = self.life.ticket["status"]
        if before != status:
            self.life.ticket["status"] = status.value
            self._event("ticket.status", actor, None, {"status": status.value, "from_status": before})

    def _message(self, kind: str, source: str, text: str) -> int:
        """Add a message; return its place in the life."""
        answer = kind == MessageKind.ANSWER
        self.life.messages.append(
            {
                "ticket_id": self.life.ticket["id"],
                "kind": kind,
                "source": source,
                "operator_id": self.operator[0] if answer else None,
                "author_name": self.operator[1] if answer else self.customer.name,
                "author_email": "" if answer else self.customer.email,
                "text": text,
                "html": text_to_html(text) if answer else None,
                "sanitizer_version": 1,
                "shared": True,
                "created_ms": self.at_ms,
                "released_ms": self.at_ms,
            }
        )
        return len(self.life.messages) - 1

    def _event(self, kind: str, actor: str, message: int | None, details: dict[str, Any]) -> None:
        acts = actor == "operator"
        self.life.ticket["updated_ms"] = max(self.life.ticket["updated_ms"], self.at_ms)
        self.life.events.append(
            {
                "kind": kind,
                "at_ms": self.at_ms,
                "actor": actor,
                "operator_id": self.operator[0] if acts else None,
                "actor_name": self.operator[1] if acts else self.customer.name,
                "ticket_id": self.life.ticket["id"],
                "group_id": self.life.ticket["group_id"],
                "message_id": message,  # its place in the life, until it has a number
                "details": json.dumps(details, ensure_ascii=False),
            }
        )


def opening_times(chance: Random, count: int, now_ms: int) -> list[int]:
    """When tickets came, in order: the more the nearer to now, as a desk that grows sees it; the last few just now."""
    ages = sorted((chance.random() ** 2.2 * OLDEST_DAYS * DAY_MS for _ticket in range(count)), reverse=True)
    return [now_ms - 2 * MINUTE_MS - round(age) for age in ages]
