"""What a person sets about themselves: name, language, time zone, signature, and how the console is to be."""

import asyncio
import re
from collections.abc import Mapping

from sqlalchemy import select, update

from app.actions.change import Change, act, action, by
from app.actions.people.signature import with_pictures_inside
from app.config.typed_settings import zone_name
from app.core.errors import BadFields
from app.desk import Desk
from app.html_safety import clean_answer_html, stored_html
from app.nouns.fields import check_fields, language_code, well_formed
from app.nouns.operator import Operator
from app.nouns.preferences import Preferences
from app.text.languages import _
from sql.tables import operators

LONGEST_SIGNATURE = 400_000  # characters of HTML, pictures written out in it
LONGEST_WORDS = 20_000  # of these without pictures
_DATA = re.compile(r'(?<=src=")data:[^"]*')


@action
async def change_profile(desk: Desk, operator: Operator, typed: Mapping[str, str], now_ms: int) -> None:
    """Set those of name, language ("": the browser's), time zone ("": the device's) and signature (HTML, made safe) that came. Raises BadFields."""
    values = await asyncio.to_thread(_checked, typed)
    if "signature" in values:
        values["signature"] = await with_pictures_inside(desk, operator, stored_html(values["signature"]))
    async with act(desk, now_ms) as tx:
        before = await _locked(tx, operator.id)
        new = {name: value for name, value in values.items() if before[name] != value}
        if not new:
            return
        await tx.db.execute(update(operators).where(operators.c.id == operator.id).values(new))
        told = {name: [None, None] if name == "signature" else [before[name], value] for name, value in new.items()}
        tx.record("person.changed", by(operator), person=operator.id, changes=told)


@action
async def set_preferences(desk: Desk, operator: Operator, typed: Mapping[str, str], now_ms: int) -> Preferences:
    """Set those that came; the others stay. No event: how a person's console looks is no act at the desk. Raises BadFields."""
    async with act(desk, now_ms) as tx:
        before = await _locked(tx, operator.id)
        chosen = Preferences.read(before["preferences"]).with_typed(typed)
        mine = update(operators).where(operators.c.id == operator.id)
        await tx.db.execute(mine.values(preferences=chosen.stored()))
    return chosen


async def _locked(tx: Change, operator_id: int) -> dict[str, str]:
    """The stored values, locked, so two windows that set two things at once lose neither."""
    await tx.db.execute(update(operators).where(operators.c.id == operator_id).values(name=operators.c.name))
    names = ("name", "language", "timezone", "signature", "preferences")
    row = await tx.db.fetch_one(select(*(operators.c[name] for name in names)).where(operators.c.id == operator_id))
    return {name: row[name] for name in names} if row else dict.fromkeys(names, "")


def _checked(typed: Mapping[str, str]) -> dict[str, str]:
    if others := [name for name in typed if name not in {"name", "language", "timezone", "signature"}]:
        raise BadFields({name: _("This cannot be changed here.") for name in others})
    values: dict[str, str] = {}
    if "name" in typed:
        values["name"] = check_fields({"name": typed["name"]}, ("name",))["name"]
    if "language" in typed:
        values["language"] = language_code(typed["language"]) if typed["language"].strip() else ""
    if "timezone" in typed:
        values["timezone"] = zone_name(typed["timezone"]) if typed["timezone"].strip() else ""
    if "signature" in typed:
        if len(typed["signature"]) > LONGEST_SIGNATURE or len(_DATA.sub("", typed["signature"])) > LONGEST_WORDS:
            raise BadFields({"signature": _("This signature is too long.")})
        values["signature"] = clean_answer_html(well_formed(typed["signature"]))
    return values
