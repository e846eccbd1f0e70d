"""Everyone at the desk, with what an administrator needs to know about each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from app.desk import Desk
from app.nouns.operator import Operator
from app.queries.lists.counts import held_by
from app.queries.people.password_links import invitations
from app.queries.people.people import operators
from sql.tables import operators as operators_table


class SignInStanding(StrEnum):
    """Whether someone can sign in, and why not."""

    ACTIVE = "active"
    INVITED = "invited"
    WITHOUT_PASSWORD = "without_password"  # noqa: S105  the name of a state
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line: who it is, whether they can sign in, until when their invitation opens, how many tickets they hold.

    `seen_ms`: last at a console or asking for something; None: never.
    """

    operator: Operator
    standing: SignInStanding
    invited_until_ms: int | None
    holds: int
    created_ms: int
    seen_ms: int | None


async def people(desk: Desk, now_ms: int) -> list[PersonRow]:
    """By name, the deactivated ones last."""
    columns = ("id", "password", "created_ms", "seen_ms")
    rows = await desk.db.fetch_all(select(*(operators_table.c[name] for name in columns)))
    facts = {row.id: row for row in rows}
    invited, held = await invitations(desk, now_ms), await held_by(desk)
    found = [
        _person(one, facts[one.id], invited.get(one.id), held.get(one.id, 0))
        for one in await operators(desk, everybody=True)
        if one.id in facts
    ]
    return sorted(found, key=lambda person: not person.operator.is_active)


def _person(operator: Operator, row: Any, invited_until_ms: int | None, holds: int) -> PersonRow:
    standing = _standing(operator, has_password=row.password is not None, is_invited=invited_until_ms is not None)
    return PersonRow(operator, standing, invited_until_ms, holds, row.created_ms, row.seen_ms)


def _standing(operator: Operator, *, has_password: bool, is_invited: bool) -> SignInStanding:
    if not operator.is_active:
        return SignInStanding.DEACTIVATED
    if has_password:
        return SignInStanding.ACTIVE
    return SignInStanding.INVITED if is_invited else SignInStanding.WITHOUT_PASSWORD
