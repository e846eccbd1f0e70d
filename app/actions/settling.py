"""The settings that the console changes: one event each. Every process of the desk follows within two seconds."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from app.actions.change import Held, act, action, by
from app.console_settings import Changeable, changeable
from app.database import is_duplicate_key
from app.desk import Desk
from app.errors import BadFields, Conflict
from app.languages import _
from app.operator import Operator
from app.queries.kept_settings import settings_now
from sql.tables import settings


async def change_settings(desk: Desk, operator: Operator, typed: Mapping[str, str], now_ms: int) -> None:
    """Set those that are given and differ. Raises BadFields that names every one at fault; then nothing is changed."""
    await _change(desk, operator, _read(desk, typed), now_ms)
    await follow_settings(desk)


async def follow_settings(desk: Desk) -> None:
    """Let this process go by what is kept now."""
    desk.settings = await settings_now(desk.db, desk.settings)


def _read(desk: Desk, typed: Mapping[str, str]) -> dict[Changeable, Any]:
    wanted: dict[Changeable, Any] = {}
    faults: dict[str, str] = {}
    for name, text in typed.items():
        try:
            setting = changeable(name)
            wanted[setting] = setting.read(text)
        except BadFields as fault:
            faults |= fault.faults
        else:
            if setting.is_fixed(desk.settings):
                faults[name] = _("The environment of the desk sets this.")
    if faults:
        raise BadFields(faults)
    return wanted


@action
async def _change(desk: Desk, operator: Operator, wanted: Mapping[Changeable, Any], now_ms: int) -> None:
    async with act(desk, now_ms) as held:
        for setting, value in wanted.items():
            before = await _write(held, setting, value)
            if before != value:
                held.record("setting.changed", by(operator), name=setting.name, **{"from": before, "to": value})


async def _write(held: Held, setting: Changeable, value: Any) -> Any:
    """Keep the value if it is another one; return what was there before."""
    this = settings.c.name == setting.name
    kept = await held.db.fetch_one(select(settings.c.value).where(this).with_for_update())
    before = json.loads(kept.value) if kept else setting.of(held.desk.settings)
    if before == value:
        return before
    values = {"value": json.dumps(value), "changed_ms": held.now_ms}
    if kept:
        await held.db.execute(update(settings).where(this).values(values))
    else:
        await _insert(held, {"name": setting.name, **values})
    return before


async def _insert(held: Held, row: Mapping[str, Any]) -> None:
    try:
        await held.db.execute(insert(settings).values(row))
    except Exception as error:
        if is_duplicate_key(error):
            raise Conflict(_("Somebody changed this setting at the same moment. Look again.")) from None
        raise
