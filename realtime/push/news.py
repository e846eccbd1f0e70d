"""Which events are news to whom, and in which words: as in an open console (`web/static/js/desk/notifications.js`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.nouns.event import Event
from app.nouns.operator import Operator
from app.nouns.preferences import tells
from app.nouns.ticket import Ticket
from app.queries.live.catching_up import Hearing, hearing
from app.text.languages import _, speaking

KINDS: Final = frozenset(
    {"message.added", "message.moved", "ticket.opened", "ticket.assigned", "ticket.taken", "lock.asked"}
)
FROM_OUTSIDE: Final = frozenset({"customer", "third_party"})
LONGEST_TEXT: Final = 200  # a phone shows two lines
LONGEST_NAME: Final = 60
MENTIONED: Final = "tell_mentioned"


@dataclass(frozen=True, slots=True)
class PushNews:
    """What is news to somebody: the preference that it is for, the text that says it, and whom the text names."""

    prefer: str
    says: str
    name: str = ""


def news_for(event: Event, operator: Operator, ticket: Ticket) -> PushNews | None:
    """What the person wants to be told, and may be, by their preferences and rights as they are now; None for nothing."""
    is_own = event.actor.kind == "operator" and event.actor.operator_id == operator.id
    if event.kind not in KINDS or is_own:
        return None
    news = _news_in(event, operator, ticket)
    if news is None or not getattr(operator.preferences, news.prefer):
        return None
    return news if hearing(operator, event, ticket) is Hearing.ALL else None


def _news_in(event: Event, operator: Operator, ticket: Ticket) -> PushNews | None:
    match event.kind:
        case "ticket.opened":
            is_theirs = event.group_id in operator.group_ids and not event.details.get("spam")
            return PushNews("tell_opened", "tell_opened") if is_theirs else None
        case "message.added" | "message.moved":
            return _written(event, operator, ticket)
        case "lock.asked":
            return _asked(event, operator)
        case _:
            return _given(event, operator)


def _written(event: Event, operator: Operator, ticket: Ticket) -> PushNews | None:
    if any(_is(one, operator) for one in event.details.get("mentions") or ()):
        return PushNews(MENTIONED, MENTIONED, _first_name(event.actor.name))
    is_reply = (
        event.details.get("to_ticket") == event.ticket_id
        if event.kind == "message.moved"
        else event.details.get("message_kind") in FROM_OUTSIDE
    )
    is_theirs = is_reply and ticket.operator_id == operator.id
    return PushNews("tell_reply", "tell_reply", event.actor.name) if is_theirs else None


def _asked(event: Event, operator: Operator) -> PushNews | None:
    answer, asker, holder = (event.details.get(name) for name in ("answer", "asker", "holder"))
    if not answer:
        return PushNews("tell_asked", "asks_you_for", asker["name"]) if asker and _is(holder, operator) else None
    if answer == "taken_back" or not _is(asker, operator):
        return None
    return PushNews("tell_asked", "keeps_it" if answer == "kept" else "handed_over", event.actor.name)


def _given(event: Event, operator: Operator) -> PushNews | None:
    name = _first_name(event.actor.name)
    if event.kind == "ticket.assigned" and _is(event.details.get("holder"), operator):
        return PushNews("tell_assigned", "tell_assigned", name)
    return (
        PushNews("tell_assigned", "tell_taken_away", name) if _is(event.details.get("from_holder"), operator) else None
    )


def _is(person: Any, operator: Operator) -> bool:
    return isinstance(person, dict) and person.get("id") == operator.id


def _first_name(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else name


def worded(news: PushNews, operator: Operator, ticket: Ticket, *, hides_text: bool) -> bytes:
    """What the device receives: `{title, body, ticket}` in the person's language. `hides_text`: no name, no subject."""
    number = f"#{ticket.id}"
    with speaking(operator.language):
        if hides_text:
            title, body = number, dict(tells())[news.prefer]
        else:
            title = _titles()[news.says] % {"name": news.name[:LONGEST_NAME], "number": number}
            body = ticket.subject[:LONGEST_TEXT]
    return json.dumps({"title": title, "body": body, "ticket": ticket.id}, ensure_ascii=False).encode()


def _titles() -> Mapping[str, str]:
    return {
        "tell_reply": _("%(name)s wrote on %(number)s"),
        "tell_opened": _("New ticket %(number)s"),
        "tell_assigned": _("%(name)s assigned you %(number)s"),
        "tell_taken_away": _("%(name)s took %(number)s from you"),
        "asks_you_for": _("%(name)s would like %(number)s"),
        "handed_over": _("%(name)s handed you %(number)s"),
        "keeps_it": _("%(name)s keeps %(number)s"),
        MENTIONED: _("%(name)s mentioned you on %(number)s"),
    }
