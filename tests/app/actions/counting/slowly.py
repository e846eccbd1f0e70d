"""Every figure the slow way: plain Python over the raw events, with nothing of the desk's own code.

What a row says is a dict: measure, at, operator, group, ticket, event, amount, open_ms. Where the desk counts as it goes,
this looks at a whole ticket again for each question.
"""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

ACTIVE = ("open", "waiting_for_customer", "waiting_for_operator")
DONE = ("closed", "solved", "unsolved", "rejected_offer")
WAITED_ON = ("open", "waiting_for_operator")
HALF_A_DAY = 12 * 3600 * 1000


def local(ms, zone):
    return datetime.fromtimestamp(ms / 1000, ZoneInfo(zone))


class Hours:
    """When a group was open, from the rows of `opening_hours` and, for groups that never changed, of `groups`."""

    def __init__(self, kept, now):
        self.kept = {}
        for group, since, hours, target in kept:
            self.kept.setdefault(group, []).append((since, json.loads(hours) if hours else None, target))
        for group, hours, target in now:
            self.kept.setdefault(group, [(0, json.loads(hours) if hours else None, target)])
        for promises in self.kept.values():
            promises.sort(key=lambda one: one[0])

    def promise(self, group, ms):
        found = [one for one in self.kept.get(group, [(0, None, None)]) if one[0] <= ms]
        return found[-1] if found else self.kept[group][0]

    def open_ms(self, group, begin, end):
        cuts = sorted({begin, end, *(one[0] for one in self.kept.get(group, []) if begin < one[0] < end)})
        total = 0
        for a, b in pairwise(cuts):
            total += self._open_by(self.promise(group, a)[1], a, b)
        return total

    @staticmethod
    def _open_by(hours, begin, end):
        if hours is None:
            return end - begin
        zone, total = ZoneInfo(hours["zone"]), 0
        day = datetime.fromtimestamp(begin / 1000, zone).date() - timedelta(days=1)
        last = datetime.fromtimestamp(end / 1000, zone).date()
        while day <= last:
            for opens, closes in hours["week"][day.weekday()]:
                a, b = (moment(day, minutes, zone) for minutes in (opens, closes))
                total += max(0, min(b, end) - max(a, begin))
            day += timedelta(days=1)
        return total


def moment(day, minutes, zone):
    """When the clocks of that day show so many minutes after midnight (more than a day: on the next)."""
    there = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minutes)  # by the clocks
    return int(there.astimezone(UTC).timestamp() * 1000)


def happened(rows):
    """The events as dicts."""
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "at": row.at_ms,
            "who": row.operator_id if row.actor == "operator" and row.operator_id else 0,
            "ticket": row.ticket_id,
            "group": row.group_id or 0,
            "message": row.message_id,
            "gone": None,
        }
        | said(row)
        for row in rows
    ]


def said(row):
    """The details; the group that a removal names is `gone`, since the event's own is its ticket's."""
    details = json.loads(row.details)
    if row.kind == "group.removed":
        details["gone"] = details.pop("group")
    details.pop("kind", None)
    details.pop("group", None)
    details.pop("id", None)
    return {**details, "event_kind": row.kind}


def answers_of(events):
    """By message: the event that stored the answer, and the one that let it go (None: held or recalled)."""
    found = {}
    for event in events:
        if event["event_kind"] == "message.added" and event.get("message_kind") == "answer":
            gone = next(
                (
                    one
                    for one in events
                    if one["id"] > event["id"]
                    and one["message"] == event["message"]
                    and one["event_kind"] in {"message.delivery", "message.recalled"}
                ),
                None,
            )
            at_once = event["held_until_ms"] is None
            left = event if at_once else gone if gone and gone["event_kind"] == "message.delivery" else None
            found[event["message"]] = (event, left)
    return found


def stands(message, events, answers):
    """Whether the status that was set with this answer holds: it left, or was recalled when a later one rested on it."""
    added, left = answers[message]
    if left:
        return True
    recalled = next((e for e in events if e["event_kind"] == "message.recalled" and e["message"] == message), None)
    if recalled is None or recalled.get("status") is not None:
        return False
    own = [e["id"] for e in events if e["event_kind"] == "ticket.status" and e["message"] == message]
    for later, (other, _left) in sorted(answers.items(), key=lambda item: item[1][0]["id"]):
        if not own or not added["id"] < other["id"] < recalled["id"]:
            continue
        undone = [e["id"] for e in events if e["event_kind"] == "message.recalled" and e["message"] == later]
        if any(number < recalled["id"] for number in undone):
            return False
        between = [
            e
            for e in events
            if e["event_kind"] == "ticket.status"
            and max(own) < e["id"]
            and (e["id"] < other["id"] or e["message"] == later)
        ]
        return not between and stands(later, events, answers)
    return False


