"""What the console can change of the desk's settings. Where the environment sets one, that counts, and it stays read-only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.errors import BadFields
from app.languages import _
from app.settings import NEW_TICKETS, UNDO_SECONDS, Settings

LEAST_MIN, MOST_MIN = 5, 7 * 24 * 60  # below five minutes a laptop's lid would cost its owner a ticket


@dataclass(frozen=True, slots=True)
class Kept:
    """A value as the table `settings` has it, and since when."""

    value: Any
    changed_ms: int


@dataclass(frozen=True, slots=True)
class Changeable:
    """One setting: its name here and in the log, the variable that fixes it ("": none), and how what is typed is read."""

    name: str
    variable: str
    read: Callable[[str], Any]  # raises BadFields that names it

    def is_fixed(self, settings: Settings) -> bool:
        """Whether the environment sets it, so that nobody changes it here."""
        return bool(self.variable and settings.given.get(self.variable, "").strip())

    def of(self, settings: Settings) -> Any:
        """What it is now."""
        return getattr(settings, self.name)


def changeable(name: str) -> Changeable:
    """The one of this name. Raises BadFields for a setting that is not changed here."""
    for one in CHANGEABLE:
        if one.name == name:
            return one
    raise BadFields({name: _("This setting cannot be changed here.")})


def with_kept(settings: Settings, kept: Mapping[str, Kept]) -> Settings:
    """The environment's settings with what the console has changed. What no longer fits (an older desk's) is left out."""
    values: dict[str, Any] = {}
    for one in CHANGEABLE:
        if one.name in kept and not one.is_fixed(settings):
            try:
                values[one.name] = one.read(str(kept[one.name].value))
            except BadFields:
                continue
    if "release_after_min" in values:
        values["release_since_ms"] = kept["release_after_min"].changed_ms
    return replace(settings, **values)


def _release_after(typed: str) -> int:
    return _number("release_after_min", typed, LEAST_MIN, MOST_MIN, zero=True)


def _undo_seconds(typed: str) -> int:
    return _number("undo_seconds", typed, *UNDO_SECONDS)


def _timezone(typed: str) -> str:
    try:
        return ZoneInfo(typed.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadFields({"timezone": _("This time zone is not known. Write it like Europe/Berlin.")}) from None


def _new_tickets(typed: str) -> str:
    if typed not in NEW_TICKETS:
        raise BadFields({"mail_new_tickets": _("Choose one of the three.")})
    return typed


def _number(name: str, typed: str, least: int, most: int, *, zero: bool = False) -> int:
    text = typed.strip() or ("0" if zero else "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < len(str(most)) + 1 else -1
    if not (least <= number <= most or (zero and number == 0)):
        words = _("Write a whole number from %(least)d to %(most)d.")
        if zero:
            words = _("Write a whole number from %(least)d to %(most)d, or nothing: then never.")
        raise BadFields({name: words % {"least": least, "most": most}})
    return number


CHANGEABLE = (
    Changeable("release_after_min", "", _release_after),
    Changeable("undo_seconds", "DESKBELL_UNDO_SECONDS", _undo_seconds),
    Changeable("timezone", "DESKBELL_TIMEZONE", _timezone),
    Changeable("mail_new_tickets", "DESKBELL_MAIL_NEW_TICKETS", _new_tickets),
)
