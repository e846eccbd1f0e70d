"""What an event changed, field by field: what was there before, and what is now."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.hours.opening_hours import OpeningHours
from app.nouns.event import Event
from app.nouns.status import Status
from app.queries.people.roster import Roster
from app.text.countries import country_name
from app.text.languages import _, current_language, pgettext
from app.text.units import min_form
from web.console.frame.labels import status_words
from web.console.groups.group_words import hours_words
from web.pages.language_names import language_name

NAMED = frozenset({"ticket.changed", "person.changed"})  # their sentences name the fields
LONGEST = 80  # characters of a value


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field by its name, with what it held; None for a value that is not kept, such as a text."""

    label: str
    before: str | None
    after: str | None


def changed_fields(event: Event, people: Roster) -> list[ChangedField]:
    """All that the event changed. Without a value on either side: only that it was."""
    details = event.told
    if event.kind == "ticket.status" and details.get("from_status") not in {None, details.get("status")}:
        return [ChangedField(_("Status"), _status(details["from_status"]), _status(details.get("status")))]
    changes = details.get("changes")
    if not isinstance(changes, dict):
        return []
    pairs = {name: pair for name, pair in changes.items() if isinstance(pair, list) and len(pair) == 2}  # noqa: PLR2004  before and after
    if event.kind in NAMED:
        pairs = {name: pair for name, pair in pairs.items() if pair != [None, None]}
    is_new = pairs.keys() == {"name"} and pairs["name"][0] is None  # its sentence has the name
    return [] if is_new else [_field(name, pair, people) for name, pair in pairs.items()]


def _field(name: str, pair: list[Any], people: Roster) -> ChangedField:
    label = field_labels().get(name, name)
    if pair == [None, None] or name == "order":
        return ChangedField(label, None, None)
    words = _words_of(name, people)
    before, after = (_shown(value, words) for value in pair)
    return ChangedField(label, before, after)


def _shown(value: Any, words: Callable[[Any], str]) -> str:
    if value is None or value in ("", []):
        return _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = " ".join(words(value).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _words_of(name: str, people: Roster) -> Callable[[Any], str]:
    """How values of this field are written."""
    group_names = {group.id: group.name for group in people.groups}
    person_names = {person.id: person.name for person in people.everybody}
    known: dict[str, Callable[[Any], str]] = {
        "group_id": lambda number: group_names.get(number, f"#{number}"),
        "groups": lambda numbers: ", ".join(group_names.get(one, f"#{one}") for one in numbers),
        "members": lambda numbers: ", ".join(person_names.get(one, f"#{one}") for one in numbers),
        "hours": lambda kept: hours_words(OpeningHours.from_text(json.dumps(kept))),
        "country": lambda code: country_name(str(code), current_language()) or str(code),
        "language": lambda code: language_name(str(code)) if code else "",
        "role": lambda role: _("Administrator") if role == "administrator" else _("Operator"),
        "answer_target_min": lambda minutes: min_form(int(minutes)) % {"count": minutes},
        "status": _status,
    }
    return known.get(name, str)


def _status(status: Any) -> str:
    return status_words(status) if status in set(Status) else str(status)


def field_labels() -> dict[str, str]:
    """What the fields of tickets, people, groups, templates and mailboxes are called."""
    return {
        "name": _("Name"),
        "email": _("Email"),
        "phone": _("Phone"),
        "address": _("Address"),
        "city": _("City"),
        "country": _("Country"),
        "subject": _("Subject"),
        "group_id": _("Group"),
        "group": _("Group"),
        "groups": _("Groups"),
        "language": _("Language"),
        "timezone": _("Time zone"),
        "role": _("Role"),
        "password": _("Password"),
        "signature": _("Signature"),
        "second_factor": _("Second factor"),
        "recovery_codes": _("Recovery codes"),
        "active": _("Can sign in"),
        "hue": _("Colour"),
        "members_only": _("Members only"),
        "members": _("Members"),
        "answer_target_min": _("First answer within"),
        "sender_name": _("Sender name"),
        "sender_email": _("Sender address"),
        "signature_foot": _("Footer"),
        "default_for_form": _("Default for the web form"),
        "default_for_mail": _("Default for mail"),
        "hours": _("Opening hours"),
        "order": pgettext("position in a list", "Order"),
        "html": _("Text"),
        "folder": _("Folder"),
        "files": _("Files"),
        "note": _("Note"),
        "thanks_url": _("Thank-you page"),
        "origins": _("Sites"),
        "extra": _("Further fields"),
        "enforces": _("Asks senders without the script"),
        "account": _("Account"),
        "enabled": _("Switched on"),
    }
