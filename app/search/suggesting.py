"""What the field offers while someone types: people, statuses, groups, countries, and what the newest tickets contain."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.desk import Desk
from app.nouns.operator import Operator
from app.queries.people.roster import roster
from app.queries.ticket.tickets import open_to
from app.search.candidates import NO_LIMIT, tickets_with_words
from app.search.date_offers import date_offers
from app.search.folding import fold, typed_words
from app.search.parameters import written
from app.search.query_language import Term, read_search
from app.search.scope import PUT_AWAY
from app.search.searching import COUNTED, count_found
from app.text.countries import country_names, read_country
from app.text.languages import _, current_language
from sql.tables import tickets

MOST = 8
LOOKED_AT = 400  # newest tickets whose words begin so
FROM_TICKETS = ("city", "email", "name", "phone", "subject")
TEXTS = ("text", "customer", "answer", "note")  # the same words may be looked for in any of them
SHORTEST = 2  # characters of a text for which it is worth counting
LONGEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value for a field, and the words that name it to the reader."""

    value: str
    words: str
    aside: str = ""
    field: str = ""  # "": the field that was asked for


async def suggestions(desk: Desk, operator: Operator, field: str, typed: str, now_ms: int) -> list[Suggestion]:
    """At most MOST values of this field that fit what is typed.

    A text is offered for each field it may be in, with how many tickets have it there.
    """
    if field in TEXTS:
        return await _in_texts(desk, operator, field, typed.strip()[:100], now_ms)
    if field == "id":
        return await _numbers(desk, operator, typed.strip().lstrip("#"))
    if field in {"from", *FROM_TICKETS}:
        return await _from_tickets(desk, operator, "name" if field == "from" else field, typed[:100])
    if field == "country":
        return _countries(typed)
    return await _listed(desk, operator, field, typed, now_ms)


async def _listed(desk: Desk, operator: Operator, field: str, typed: str, now_ms: int) -> list[Suggestion]:
    """Of a field with few values those that fit."""
    match field:
        case "operator":
            # Translators: what can be typed for the reader, and for no one
            found = [Suggestion("me", _("me")), Suggestion("nobody", _("nobody"))]
            found += [Suggestion(one.name, one.name, one.email) for one in (await roster(desk)).active]
        case "group":
            found = [Suggestion(one.name, one.name) for one in (await roster(desk)).groups_for(operator)]
        case "date" | "after" | "before":
            today = datetime.fromtimestamp(now_ms / 1000, desk.settings.zone).date()
            found = [Suggestion(one.value, one.words, one.value) for one in date_offers(typed, today)]
            return found if typed[:1].isdigit() else _fitting(found, typed)
        case _:
            return []
    return _fitting(found, typed)


def _countries(typed: str) -> list[Suggestion]:
    """Those whose name begins so; first the one that people call what is typed."""
    names = country_names(current_language())
    called = read_country(typed)
    fitting = _fitting((Suggestion(code, name, code) for code, name in names.items() if code != called), typed)
    return [Suggestion(called, names[called], called), *fitting][:MOST] if called else fitting


async def _in_texts(desk: Desk, operator: Operator, field: str, typed: str, now_ms: int) -> list[Suggestion]:
    if len(typed) < SHORTEST or not typed_words(typed):
        return []
    words = {
        "text": _("Anywhere in the text"),
        "customer": _("Customer messages only"),
        "answer": _("Answers only"),
        "note": _("Notes only"),
    }
    found = []
    for place in sorted(TEXTS, key=lambda place: place != field):
        wanted = read_search(written(Term(place, typed)), now_ms, desk.settings.zone)
        count = await count_found(desk, operator, wanted)
        aside = str(count) if count < COUNTED else f"{COUNTED - 1}+"
        found.append(Suggestion(typed, words[place], aside, place))
    return found


async def _numbers(desk: Desk, operator: Operator, typed: str) -> list[Suggestion]:
    """The newest tickets whose number begins so."""
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER):
        return []
    query = select(tickets.c.id, tickets.c.subject).where(tickets.c.shelf.not_in(PUT_AWAY))
    if operator.hidden_group_ids:
        query = query.where(open_to(operator))
    query = query.order_by(tickets.c.id.desc()).limit(MOST)
    found: list[Suggestion] = []
    for more in range(LONGEST_NUMBER - len(typed), -1, -1) if typed else (0,):
        least = int(typed or 0) * 10**more
        span = (tickets.c.id >= least, tickets.c.id < least + 10**more) if typed else ()
        rows = await desk.db.fetch_all(query.where(*span))
        found += [Suggestion(str(row.id), f"#{row.id}", row.subject) for row in rows]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _fitting(found: Iterable[Suggestion], typed: str) -> list[Suggestion]:
    """Those of which some word begins with what is typed; those that begin with it themselves come first."""
    wanted = fold(typed)
    fitting = [one for one in found if f" {wanted}" in f" {fold(one.words)} {fold(one.aside)} {fold(one.value)}"]
    return sorted(fitting, key=lambda one: not fold(one.words).startswith(wanted))[:MOST]


async def _from_tickets(desk: Desk, operator: Operator, field: str, typed: str) -> list[Suggestion]:
    """The values of this column on the newest tickets with these words, the commonest first."""
    words = typed_words(typed)
    column = tickets.c[field]
    query = select(column.label("value")).where(tickets.c.shelf.not_in(PUT_AWAY), column != "")
    if operator.hidden_group_ids:
        query = query.where(open_to(operator))
    if words:
        ids = await tickets_with_words(desk, words, NO_LIMIT, LOOKED_AT)
        query = query.where(tickets.c.id.in_(ids))
    rows = await desk.db.fetch_all(query.order_by(tickets.c.id.desc()).limit(LOOKED_AT))
    counted = Counter(row.value for row in rows)
    found = [Suggestion(value, value) for value, _count in counted.most_common()]
    return [one for one in found if _has_words(one.value, words)][:MOST]


def _has_words(value: str, words: list[str]) -> bool:
    there = typed_words(value)
    return all(any(other.startswith(word) for other in there) for word in words)


@dataclass(frozen=True, slots=True)
class SuggestedCustomer:
    """A customer, as their newest ticket knows them, with how many of the tickets looked at are theirs."""

    name: str
    email: str
    city: str
    tickets: int


async def customers(desk: Desk, operator: Operator, typed: str, most: int = 4) -> list[SuggestedCustomer]:
    """Customers whose name or address has these words, of the newest tickets that have them."""
    words = typed_words(typed)
    if not words:
        return []
    ids = await tickets_with_words(desk, words, NO_LIMIT, LOOKED_AT)
    columns = (tickets.c.name, tickets.c.email, tickets.c.email_key, tickets.c.city)
    query = select(*columns).where(tickets.c.id.in_(ids), tickets.c.shelf.not_in(PUT_AWAY))
    if operator.hidden_group_ids:
        query = query.where(open_to(operator))
    rows = await desk.db.fetch_all(query.order_by(tickets.c.id.desc()))
    theirs = [row for row in rows if _has_words(f"{row.name} {row.email}", words)]
    count = Counter(row.email_key for row in theirs)
    newest = {row.email_key: row for row in reversed(theirs)}
    order = sorted(newest, key=lambda key: -count[key])[:most]
    return [SuggestedCustomer(newest[key].name, newest[key].email, newest[key].city, count[key]) for key in order]
