"""Mailboxes of the console's settings: added, changed, switched on and off, removed. Each is an event, never with a password."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.actions.change import Change, act, action, by
from app.actions.desk.settings import follow_settings
from app.actions.mail.outgoing_server import password_needed
from app.config.mail_place import MailPlace, place_of_url, read_password, read_place
from app.core.errors import BadFields, NotFound
from app.credentials.mail_secrets import sealed_password
from app.desk import Desk
from app.nouns.event import Actor
from app.nouns.fields import fault_of
from app.nouns.operator import Operator
from app.text.languages import _, ngettext
from app.text.one_line import one_line
from sql.tables import groups, leases, mailboxes

MOST = 50  # each has a reader and a connection of its own
SHOWN = ("group_id", "sender_name", "sender_email", "enabled")


@dataclass(frozen=True)
class MailboxForm:
    """A mailbox as it was typed. An empty password keeps the one that is there, for the same account."""

    place: MailPlace
    password: str = field(default="", repr=False)
    group_id: int | None = None
    sender_name: str = ""
    sender_email: str = ""
    enabled: bool = True

    @property
    def values(self) -> dict[str, Any]:
        """What is kept beside the account."""
        return {name: getattr(self, name) for name in SHOWN}


def read_mailbox(typed: Mapping[str, str], prefix: str = "") -> MailboxForm:
    """The form of `protocol host port security user folder password group sender_name sender_email enabled`. Raises BadFields."""
    faults: dict[str, str] = {}
    place, password = None, ""
    try:
        place = read_place(typed, typed.get(f"{prefix}protocol", "") or "imap", prefix)
    except BadFields as fault:
        faults |= fault.faults
    try:
        password = read_password(typed.get(f"{prefix}password", ""), f"{prefix}password")
    except BadFields as fault:
        faults |= fault.faults
    name, address = one_line(typed.get(f"{prefix}sender_name", "")), one_line(typed.get(f"{prefix}sender_email", ""))
    found = {
        f"{prefix}sender_name": fault_of("name", name, mandatory=False),
        f"{prefix}sender_email": fault_of("email", address, mandatory=False),
    }
    faults |= {of: words for of, words in found.items() if words}
    group = typed.get(f"{prefix}group", "").strip()
    if group and not (group.isascii() and group.isdigit() and len(group) < 16):  # noqa: PLR2004  # a row's number
        faults[f"{prefix}group"] = _("Choose a group from the list.")
    if faults or place is None:
        raise BadFields(faults)
    return MailboxForm(place, password, int(group) if group else None, name, address, typed.get("enabled", "1") == "1")


async def add_mailbox(desk: Desk, operator: Operator, form: MailboxForm, now_ms: int) -> int:
    """Add it; its number. Its reader begins within a second or two. Raises BadFields."""
    number = await _add(desk, operator, form, now_ms)
    await follow_settings(desk)
    return number


async def change_mailbox(desk: Desk, operator: Operator, mailbox_id: int, form: MailboxForm, now_ms: int) -> None:
    """Let it be as the form says; one event, none where nothing differs. Raises NotFound, BadFields."""
    await _change(desk, operator, mailbox_id, form, now_ms)
    await follow_settings(desk)


async def enable_mailbox(desk: Desk, operator: Operator, mailbox_id: int, now_ms: int, *, enabled: bool) -> None:
    """Read it, or read it no more. Raises NotFound."""
    await _enable(desk, operator, mailbox_id, now_ms, enabled)
    await follow_settings(desk)


async def remove_mailbox(desk: Desk, operator: Operator, mailbox_id: int, now_ms: int) -> None:
    """Forget it with its password; what it brought stays. Raises NotFound."""
    await _remove(desk, operator, mailbox_id, now_ms)
    await follow_settings(desk)


@action
async def _add(desk: Desk, operator: Operator, form: MailboxForm, now_ms: int) -> int:
    async with act(desk, now_ms) as tx:
        return await keep_new_mailbox(tx, form, by(operator))


async def keep_new_mailbox(tx: Change, form: MailboxForm, actor: Actor, prefix: str = "") -> int:
    """The same inside a change of somebody else's. Raises BadFields, names with the prefix."""
    if not form.password:
        raise BadFields({f"{prefix}password": password_needed(had_one=False)})
    await _check(tx, form, None, prefix)
    row = {
        **form.place.as_json(),
        **form.values,
        "sealed": sealed_password(tx.desk.settings, form.place, form.password),
        "created_ms": tx.now_ms,
    }
    number = int(await tx.db.execute(insert(mailboxes).values(row)))
    changes = {
        "account": ["", form.place.shown],
        **{name: [None, value] for name, value in form.values.items() if value},
    }
    tx.record("mailbox.changed", actor, mailbox=number, name=form.place.name, changes=changes)
    return number


