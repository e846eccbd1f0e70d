"""What the settings and their values are called, on their page and in the log."""

from typing import Any

from app.languages import _


def setting_words(name: str) -> str:
    """The setting, in a sentence."""
    return {
        "release_after_min": _("release of offline people's tickets"),
        "undo_seconds": _("undo time"),
        "timezone": _("time zone"),
        "mail_new_tickets": _("mail without a ticket"),
    }.get(name, name)


def setting_value(name: str, value: Any) -> str:
    """A value of it."""
    if name == "release_after_min":
        return _("after %(count)s min") % {"count": value} if value else _("never")
    if name == "undo_seconds":
        return _("%(count)s s") % {"count": value}
    return new_ticket_words().get(value, str(value)) if name == "mail_new_tickets" else str(value)


def new_ticket_words() -> dict[str, str]:
    """What a mail that belongs to no ticket can lead to."""
    return {
        "open": _("opens a ticket"),
        "form": _("is answered with a link to the form"),
        "hold": _("is held until somebody lets it in"),
    }
