"""What administrators set about a group, and its place in the rail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from app.actions.change import Change, act, action, by
from app.actions.group.members import members_within, release_outsiders
from app.actions.group.promising import lock_group, promise
from app.actions.people.people import GROUP_NAME_LENGTH
from app.core.errors import BadFields
from app.database import is_duplicate_key
from app.desk import Desk
from app.nouns.fields import fault_of, well_formed
from app.nouns.group import Group
from app.nouns.operator import Operator
from app.text.languages import _, ngettext
from app.text.limits import at_most_characters, at_most_lines
from app.text.one_line import one_line
from sql.tables import groups

FOOT_LENGTH = 1000
FOOT_LINES = 12
MOST_TARGET_MIN = 60 * 24 * 60  # sixty open days
DEFAULTS = ("default_for_form", "default_for_mail")  # of all groups one may have each


@dataclass(frozen=True, slots=True)
class GroupForm:
    """Everything that an administrator sets about a group, as it was typed. `answer_target_min` None: no target."""

    name: str
    hue: int = 165
    members_only: bool = False
    members: frozenset[int] = frozenset()
    answer_target_min: int | None = None
    sender_name: str = ""
    sender_email: str = ""
    signature_foot: str = ""
    default_for_form: bool = False
    default_for_mail: bool = False


@action
async def change_group(desk: Desk, operator: Operator, group_id: int, form: GroupForm, now_ms: int) -> None:
    """Let the group be as the form says; one event with what was before and after, none where nothing differs.

    Who is made an outsider by it, or by its being closed, holds its tickets no longer. Raises NotFound, BadFields.
    """
    values = _checked(form)
    async with act(desk, now_ms) as tx:
        before = await lock_group(tx, group_id)
        changes = {name: [getattr(before, name), new] for name, new in values.items() if getattr(before, name) != new}
        members = await members_within(tx, group_id, form.members)
        told = await _write(tx, before, changes)
        if members:
            changes["members"] = members
        if not changes:
            return
        tx.record("group.changed", by(operator), group=group_id, changes=changes, **told)
        if form.members_only:
            await release_outsiders(tx, group_id, by(operator))


def _checked(form: GroupForm) -> dict[str, Any]:
    """The columns. Raises BadFields that names every field at fault."""
    values: dict[str, Any] = {
        "name": one_line(form.name),
        "hue": form.hue % 360,
        "members_only": form.members_only,
        "answer_target_min": form.answer_target_min,
        "sender_name": one_line(form.sender_name),
        "sender_email": one_line(form.sender_email),
        "signature_foot": well_formed(form.signature_foot).strip(),
        "default_for_form": form.default_for_form,
        "default_for_mail": form.default_for_mail,
    }
    faults = {
        "name": _name_fault(values["name"]),
        "sender_name": fault_of("name", values["sender_name"], mandatory=False),
        "sender_email": fault_of("email", values["sender_email"], mandatory=False),
        "signature_foot": _foot_fault(values["signature_foot"]),
        "answer_target_min": _target_fault(values["answer_target_min"]),
    }
    if wrong := {name: words for name, words in faults.items() if words}:
        raise BadFields(wrong)
    return values


def _name_fault(name: str) -> str | None:
    if not name:
        return _("Enter a name that no other group has.")
    if len(name) > GROUP_NAME_LENGTH:
        return at_most_characters(GROUP_NAME_LENGTH)
    return None


def _foot_fault(text: str) -> str | None:
    if len(text) <= FOOT_LENGTH and text.count("\n") < FOOT_LINES:
        return None
    return at_most_lines(FOOT_LINES, FOOT_LENGTH)


def _target_fault(minutes: int | None) -> str | None:
    if minutes is None or 1 <= minutes <= MOST_TARGET_MIN:
        return None
    most = MOST_TARGET_MIN // (24 * 60)
    return ngettext(
        "From one minute to %(most)d day; empty: no target.",
        "From one minute to %(most)d days; empty: no target.",
        most,
    ) % {"most": most}


async def _write(tx: Change, before: Group, changes: Mapping[str, Any]) -> dict[str, int]:
    """Write what differs; what the event says besides. Raises BadFields(name) for another group's name."""
    new = {name: value for name, (_old, value) in changes.items()}
    target_differs = "answer_target_min" in new
    target_min = new.pop("answer_target_min", None)
    for name in DEFAULTS:
        if new.get(name):
            await tx.db.execute(update(groups).where(groups.c.id != before.id).values({name: False}))
    if new:
        try:
            await tx.db.execute(update(groups).where(groups.c.id == before.id).values(new))
        except Exception as error:
            if is_duplicate_key(error):
                raise BadFields({"name": _("Another group has this name.")}) from None
            raise
    return {"due_anew": await promise(tx, before, before.hours, target_min)} if target_differs else {}


@action
async def move_group(desk: Desk, operator: Operator, group_id: int, place: int, now_ms: int) -> None:
    """Put the group at this place of the rail, counted from 0; behind the last one is last. Raises NotFound."""
    async with act(desk, now_ms) as tx:
        await lock_group(tx, group_id)
        before = await _ordered(tx)
        after = [one for one in before if one != group_id]
        after.insert(max(place, 0), group_id)
        for position, one in enumerate(after):
            await tx.db.execute(update(groups).where(groups.c.id == one).values(position=position))
        if before != after:
            tx.record("group.changed", by(operator), group=group_id, changes={"order": [before, after]})


async def _ordered(tx: Change) -> list[int]:
    """The numbers of all groups in the order of the rail, their rows locked."""
    query = select(groups.c.id).order_by(groups.c.position, groups.c.id).with_for_update()
    return [row.id for row in await tx.db.fetch_all(query)]
