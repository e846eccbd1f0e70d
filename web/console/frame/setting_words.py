"""What the settings and their values are called, on their page and in the log."""

from collections.abc import Callable
from typing import Any, Final

from app.text.languages import _, ngettext
from app.text.units import seconds_form
from web.pages.language_names import language_name

STEP_PAGES: Final = {
    "group": "/groups?edit=new",
    "people": "/people/new",
    "mailbox": "/settings/mail",
    "smtp": "/settings/mail",
    "holidays": "/groups",
}  # of a step of setting up: the page on which it is done, if it is not the settings


def setting_words(name: str) -> str:
    """The setting, in a sentence."""
    return {
        "desk_name": _("the desk name"),
        "logo": _("the logo"),
        "colour": _("the colour"),
        "postal_address": _("the postal address"),
        "legal_lines": _("the legal details"),
        "language": _("the default language"),
        "timezone": _("the time zone"),
        "default_group_form": _("the default group for forms"),
        "default_group_mail": _("the default group for email"),
        "mail_new_tickets": _("what happens to email without a ticket"),
        "undo_seconds": _("the undo time"),
        "release_after_min": _("when offline operators' tickets are released"),
        "stranger_mails_per_hour": _("the limit on automatic emails to one address an hour"),
        "stranger_mails_per_day": _("the limit on automatic emails to one address a day"),
        "stranger_mails_per_minute": _("the limit on automatic emails a minute"),
        "raw_mail_days": _("when original emails are erased"),
        "figures_seen": _("whose figures operators see"),
        "second_factor_for": _("who needs a second factor"),
        "mail_from": _("the sender of mail"),
        "smtp": _("the outgoing mail server"),
        "smtp_password": _("the password of the outgoing mail server"),
    }.get(name, name)


def setting_value(name: str, value: Any, called: str = "") -> str:
    """A value of it; `called`: the name of what it stands for, if the log knows it."""
    if called:
        return called
    if value in ("", None):
        return _("none")
    in_words = _IN_WORDS.get(name)
    return in_words(value) if in_words else str(value)


def second_factor_words() -> dict[str, str]:
    """Of whom the desk asks a second factor."""
    return {
        "nobody": _("nobody; everyone may use one"),
        "administrators": _("administrators"),
        "everybody": _("everyone"),
    }


def new_ticket_words() -> dict[str, str]:
    """What a mail that belongs to no ticket can lead to."""
    return {
        "open": _("opens a ticket"),
        "form": _("is answered with a link to the form"),
        "hold": _("is held for review"),
    }


def figures_words() -> dict[str, str]:
    """Whose figures an operator sees."""
    return {
        "own": _("only themselves"),
        "groups": _("people in their groups"),
        "everybody": _("everyone"),
    }


def step_words(step: str) -> str:
    """What a new desk still wants."""
    return {
        "desk_name": _("the desk's name"),
        "timezone": _("its time zone"),
        "group": _("a group"),
        "people": _("a second person"),
        "address": _("its public address (DESKBELL_BASE_URL)"),
        "mailbox": _("a mailbox"),
        "holidays": _("holidays for the coming years (Groups, Opening hours)"),
        "smtp": _("outgoing mail"),
    }[step]


def _release(minutes: Any) -> str:
    if not minutes:
        return _("never")
    return ngettext("after %(count)s minute", "after %(count)s minutes", int(minutes)) % {"count": minutes}


def _erasing(days: Any) -> str:
    if not days:
        return _("never")
    return ngettext("after %(count)s day", "after %(count)s days", int(days)) % {"count": days}


_IN_WORDS: dict[str, Callable[[Any], str]] = {
    "language": language_name,
    "logo": lambda _value: _("a picture"),
    "postal_address": lambda value: ", ".join(value.splitlines()),
    "legal_lines": lambda value: ", ".join(value.splitlines()),
    "release_after_min": _release,
    "smtp_password": lambda value: _("a new one") if value == "new" else _("a password"),
    "raw_mail_days": _erasing,
    "undo_seconds": lambda value: seconds_form(int(value)) % {"count": value},
    "second_factor_for": lambda value: second_factor_words().get(value, str(value)),
    "figures_seen": lambda value: figures_words().get(value, str(value)),
    "mail_new_tickets": lambda value: new_ticket_words().get(value, str(value)),
}
