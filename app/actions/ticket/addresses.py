"""Who else is on a ticket: people who get copies, third parties, and addresses that were added to the customer's."""

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import insert, select, update

from app.actions.change import Change
from app.nouns.fields import LENGTHS
from app.text.address_keys import address_key
from app.text.one_line import one_line
from sql.tables import ticket_addresses


class AddressRole(StrEnum):
    """What an address may do on a ticket."""

    CC = "cc"  # gets copies; gains no access
    THIRD_PARTY = "third_party"  # the desk has written to them: their mail is marked as theirs
    ADDED = "added"  # may write as the customer does


STRENGTH = {AddressRole.CC: 0, AddressRole.THIRD_PARTY: 1, AddressRole.ADDED: 2}


async def remember_addresses(tx: Change, emails: Iterable[str], role: AddressRole, name: str = "") -> None:
    """Note these addresses on the change's ticket. One that is known keeps the stronger of its two roles."""
    for email in dict.fromkeys(emails):
        if (key := address_key(email)) and key != tx.ticket.customer.email_key:
            await _remember(tx, key, email.strip(), role, one_line(name)[: LENGTHS["name"]])


async def _remember(tx: Change, key: str, email: str, role: AddressRole, name: str) -> None:
    same = (ticket_addresses.c.ticket_id == tx.ticket.id) & (ticket_addresses.c.email_key == key)
    known = await tx.db.fetch_val(select(ticket_addresses.c.role).where(same))
    if known is None:
        row = {"ticket_id": tx.ticket.id, "email_key": key, "email": email, "name": name, "role": role.value}
        await tx.db.execute(insert(ticket_addresses).values(row))
    elif STRENGTH[role] > STRENGTH[AddressRole(known)]:
        await tx.db.execute(update(ticket_addresses).where(same).values(role=role.value))