@action
async def _change(desk: Desk, operator: Operator, mailbox_id: int, form: MailboxForm, now_ms: int) -> None:
    async with act(desk, now_ms) as tx:
        row = await _locked(tx, mailbox_id)
        before = _place_of(row)
        await _check(tx, form, mailbox_id, "")
        sealed = sealed_password(desk.settings, form.place, form.password)
        if not sealed and before.door != form.place.door:
            raise BadFields({"password": password_needed(had_one=True)})
        old = {name: row[name] for name in SHOWN} | {"enabled": bool(row.enabled)}
        changes = {name: [old[name], value] for name, value in form.values.items() if old[name] != value}
        if before.shown != form.place.shown:
            changes["account"] = [before.shown, form.place.shown]
        if sealed:
            changes["password"] = ["set", "set"]
        if not changes:
            return
        values = {**form.place.as_json(), **form.values, "sealed": sealed or row.sealed}
        await tx.db.execute(update(mailboxes).where(mailboxes.c.id == mailbox_id).values(values))
        await _forget_health(tx, mailbox_id)
        tx.record("mailbox.changed", by(operator), mailbox=mailbox_id, name=form.place.name, changes=changes)


@action
async def _enable(desk: Desk, operator: Operator, mailbox_id: int, now_ms: int, enabled: bool) -> None:  # passed on
    async with act(desk, now_ms) as tx:
        row = await _locked(tx, mailbox_id)
        if bool(row.enabled) == enabled:
            return
        await tx.db.execute(update(mailboxes).where(mailboxes.c.id == mailbox_id).values(enabled=enabled))
        await _forget_health(tx, mailbox_id)
        changes = {"enabled": [not enabled, enabled]}
        tx.record("mailbox.changed", by(operator), mailbox=mailbox_id, name=_place_of(row).name, changes=changes)


@action
async def _remove(desk: Desk, operator: Operator, mailbox_id: int, now_ms: int) -> None:
    async with act(desk, now_ms) as tx:
        row = await _locked(tx, mailbox_id)
        await tx.db.execute(delete(mailboxes).where(mailboxes.c.id == mailbox_id))
        await _forget_health(tx, mailbox_id)
        place = _place_of(row)
        tx.record("mailbox.removed", by(operator), mailbox=mailbox_id, name=place.name, account=place.shown)


async def _locked(tx: Change, mailbox_id: int) -> Any:
    """The row, locked by a write that changes nothing. Raises NotFound."""
    this = mailboxes.c.id == mailbox_id
    if not await tx.db.rowcount(update(mailboxes).where(this).values(enabled=mailboxes.c.enabled)):
        raise NotFound
    return await tx.db.fetch_one(select(mailboxes).where(this))


async def _check(tx: Change, form: MailboxForm, mailbox_id: int | None, prefix: str) -> None:
    """Refuse an account that is read already, a group that is not there, and one mailbox too many."""
    rows = await tx.db.fetch_all(select(mailboxes).order_by(mailboxes.c.id).with_for_update())
    others = [row for row in rows if row.id != mailbox_id]
    fixed = [place_of_url(url)] if (url := tx.desk.settings.mailbox_url) else []
    if any(_is_same(place, form.place) for place in (*map(_place_of, others), *fixed)):
        raise BadFields({f"{prefix}user": _("This mailbox is already on the list.")})
    if len(others) >= MOST:
        words = ngettext("A desk reads up to %(most)d mailbox.", "A desk reads up to %(most)d mailboxes.", MOST)
        raise BadFields({f"{prefix}user": words % {"most": MOST}})
    known = select(groups.c.id).where(groups.c.id == form.group_id)
    if form.group_id is not None and not await tx.db.fetch_val(known):
        raise BadFields({f"{prefix}group": _("Choose a group from the list.")})


def _is_same(one: MailPlace, other: MailPlace) -> bool:
    return (one.host, one.user, one.folder or "INBOX") == (other.host, other.user, other.folder or "INBOX")


async def _forget_health(tx: Change, mailbox_id: int) -> None:
    """Of another account, or from another day, it would mislead. Who reads it now loses the lease, and sees the change."""
    await tx.db.execute(delete(leases).where(leases.c.name == f"mailbox:{mailbox_id}"))


def _place_of(row: Any) -> MailPlace:
    return MailPlace(row.protocol, row.host, row.port, row.security, row.user, row.folder)