class SlowTicket:
    """One ticket's life: its states, one for each event that made one."""

    def __init__(self, number, events, removals, hours):
        self.number, self.hours = number, hours
        self.events, self.answers = events, answers_of(events)
        self.rows = []
        self.states = []  # (event, at, status, holder, group)
        self.groups = []  # (since, group)
        self.waiting, self.waits = {}, []
        self.firsts, self.finishes = [], []
        self.sent = self.at = 0
        self.bin, self.was_done = {}, False
        kept = [e for e in events if not self._is_void(e, events)]
        for event in sorted([*kept, *removals], key=lambda e: e["id"]):
            self._live(event)

    def _is_void(self, event, events):
        with_answer = event["event_kind"] in {"ticket.status", "ticket.merged"} and event["message"] in self.answers
        return with_answer and not stands(event["message"], events, self.answers)

    @property
    def state(self):
        return self.states[-1]

    def _live(self, e):
        if not self.states:
            if e["event_kind"] == "ticket.opened":
                self._opens(e)
            return
        _id, _at, status, holder, group = self.state
        if e["event_kind"] == "group.removed":
            if e["gone"] == group:
                self._moves(e, e["into"] or 0)
            return
        self.at = max(self.at, e["at"])
        if e["group"] != group:
            self._moves(e, e["group"])
        holder = self._hands(e, holder)
        after = self._binned(e, status) or self._status_after(e, status)
        self.states.append((e["id"], self.at, after, holder, e["group"]))
        was_done = e["event_kind"] == "ticket.merged" and e.get("undone") and after in DONE
        if after not in {status, "erased"} and not was_done:
            self._turned(e, self.at, status, after, e["group"])
        if e["event_kind"] == "message.added":
            self._message(e, self.at, after)
        if e["event_kind"] == "message.moved" and e.get("message_kind") == "customer":
            self._moved(e, after)

    def _opens(self, e):
        self.opened, self.at = {"id": e["id"], "who": e["who"], "group": e["group"], "at": e["at"]}, e["at"]
        self.groups = [(-(10**18), e["group"])]
        self.states.append((e["id"], e["at"], "open", 0, e["group"]))
        self._count("opened", e, e["at"])
        self.waiting[e["message"]] = e["at"]

    def _moves(self, e, group):
        self.at = max(self.at, e["at"])
        self.groups.append((self.at, group))
        _id, _at, status, holder, _group = self.state
        self.states.append((e["id"], self.at, status, holder, group))

    def _hands(self, e, holder):
        """Who holds it after this event; and who is credited."""
        kind, who = e["event_kind"], e["who"]
        before, to = ((e.get(name) or {}).get("id") or 0 for name in ("from_holder", "holder"))
        if kind == "ticket.taken":
            credited = [("taken", to), ("reallocated", before)]
        elif kind == "ticket.assigned":
            credited = [("taken", to)] if to == who else [("assigned_to", to), ("assigned_from", who)]
            credited += [("reallocated", before)] if before != who else []
        elif kind == "ticket.dropped":
            to = 0
            credited = [("released" if e.get("why") else "dropped" if before == who else "reallocated", before)]
        else:
            return holder
        for measure, operator in credited:
            if operator:
                self._add(measure, self.at, operator, e["group"], e["id"])
        return to

    def _binned(self, e, status):
        """What is deleted or spam; the status of what was erased."""
        kind = e["event_kind"]
        if kind == "ticket.deleted":
            self.bin["deleted"] = e
        elif kind == "ticket.restored":
            del self.bin["deleted"]
        elif e.get("why") in {"spam", "not_spam"}:
            self.bin.pop("spam", None)
            self.bin |= {"spam": e} if e["why"] == "spam" else {}
        elif kind == "ticket.erased" and "deleted" not in self.bin:
            self._count("erased", e, self.at)
            self.waiting, self.was_done = {}, status in DONE
            return "erased"
        return None

    def _status_after(self, e, status):
        if e["event_kind"] == "ticket.status" and e.get("why") not in {"snoozed", "woken", "spam", "not_spam"}:
            return e["status"]
        if e["event_kind"] == "ticket.merged":
            return e.get("status") or (status if e.get("undone") else "duplicate")
        return e.get("status") or status if e["event_kind"] == "message.recalled" else status

    def _moved(self, e, status):
        if e["to_ticket"] != self.number:
            self.waiting.pop(e["message"], None)
        elif e["shared"] and status in WAITED_ON:
            self._waits_from(e["message"], e["written_ms"])

    def _turned(self, e, at, before, after, group):
        if after in DONE:
            if before in DONE and self.finishes:
                self.finishes[-1]["status"] = after
            else:
                self.finishes.append({"event": e, "at": at, "status": after, "group": group, "answers": self.sent})
        elif after == "duplicate":
            self._count("merged", e, at, group)
        elif before == "duplicate":
            self._count("unmerged", e, at, group)
        elif before in DONE:
            self._count("reopened", e, at, group)
        if after not in WAITED_ON:
            self._wait_ends(at, e["who"], group, e["id"])
        elif before not in WAITED_ON and not self.waiting:
            self._waits_from(None, at)

    def _message(self, e, at, status):
        if e.get("message_kind") == "customer":
            if e["shared"] and "from_ticket" not in e and status in WAITED_ON:
                self._waits_from(e["message"], at)
        elif e.get("message_kind") == "answer":
            left = self.answers[e["message"]][1]
            if left:
                when = max(at, left["at"])
                self.sent += 1
                self._count("answered", e, when, left["group"])
                self.firsts.append((e, when, left["group"]))
                self._wait_ends(when, e["who"], left["group"], e["id"])

    def _waits_from(self, message, at):
        self.waiting[message] = min(at, self.waiting.get(message, at))

    def _wait_ends(self, at, who, group, event):
        if self.waiting:
            begin = min(self.waiting.values())
            self.waits.append((begin, max(at, begin), who, group, event))
            self.waiting = {}

    def _count(self, measure, e, at, group=None, **took):
        group = e["group"] if group is None else group
        self._add(measure, at, e["who"], group, e["id"], **took)

    def _add(self, measure, at, who, group, event, **took):
        row = {"measure": measure, "at": at, "operator": who, "group": group, "ticket": self.number, "event": event}
        self.rows.append({"amount": None, "open_ms": None, **row, **took})

    def took(self, *spans):
        """By the clock, and within opening hours, by the groups that the ticket was in."""
        within = 0
        ends = [since for since, _group in self.groups[1:]] + [10**18]
        for begin, end in spans:
            for (since, group), until in zip(self.groups, ends, strict=True):
                a, b = max(begin, since), min(end, until)
                if a < b:
                    within += self.hours.open_ms(group, a, b)
        return {"amount": sum(end - begin for begin, end in spans), "open_ms": within}

    def count(self):
        """Complete its rows."""
        for name in ("deleted", "spam"):
            if name in self.bin:
                e = self.bin[name]
                self.rows = []
                self._add(name, self.at_of(e), e["who"], e["group"], e["id"])
                return
        if not self.states:
            return
        self._places()
        self._answered(self.opened)
        self._bounced()
        self._finished(self.opened)
        for begin, end, who, group, event in self.waits:
            self._add("reply", end, who, group, event, **self.took((begin, end)))
        if self.waits:
            _begin, end, who, group, event = self.waits[-1]
            self._add("waiting", end, who, group, event, **self.took(*((a, b) for a, b, *_rest in self.waits)))

    def _answered(self, opened):
        if not self.firsts:
            return
        e, when, group = self.firsts[0]
        took = self.took((opened["at"], when))
        self._count("first_answer", e, when, group, **took)
        self._count("opened_answered", opened, opened["at"])
        there = [one for since, one in self.groups if since <= when][-1]
        target = self.hours.promise(there, when)[2] if there in self.hours.kept else None
        if target is not None and took["open_ms"] > target * 60000:
            self._count("late_answer", e, when, group)

    def _bounced(self):
        for message, (added, left) in self.answers.items():
            came_back = [
                e
                for e in self.events
                if e["event_kind"] == "message.delivery" and e["message"] == message and e["state"] == "bounced"
            ]
            came_back = [e for e in came_back if not e.get("to") and any(state[0] == e["id"] for state in self.states)]
            if left and came_back:
                first = min(came_back, key=lambda e: e["id"])
                self._add("bounced", self.at_of(first), added["who"], first["group"], first["id"])

    def _finished(self, opened):
        if self.state[2] in DONE or (self.state[2] == "erased" and self.was_done):
            self._count("opened_finished", opened, opened["at"])
        if not self.finishes:
            return
        for finish in self.finishes:
            self._count(finish["status"], finish["event"], finish["at"], finish["group"])
        for measure, one in (("first_finish", self.finishes[0]), ("last_finish", self.finishes[-1])):
            self._count(measure, one["event"], one["at"], one["group"], **self.took((opened["at"], one["at"])))
        last = self.finishes[-1]
        self._count("answers_to_finish", last["event"], last["at"], last["group"], amount=last["answers"])
        if last["answers"] == 1:
            self._count("one_touch", last["event"], last["at"], last["group"])

    def at_of(self, e):
        return next(at for event, at, *_rest in reversed(self.states) if event == e["id"])

    def _places(self):
        """Into a backlog and out of it, wherever two states that follow each other differ."""
        before = entered = None
        for event, at, status, holder, group in self.states:
            place = (holder, group) if status in ACTIVE else None
            if place != before:
                if before:
                    self.rows[entered]["left_at"] = at
                    self._add("left", at, *before, event)
                if place:
                    entered = len(self.rows)
                    self._add("entered", at, *place, event)
            before = place

    def was_open_at(self, ms):
        """Holder and group at this time, by the states alone; None where it was in no backlog."""
        past = [state for state in self.states if state[1] < ms]
        if self.bin or not past or past[-1][2] not in ACTIVE:
            return None
        return past[-1][3], past[-1][4]


