"""The mail servers of the console's settings, with their passwords, as the settings of a running desk.

A password is sealed for the very server, account and TLS that it was typed for: a row that somebody points elsewhere opens
nothing. Where it cannot be read, the desk says so and signs in nowhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.config.mail_place import KeptMailbox, MailPlace, place_from
from app.config.mail_sender import is_sender_fixed
from app.config.settings import Settings
from app.credentials.sealing import Unreadable, seal, unseal

OUTGOING, SENDER = "smtp", "mail_from"  # the settings' names in the table and in the log


def sealed_password(settings: Settings, place: MailPlace, password: str) -> str:
    """The password as the database may keep it; empty for none."""
    return seal(settings, _place(place), password) if password else ""


def url_with_password(settings: Settings, place: MailPlace, sealed: str) -> str:
    """The server as a URL for the drivers. Raises Unreadable."""
    return place.url(unseal(settings, _place(place), sealed) if sealed else "")


def with_outgoing(settings: Settings, kept: Mapping[str, Any] | None) -> Settings:
    """The settings with the console's outgoing server, `kept` as the table has it, unless the environment names one."""
    if settings.smtp_url and not settings.smtp_of_console:
        return settings
    none = replace(settings, smtp_url=None, smtp_of_console=False, smtp_unreadable=False)
    if not kept:
        return none
    try:
        url = url_with_password(settings, place_from(kept), str(kept["sealed"]))
    except Unreadable:
        return replace(none, smtp_unreadable=True)
    return replace(settings, smtp_url=url, smtp_of_console=True, smtp_unreadable=False)


def with_sender(settings: Settings, kept: str | None) -> Settings:
    """The settings with the console's sender (None: nothing is kept), unless the environment names one."""
    return settings if kept is None or is_sender_fixed(settings) else replace(settings, mail_from=kept or None)


def with_mailboxes(settings: Settings, rows: Iterable[Any]) -> Settings:
    """The settings with the mailboxes of these rows."""
    return replace(settings, mailboxes=tuple(_mailbox(settings, row) for row in rows))


def _mailbox(settings: Settings, row: Any) -> KeptMailbox:
    place = MailPlace(row.protocol, row.host, row.port, row.security, row.user, row.folder)
    try:
        url = url_with_password(settings, place, row.sealed)
    except Unreadable:
        url = ""
    return KeptMailbox(row.id, place, bool(row.enabled), row.group_id, row.sender_name, row.sender_email, url)


def _place(place: MailPlace) -> str:
    return f"mail {place.door}"
