"""Everybody at the desk, with what an administrator wants to know of each."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from app.desk import Desk
from app.operator import Operator
from app.queries.counts import held_by
from app.queries.password_links import invitations
from app.queries.people import operators
from sql.tables import operators as operators_table


class Standing(StrEnum):
    """Whether somebody can sign in, and why not."""

    ACTIVE = "active"
    INVITED = "invited"
    WITHOUT_PASSWORD = "without_password"  # noqa: S105  the name of a state
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class Person:
    """One line: who it is, whether they can sign in, until when their invitation opens, how many tickets they hold."""

    operator: Operator
    standing: Standing
    invited_until_ms: int | None
    holds: int


async def people(desk: Desk, now_ms: int) -> list[Person]:
    """By name, the deactivated ones last."""
    with_password = select(operators_table.c.id).where(operators_table.c.password.is_not(None))
    known = {row.id for row in await desk.db.fetch_all(with_password)}
    invited, held = await invitations(desk, now_ms), await held_by(desk)
    found = [
        Person(one, _standing(one, known, invited), invited.get(one.id), held.get(one.id, 0))
        for one in await operators(desk, everybody=True)
    ]
    return sorted(found, key=lambda person: not person.operator.is_active)


def _standing(operator: Operator, with_password: set[int], invited: dict[int, int]) -> Standing:
    if not operator.is_active:
        return Standing.DEACTIVATED
    if operator.id in with_password:
        return Standing.ACTIVE
    return Standing.INVITED if operator.id in invited else Standing.WITHOUT_PASSWORD
