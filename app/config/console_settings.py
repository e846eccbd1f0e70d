"""What the console can change of the desk's settings. Where the environment sets one, that counts, and it stays read-only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.config import typed_settings as typed
from app.config.settings import Settings
from app.core.errors import BadFields
from app.text.languages import _


@dataclass(frozen=True, slots=True)
class StoredSetting:
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
        """Whether it is set by the environment, so it cannot be changed here."""
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


def with_kept(settings: Settings, kept: Mapping[str, StoredSetting]) -> Settings:
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


CHANGEABLE = (
    Changeable("desk_name", "DESKBELL_DESK_NAME", typed.desk_name),
    Changeable("logo", "", typed.logo),
    Changeable("colour", "DESKBELL_COLOUR", typed.colour),
    Changeable("postal_address", "DESKBELL_POSTAL_ADDRESS", typed.postal_address),
    Changeable("legal_lines", "DESKBELL_LEGAL_LINES", typed.legal_lines),
    Changeable("language", "DESKBELL_LANGUAGE", typed.language),
    Changeable("timezone", "DESKBELL_TIMEZONE", typed.zone_name),
    Changeable("mail_new_tickets", "DESKBELL_MAIL_NEW_TICKETS", typed.new_tickets),
    Changeable("undo_seconds", "DESKBELL_UNDO_SECONDS", typed.undo_seconds),
    Changeable("release_after_min", "DESKBELL_RELEASE_AFTER_MIN", typed.release_after_min),
    Changeable("stranger_mails_per_hour", "DESKBELL_STRANGER_MAILS_PER_HOUR", typed.stranger_mails_per_hour),
    Changeable("stranger_mails_per_day", "DESKBELL_STRANGER_MAILS_PER_DAY", typed.stranger_mails_per_day),
    Changeable("stranger_mails_per_minute", "DESKBELL_STRANGER_MAILS_PER_MINUTE", typed.stranger_mails_per_minute),
    Changeable("raw_mail_days", "DESKBELL_RAW_MAIL_DAYS", typed.raw_mail_days),
    Changeable("figures_seen", "DESKBELL_FIGURES_SEEN", typed.figures_seen),
    Changeable("second_factor_for", "DESKBELL_SECOND_FACTOR_FOR", typed.second_factor_for),
)
