"""A desk with a hundred thousand tickets and a million events: lives that are invented as raw events, three of four in the last year."""

import json
from datetime import date
from random import Random
from typing import Any

import sqlalchemy as sa

from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from sql.tables import counters, events, groups, operators, tickets

TICKETS = 100_000
OPERATORS, GROUPS = 20, 4
END = date(2026, 11, 30)
SLICE = 2000
EPOCH = date(1970, 1, 1)


def begin_ms(day: date) -> int:
    return (day - EPOCH).days * DAY_MS


def invent(engine: sa.Engine) -> int:
    """Write people, groups, tickets and their events; return how many events."""
    with engine.begin() as connection:
        at = begin_ms(date(2024, 1, 1))
        people = [
            {
                "id": n,
                "email": f"o{n}@x",
                "email_key": f"o{n}@x",
                "name": f"Operator {n}",
                "role": "operator",
                "created_ms": at,
            }
            for n in range(1, OPERATORS + 1)
        ]
        connection.execute(sa.insert(operators), people)
        connection.execute(
            sa.insert(groups), [{"id": n, "name": f"Group {n}", "created_ms": at} for n in range(1, GROUPS + 1)]
        )
    chance, last = Random(1), 0
    for first in range(1, TICKETS + 1, SLICE):
        lives = [_life(chance, number) for number in range(first, min(first + SLICE, TICKETS + 1))]
        rows = [event for _ticket, some in lives for event in some]
        for number, row in enumerate(rows, last + 1):
            row["id"] = number
        last += len(rows)
        with engine.begin() as connection:
            connection.execute(sa.insert(tickets), [ticket for ticket, _some in lives])
            connection.execute(sa.insert(events), rows)
    with engine.begin() as connection:
        connection.execute(sa.update(counters).where(counters.c.name == "events").values(value=last))
    return last


def _life(chance: Random, number: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A ticket as it stands, and its ten events or so, in order."""
    opened_ms = begin_ms(END) - round((1 - number / TICKETS) * 480 * DAY_MS) - chance.randint(MINUTE_MS, DAY_MS)
    who, group = chance.randint(1, OPERATORS), chance.randint(1, GROUPS)
    plot = _Plot(chance, number, who, group, opened_ms)
    plot.event("ticket.opened", "customer", {"source": "web"}, message=1)
    plot.event("ticket.taken", "operator", {"holder": {"id": who, "name": "x"}})
    for _round in range(chance.choice((1, 1, 2, 2, 3))):
        plot.answers()
        if chance.random() < 0.6:
            plot.writes()
    if chance.random() < 0.97 or number < TICKETS * 0.98:
        plot.sets(chance.choice(("solved", "solved", "closed", "unsolved")), "operator")
        if chance.random() < 0.12:
            plot.writes()
            plot.answers()
            plot.sets("solved", "operator")
    return plot.ticket(chance), plot.events


class _Plot:
    """What happens to one ticket, one event after the other."""

    def __init__(self, chance: Random, number: int, who: int, group: int, at_ms: int) -> None:
        self.chance, self.number, self.who, self.group = chance, number, who, group
        self.opened_ms = self.at_ms = at_ms
        self.status, self.events, self.first_ms, self.message = "open", [], None, number * 20
        self.wrote_ms = at_ms

    def event(self, kind: str, actor: str, details: dict[str, Any], message: int | None = None) -> None:
        row = {"kind": kind, "at_ms": self.at_ms, "actor": actor, "actor_name": "", "ticket_id": self.number}
        row |= {"operator_id": self.who if actor == "operator" else None, "group_id": self.group, "moves": ""}
        self.events.append({**row, "message_id": message, "details": json.dumps(details)})

    def later(self) -> None:
        self.at_ms = min(self.at_ms + round(self.chance.lognormvariate(0, 1.2) * 2 * HOUR_MS), begin_ms(END) - 1)

    def answers(self) -> None:
        self.later()
        self.message += 1
        details = {"message_kind": "answer", "shared": True, "held_until_ms": self.at_ms + 10_000}
        self.event("message.added", "operator", details, self.message)
        self.sets("waiting_for_customer", "operator", self.message)
        self.at_ms += 10_000
        self.first_ms = self.first_ms or self.at_ms
        self.event("message.delivery", "system", {"state": "queued", "released": True}, self.message)

    def writes(self) -> None:
        self.later()
        self.message += 1
        self.wrote_ms = self.at_ms
        self.sets("waiting_for_operator", "customer", self.message)
        self.event("message.added", "customer", {"message_kind": "customer", "shared": True}, self.message)

    def sets(self, status: str, actor: str, message: int | None = None) -> None:
        if status != self.status:
            self.event("ticket.status", actor, {"status": status, "from_status": self.status}, message)
            self.status = status

    def ticket(self, chance: Random) -> dict[str, Any]:
        active = self.status in {"open", "waiting_for_customer", "waiting_for_operator"}
        city = chance.choice(("Lisbon", "Porto", "Hamburg", "Bern", "Oslo", "Lyon", "Graz", "Ghent"))
        customer = f"g{chance.randint(1, 30_000)}@guest.example"
        return {
            "id": self.number,
            "access_code": "x" * 12,
            "subject": "Late arrival " * 3,
            "status": self.status,
            "shelf": "active" if active else "finished",
            "name": "Helena Brandt",
            "email": customer,
            "email_key": customer,
            "phone": "+49 40 5550",
            "city": city,
            "country": city[:2].upper(),
            "client_ip": "203.0.113.84",
            "source": chance.choice(("web", "mail", "form", "api")),
            "group_id": self.group,
            "operator_id": self.who,
            "created_ms": self.opened_ms,
            "updated_ms": self.at_ms,
            "first_answer_ms": self.first_ms,
            "customer_wrote_ms": self.wrote_ms,
        }
