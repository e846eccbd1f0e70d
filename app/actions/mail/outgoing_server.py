"""The server that takes the desk's mail away, and whom the mail is from, as the console's settings keep them.

The password never comes back: events, pages and the log say only whether there is one. With another host, port, user or TLS
it has to be typed again, so that nobody sends it to a server of their own by changing the host.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.actions.change import Change, act, action, by
from app.actions.desk.leasing import note_on_lease
from app.actions.desk.settings import follow_settings
from app.config.mail_place import MailPlace, place_from, read_password, read_place
from app.config.mail_sender import is_sender_fixed, sender_line
from app.config.settings import Settings
from app.core.errors import BadFields
from app.credentials.mail_secrets import OUTGOING, SENDER, sealed_password
from app.desk import Desk
from app.nouns.event import Actor
from app.nouns.fields import fault_of
from app.nouns.operator import Operator
from app.queries.desk.leases import OUTBOX
from app.text.languages import _
from app.text.one_line import one_line
from sql.tables import settings


@dataclass(frozen=True)
class OutgoingForm:
    """What was typed; None: of this nothing came. An empty password keeps the one that is there, for the same account."""

    place: MailPlace | None = None
    password: str = field(default="", repr=False)
    sender: str | None = None  # "" for none


def read_outgoing(desk: Settings, typed: Mapping[str, str], prefix: str = "") -> OutgoingForm:
    """The form of `host port security user password` and `sender_name sender_email`. Raises BadFields, names with the prefix.

    What the environment sets is not looked at. Without a host there is no server among what came.
    """
    faults: dict[str, str] = {}
    place, password, sender = None, "", None
    if not is_fixed(desk) and typed.get(f"{prefix}host", "").strip():
        try:
            place = read_place(typed, "smtp", prefix)
            password = read_password(typed.get(f"{prefix}password", ""), f"{prefix}password")
        except BadFields as fault:
            faults |= fault.faults
    if not is_sender_fixed(desk) and f"{prefix}sender_email" in typed:
        name, address = one_line(typed.get(f"{prefix}sender_name", "")), one_line(typed[f"{prefix}sender_email"])
        found = {
            f"{prefix}sender_name": fault_of("name", name, mandatory=False),
            f"{prefix}sender_email": fault_of("email", address, mandatory=bool(name)),
        }
        faults |= {field_name: words for field_name, words in found.items() if words}
        sender = sender_line(name, address)
    if faults:
        raise BadFields(faults)
    return OutgoingForm(place, password, sender)


def is_fixed(desk: Settings) -> bool:
    """Whether the environment names the server, so that nobody changes it here."""
    return bool(desk.smtp_url) and not desk.smtp_of_console


async def change_outgoing(desk: Desk, operator: Operator, form: OutgoingForm, now_ms: int) -> None:
    """Keep the server and the sender that came. Raises BadFields."""
    await _change(desk, operator, form, now_ms)
    await follow_settings(desk)


@action
async def _change(desk: Desk, operator: Operator, form: OutgoingForm, now_ms: int) -> None:
    async with act(desk, now_ms) as tx:
        await keep_outgoing(tx, form, by(operator))


async def remove_outgoing(desk: Desk, operator: Operator, now_ms: int) -> None:
    """Forget the server with its password: mail waits from now on. Harmless where there is none."""
    await _remove(desk, operator, now_ms)
    await follow_settings(desk)


@action
async def _remove(desk: Desk, operator: Operator, now_ms: int) -> None:
    async with act(desk, now_ms) as tx:
        before = await _kept(tx, OUTGOING)
        if before:
            await tx.db.execute(delete(settings).where(settings.c.name == OUTGOING))
            _record(tx, by(operator), OUTGOING, place_from(before).shown, "")
            await note_on_lease(tx.desk, OUTBOX, fault="", since_ms=now_ms)


async def keep_outgoing(tx: Change, form: OutgoingForm, actor: Actor, prefix: str = "") -> None:
    """The same inside a change of somebody else's. Raises BadFields, names with the prefix."""
    if form.place is not None:
        await _keep_server(tx, form.place, form.password, actor, prefix)
    if form.sender is not None:
        before = await _kept(tx, SENDER)
        old = tx.desk.settings.mail_from or "" if before is None else before
        if old != form.sender:
            await _write(tx, SENDER, form.sender)
            _record(tx, actor, SENDER, old, form.sender)


async def _keep_server(tx: Change, place: MailPlace, password: str, actor: Actor, prefix: str) -> None:
    before = await _kept(tx, OUTGOING) or {}
    old = place_from(before) if before else None
    sealed = sealed_password(tx.desk.settings, place, password)
    if not sealed and old is not None and old.door == place.door:
        sealed = str(before["sealed"])
    if place.user and not sealed:
        raise BadFields({f"{prefix}password": password_needed(old is not None)})
    if not place.user:
        sealed = ""
    await _write(tx, OUTGOING, {**place.as_json(), "sealed": sealed})
    if old is None or old.shown != place.shown:
        _record(tx, actor, OUTGOING, old.shown if old else "", place.shown)
    had = "set" if before.get("sealed") else ""
    if sealed != before.get("sealed", ""):
        _record(tx, actor, "smtp_password", had, ("new" if had else "set") if sealed else "")
    await note_on_lease(tx.desk, OUTBOX, fault="", since_ms=tx.now_ms)


def password_needed(had_one: bool) -> str:  # which of two sentences
    """Why an empty password will not do."""
    if had_one:
        return _("Enter the password again: it is not kept when host, port, encryption or user change.")
    return _("Enter the password.")


def _record(tx: Change, actor: Actor, name: str, before: str, after: str) -> None:
    told: dict[str, Any] = {"name": name, "from": before, "to": after}
    tx.record("setting.changed", actor, **told)


async def _kept(tx: Change, name: str) -> Any:
    """The setting's value, its row locked; None without one."""
    kept = await tx.db.fetch_one(select(settings.c.value).where(settings.c.name == name).with_for_update())
    return json.loads(kept.value) if kept else None


async def _write(tx: Change, name: str, value: Any) -> None:
    values = {"value": json.dumps(value), "changed_ms": tx.now_ms}
    if not await tx.db.rowcount(update(settings).where(settings.c.name == name).values(values)):
        await tx.db.execute(insert(settings).values(name=name, **values))
