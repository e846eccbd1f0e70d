"""Who else is on a ticket: people who get copies, third parties, and addresses that were added to the customer's."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import insert, select, update

from app.actions.change import Held
from app.fields import LENGTHS, one_line
from sql.tables import ticket_addresses


class Role(StrEnum):
    """What an address may do on a ticket."""

    CC = "cc"  # gets copies; gains no access
    THIRD_PARTY = "third_party"  # the desk has written to them: their mail is marked as theirs
    ADDED = "added"  # may write as the customer does


STRENGTH = {Role.CC: 0, Role.THIRD_PARTY: 1, Role.ADDED: 2}


async def remember_addresses(held: Held, emails: Iterable[str], role: Role, name: str = "") -> None:
    """Note these addresses on the held-still ticket. One that is known keeps the stronger of its two roles."""
    for email in dict.fromkeys(emails):
        if (key := email.strip().lower()) and key != held.ticket.customer.email_key:
            await _remember(held, key, email.strip(), role, one_line(name)[: LENGTHS["name"]])


async def _remember(held: Held, key: str, email: str, role: Role, name: str) -> None:
    same = (ticket_addresses.c.ticket_id == held.ticket.id) & (ticket_addresses.c.email_key == key)
    known = await held.db.fetch_val(select(ticket_addresses.c.role).where(same))
    if known is None:
        row = {"ticket_id": held.ticket.id, "email_key": key, "email": email, "name": name, "role": role.value}
        await held.db.execute(insert(ticket_addresses).values(row))
    elif STRENGTH[role] > STRENGTH[Role(known)]:
        await held.db.execute(update(ticket_addresses).where(same).values(role=role.value))
