"""The settings that the console changes: one event each, which can be undone. Every process of the desk follows within a second."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update

from app.actions.change import Change, act, action, by
from app.actions.desk.default_groups import DEFAULT_GROUPS, put_default_group, read_default_group
from app.config.console_settings import Changeable, changeable
from app.config.logo import Logo
from app.core.errors import BadFields, Conflict, NotFound
from app.credentials.codes import new_key
from app.database import is_duplicate_key
from app.desk import Desk
from app.files.kinds import Upload
from app.files.logos import MOST_BYTES, CleanPicture, clean_logo
from app.nouns.operator import Operator
from app.queries.desk.kept_settings import settings_now
from app.queries.people.people import groups
from app.text.languages import _
from sql.tables import events, settings

Wanted = dict[str, Any]  # by the setting's name


async def change_settings(
    desk: Desk, operator: Operator, typed: Mapping[str, str], now_ms: int, logo: Upload | None = None
) -> list[int]:
    """Set those that are given and differ; return the numbers of the events, by which `undo_settings` knows them.

    Raises BadFields that names every one at fault; then nothing is changed. StorageFull, if the logo does not fit.
    """
    if typed.get("logo"):  # else an administrator could hand out any stored file to everybody
        raise BadFields({"logo": _("Upload the logo as a file.")})
    picture, faults = await _logo_of(logo)
    wanted = await _read(desk, typed, faults)
    if picture is None:
        numbers = await _change(desk, operator, wanted, now_ms)
    else:
        kept = Logo(new_key(), picture.kind, picture.width_px, picture.height_px)
        await desk.storage.put(kept.key, picture.content)  # earlier ones stay: a change can be undone
        numbers = await _change(desk, operator, wanted | {"logo": str(kept)}, now_ms)
    await follow_settings(desk)
    return numbers


async def undo_settings(desk: Desk, operator: Operator, numbers: Sequence[int], now_ms: int) -> list[int]:
    """Set back what these events changed, all of it or nothing; return the numbers of the events that say so.

    Raises NotFound where one is no change of a setting, Conflict where it was changed again since.
    """
    undone = await _undo(desk, operator, sorted(set(numbers), reverse=True), now_ms)
    await follow_settings(desk)
    return undone


async def follow_settings(desk: Desk) -> None:
    """Let this process go by what is kept now."""
    desk.settings = await settings_now(desk.db, desk.settings)


async def _logo_of(upload: Upload | None) -> tuple[CleanPicture | None, dict[str, str]]:
    if upload is None:
        return None, {}
    try:
        return await asyncio.to_thread(lambda: clean_logo(upload.start(MOST_BYTES + 1))), {}
    except BadFields as fault:
        return None, dict(fault.faults)


async def _read(desk: Desk, typed: Mapping[str, str], found: Mapping[str, str]) -> Wanted:
    """The values of what was typed. Raises BadFields for it, and for what was `found` before."""
    known = await groups(desk) if typed.keys() & DEFAULT_GROUPS.keys() else ()
    wanted: Wanted = {}
    faults = dict(found)
    for name, text in typed.items():
        try:
            wanted[name] = (
                read_default_group(name, text, known) if name in DEFAULT_GROUPS else changeable(name).read(text)
            )
        except BadFields as fault:
            faults |= fault.faults
        else:
            faults |= _fixed_fault(desk, name)
    if faults:
        raise BadFields(faults)
    return wanted


def _fixed_fault(desk: Desk, name: str) -> dict[str, str]:
    if name in DEFAULT_GROUPS or not changeable(name).is_fixed(desk.settings):
        return {}
    return {name: _("Set by an environment variable.")}


@action
async def _change(desk: Desk, operator: Operator, wanted: Wanted, now_ms: int) -> list[int]:
    async with act(desk, now_ms) as tx:
        for name, value in wanted.items():
            before, told = await _put(tx, name, value)
            if before != value:
                tx.record("setting.changed", by(operator), name=name, **{"from": before, "to": value}, **told)
    return tx.numbers


@action
async def _undo(desk: Desk, operator: Operator, numbers: Sequence[int], now_ms: int) -> list[int]:
    async with act(desk, now_ms) as tx:
        for number in numbers:
            details = await _changed_by(tx, number)
            name, value = details["name"], details["from"]
            if faults := _fixed_fault(desk, name):
                raise BadFields(faults)
            before, told = await _put(tx, name, value)
            if before != details["to"]:
                raise Conflict(_("This setting was changed again since. Nothing was undone."))
            tx.record(
                "setting.changed", by(operator), name=name, undoes=number, **{"from": before, "to": value}, **told
            )
    return tx.numbers


async def _changed_by(tx: Change, number: int) -> dict[str, Any]:
    """What the event says. Raises NotFound."""
    this = (events.c.id == number) & (events.c.kind == "setting.changed")
    details = await tx.db.fetch_val(select(events.c.details).where(this))
    if details is None:
        raise NotFound
    return dict(json.loads(details))


async def _put(tx: Change, name: str, value: Any) -> tuple[Any, dict[str, Any]]:
    """Let the setting have the value; what it had before, and what the event says besides."""
    if name in DEFAULT_GROUPS:
        return await put_default_group(tx, name, value)
    return await _write(tx, changeable(name), value), {}


async def _write(tx: Change, setting: Changeable, value: Any) -> Any:
    """Keep the value if it is another one; return what was there before."""
    this = settings.c.name == setting.name
    kept = await tx.db.fetch_one(select(settings.c.value).where(this).with_for_update())
    before = json.loads(kept.value) if kept else setting.of(tx.desk.settings)
    if before == value:
        return before
    values = {"value": json.dumps(value), "changed_ms": tx.now_ms}
    if kept:
        await tx.db.execute(update(settings).where(this).values(values))
    else:
        await _insert(tx, {"name": setting.name, **values})
    return before


async def _insert(tx: Change, row: Mapping[str, Any]) -> None:
    try:
        await tx.db.execute(insert(settings).values(row))
    except Exception as error:
        if is_duplicate_key(error):
            raise Conflict(_("Someone else just changed this setting. Check it and try again.")) from None
        raise
