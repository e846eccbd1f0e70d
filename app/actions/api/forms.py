"""Forms on other sites: made, changed, revoked."""

import json
import secrets
import string
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from app.actions.change import Change, act, action
from app.core.errors import BadFields, Conflict, NotFound
from app.desk import Desk
from app.nouns.event import Actor
from app.queries.people.people import groups
from app.site_forms.site_form import SiteForm
from app.site_forms.typed_site_form import read_extra, read_name, read_origins, read_thanks, written_extra
from app.text.languages import _, available
from sql.tables import forms

KEY_CHARS = 22  # 130 random bits
SIGNS = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class TypedForm:
    """What an administrator typed: `origins` and `extra` one a line."""

    name: str
    group_id: int | None = None
    language: str = ""
    thanks_url: str = ""
    origins: str = ""
    extra: str = ""
    enforces: bool = False


@action
async def add_form(desk: Desk, typed: TypedForm, actor: Actor, now_ms: int) -> SiteForm:
    """Make a form. Raises BadFields(name, group, language, thanks_url, origins, extra)."""
    values = await _checked(desk, typed)
    key = "f_" + "".join(secrets.choice(SIGNS) for _sign in range(KEY_CHARS))
    async with act(desk, now_ms) as tx:
        row = {**values, "key": key, "ticket_count": 0, "created_ms": now_ms}
        form = await _read(tx, await tx.db.execute(insert(forms).values(row)))
        tx.record("form.added", actor, form=form.id, **_told(form))
    return form


@action
async def change_form(desk: Desk, form_id: int, typed: TypedForm, actor: Actor, now_ms: int) -> SiteForm:
    """Set everything about a form. Raises NotFound, Conflict (revoked), BadFields as in `add_form`."""
    values = await _checked(desk, typed)
    async with act(desk, now_ms) as tx:
        before = await _locked(tx, form_id)
        if not before.is_open:
            raise Conflict(_("This form is revoked. Create another one."))
        await tx.db.execute(update(forms).where(forms.c.id == form_id).values(values))
        form = await _read(tx, form_id)
        old, new = _told(before), _told(form)
        changes = {name: [old[name], new[name]] for name in new if old[name] != new[name]}
        if changes:
            tx.record("form.changed", actor, form=form.id, name=form.name, changes=changes)
    return form


@action
async def revoke_form(desk: Desk, form_id: int, actor: Actor, now_ms: int) -> SiteForm:
    """Let it take no more tickets; those it brought stay. Raises NotFound; harmless for a revoked one."""
    async with act(desk, now_ms) as tx:
        form = await _locked(tx, form_id)
        if form.is_open:
            await tx.db.execute(update(forms).where(forms.c.id == form_id).values(revoked_ms=now_ms))
            tx.record("form.revoked", actor, form=form.id, name=form.name)
            form = await _read(tx, form_id)
    return form


async def _locked(tx: Change, form_id: int) -> SiteForm:
    """The form, its row locked."""
    this = forms.c.id == form_id
    if not await tx.db.rowcount(update(forms).where(this).values(ticket_count=forms.c.ticket_count)):
        raise NotFound
    return await _read(tx, form_id)


async def _read(tx: Change, form_id: int) -> SiteForm:
    return SiteForm.from_record(await tx.db.fetch_one(select(forms).where(forms.c.id == form_id)))


async def _checked(desk: Desk, typed: TypedForm) -> dict[str, Any]:
    values: dict[str, Any] = {"enforces": typed.enforces}
    faults: dict[str, str] = {}
    for column, read, text in (
        ("name", read_name, typed.name),
        ("thanks_url", read_thanks, typed.thanks_url),
        ("origins", read_origins, typed.origins),
        ("extra", read_extra, typed.extra),
    ):
        try:
            values[column] = read(text)
        except BadFields as error:
            faults |= error.faults
    if typed.group_id is not None and typed.group_id not in {group.id for group in await groups(desk)}:
        faults["group"] = _("Group not found. Choose another one.")
    if typed.language and typed.language not in available():
        faults["language"] = _("Choose a language from the list.")
    if faults:
        raise BadFields(faults)
    origins = json.dumps(values["origins"])
    extra = json.dumps([[field.name, field.label] for field in values["extra"]], ensure_ascii=False)
    return {**values, "origins": origins, "extra": extra, "group_id": typed.group_id, "language": typed.language}


def _told(form: SiteForm) -> dict[str, Any]:
    return {
        "name": form.name,
        "group_id": form.group_id,
        "language": form.language,
        "thanks_url": form.thanks_url,
        "origins": ", ".join(form.origins),
        "extra": written_extra(form.extra).replace("\n", ", "),
        "enforces": form.enforces,
    }
