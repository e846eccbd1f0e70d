"""How a person wants the console to be: what tells them something, and how it looks. It follows them to every browser."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from app.core.errors import BadFields
from app.text.languages import _

THEMES = ("", "light", "dark")  # empty: as the system


@dataclass(frozen=True, slots=True)
class Preferences:
    """Each field is a switch, the theme aside. A browser asks for its own permission before it shows notifications."""

    tell_reply: bool = True  # someone wrote on a ticket that they hold
    tell_opened: bool = False  # a new ticket in their groups
    tell_assigned: bool = True  # they were put on a ticket, or it was taken from them
    tell_mentioned: bool = True  # a colleague names them in a note
    tell_asked: bool = True  # someone asks for a ticket of theirs, or answers
    desktop: bool = False
    sound: bool = False
    single_keys: bool = True  # WCAG 2.1.4: they can be switched off
    compact: bool = False
    hover_peek: bool = True  # a look at the ticket under a resting pointer
    next_after_send: bool = False  # the next ticket opens once an answer is sent
    weekly: bool = False  # an email each Monday: what came, what left, what is late
    theme: str = ""

    @classmethod
    def read(cls, stored: str) -> "Preferences":
        """What was stored; what is not understood, or was not known then, is as at first."""
        try:
            kept = json.loads(stored or "{}")
        except ValueError:
            kept = {}
        kept = kept if isinstance(kept, dict) else {}
        switches = {one.name for one in fields(cls)} - {"theme"}
        known = {name: value for name, value in kept.items() if name in switches and isinstance(value, bool)}
        theme = kept.get("theme")
        return cls(**known, theme=theme if theme in THEMES else "")

    def stored(self) -> str:
        """As the database keeps it."""
        return json.dumps(asdict(self))

    def with_typed(self, typed: Mapping[str, str]) -> "Preferences":
        """With what a form says: `1` and `0` for switches. Raises BadFields that name each field at fault."""
        switches = {one.name for one in fields(self)} - {"theme"}
        faults = {name: _("This cannot be changed here.") for name in typed if name not in switches | {"theme"}}
        faults |= {name: _("Use 1 or 0.") for name in switches & typed.keys() if typed[name] not in {"0", "1"}}
        if typed.get("theme", "") not in THEMES:
            faults["theme"] = _("Unknown theme.")
        if faults:
            raise BadFields(faults)
        chosen = {name: value if name == "theme" else value == "1" for name, value in typed.items()}
        return replace(self, **chosen)  # type: ignore[arg-type]  # each by the kind of its field, two lines above


def tells() -> tuple[tuple[str, str], ...]:
    """The switches of what somebody is notified of, by name, with what the person is told of each."""
    return (
        ("tell_reply", _("Someone writes on one of my tickets")),
        ("tell_assigned", _("I am assigned a ticket, or one is taken from me")),
        ("tell_mentioned", _("A colleague mentions me in an internal note")),
        ("tell_asked", _("Someone asks for one of my tickets, or answers my request")),
        ("tell_opened", _("A new ticket arrives in one of my groups")),
    )