def tickets_of(events, hours):
    """The slow life of every ticket."""
    removals = [e for e in events if e["event_kind"] == "group.removed"]
    numbers = sorted({e["ticket"] for e in events if e["ticket"]})
    return {n: SlowTicket(n, [e for e in events if e["ticket"] == n], removals, hours) for n in numbers}


def times_of(events, zone):
    """Rows of the time that people were signed in and away."""
    people = {e["who"] for e in events} | {e.get("person") for e in events} - {None}
    rows = []
    for person in sorted(people - {0, None}):
        for measure, event, begin, end in [*_signed_in(events, person), *_away(events, person)]:
            cuts = [begin, *(cut for cut in midnights(begin, end, zone) if begin < cut < end), end]
            row = {"measure": measure, "operator": person, "group": 0, "ticket": 0, "event": event, "open_ms": None}
            rows += [{**row, "at": a, "amount": b - a} for a, b in pairwise(cuts) if a < b]
    return rows


def midnights(begin, end, zone):
    day, last = local(begin, zone).date(), local(end, zone).date()
    while day <= last:
        yield moment(day, 0, ZoneInfo(zone))
        day += timedelta(days=1)


def _signed_in(events, person):
    found, sessions, begun, last = [], 0, None, 0
    for e in events:
        mine = e["who"] == person
        if mine:
            if last and e["at"] - last >= HALF_A_DAY:
                sessions, begun = 0, None
            sessions += e["event_kind"] == "person.signed_in"
            if sessions and not begun:
                begun = [e["id"], e["at"], e["at"]]
                found.append(begun)
            last = max(last, e["at"])
            if begun:
                begun[2] = last
        if e["event_kind"] == "person.signed_out" and e.get("person") == person:
            alone = e["why"] == "signed_out" or e.get("client_ip")
            own = mine and e["why"] in {"password_changed", "second_factor", "ended"}
            if begun and e["at"] - last < HALF_A_DAY:
                last = begun[2] = max(last, e["at"])
            sessions, begun = max(0, sessions - 1) if alone else int(bool(own and sessions)), None
    return [("signed_in", *one) for one in found if one[2] > one[1]]


def _away(events, person):
    found, since = [], None
    for e in events:
        if e.get("person") != person:
            continue
        kind = e["event_kind"]
        left = kind == "person.deleted" or (
            kind == "person.changed" and e.get("changes", {}).get("active") == [True, False]
        )
        if kind == "person.away" and e["away"]:
            since = since or (e["id"], e["at"])
        elif since and (left or kind == "person.away"):
            found.append(("away", *since, e["at"]))
            since = None
    return found


def day_and_hour(at, zone):
    there = local(at, zone)
    return there.date(), there.hour


def epoch_day(day: date) -> int:
    return (day - date(1970, 1, 1)).days
