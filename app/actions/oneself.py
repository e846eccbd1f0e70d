"""What a person sets about themselves: name, language, signature, and how the console is to be."""

import asyncio
from collections.abc import Mapping

from sqlalchemy import select, update

from app.actions.change import Held, act, action, by
from app.desk import Desk
from app.errors import BadFields
from app.fields import check_fields, language_code, well_formed
from app.html_safety import clean_answer_html
from app.languages import _
from app.operator import Operator
from app.preferences import Preferences
from sql.tables import operators

LONGEST_SIGNATURE = 20_000  # characters of HTML


@action
async def change_oneself(desk: Desk, operator: Operator, typed: Mapping[str, str], now_ms: int) -> None:
    """Set those of name, language and signature (HTML, made safe) that came. Raises BadFields."""
    values = await asyncio.to_thread(_checked, typed)
    async with act(desk, now_ms) as held:
        before = await _locked(held, operator.id)
        new = {name: value for name, value in values.items() if before[name] != value}
        if not new:
            return
        await held.db.execute(update(operators).where(operators.c.id == operator.id).values(new))
        told = {name: [None, None] if name == "signature" else [before[name], value] for name, value in new.items()}
        held.record("person.changed", by(operator), person=operator.id, changes=told)


@action
async def set_preferences(desk: Desk, operator: Operator, typed: Mapping[str, str], now_ms: int) -> Preferences:
    """Set those that came; the others stay. No event: how a person's console looks is no act at the desk. Raises BadFields."""
    async with act(desk, now_ms) as held:
        before = await _locked(held, operator.id)
        chosen = Preferences.read(before["preferences"]).with_typed(typed)
        mine = update(operators).where(operators.c.id == operator.id)
        await held.db.execute(mine.values(preferences=chosen.stored()))
    return chosen


async def _locked(held: Held, operator_id: int) -> dict[str, str]:
    """What stands there, held still: two windows that set two things at once lose neither."""
    await held.db.execute(update(operators).where(operators.c.id == operator_id).values(name=operators.c.name))
    names = ("name", "language", "signature", "preferences")
    row = await held.db.fetch_one(select(*(operators.c[name] for name in names)).where(operators.c.id == operator_id))
    return {name: row[name] for name in names} if row else dict.fromkeys(names, "")


def _checked(typed: Mapping[str, str]) -> dict[str, str]:
    if others := [name for name in typed if name not in {"name", "language", "signature"}]:
        raise BadFields({name: _("This cannot be set here.") for name in others})
    values: dict[str, str] = {}
    if "name" in typed:
        values["name"] = check_fields({"name": typed["name"]}, ("name",))["name"]
    if "language" in typed:
        values["language"] = language_code(typed["language"])
    if "signature" in typed:
        if len(typed["signature"]) > LONGEST_SIGNATURE:
            raise BadFields({"signature": _("This signature is too long.")})
        values["signature"] = clean_answer_html(well_formed(typed["signature"]))
    return values
