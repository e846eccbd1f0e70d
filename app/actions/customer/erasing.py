"""Erasing a customer: everything they wrote and were called goes; numbers, times and statuses stay for the figures.

What an administrator decides is written first, in one commit. The work is then done ticket by ticket, by whichever
process keeps house, and goes on where it was if that process ends.
"""

from sqlalchemy import delete, select, update

from app.actions.change import Change, act, action, by, change
from app.actions.customer.changing import lock_customer
from app.actions.customer.content import erase_content, figures_alone
from app.actions.customer.traces import blank_messages, erase_traces, messages_elsewhere
from app.core.errors import BadFields, Forbidden
from app.desk import Desk
from app.nouns.event import SYSTEM
from app.nouns.operator import Operator
from app.queries.customer.footprint import footprint
from app.text.address_keys import address_key
from app.text.languages import _
from sql.tables import customer_words, customers, tickets

BATCH = 20  # tickets at a time


@action
async def erase_customer(desk: Desk, operator: Operator, number: int, confirmed: str, now_ms: int) -> None:
    """Decide that everything of this customer up to now is erased. `confirmed`: one of the addresses, typed again.

    Administrators only. Raises NotFound, Forbidden, BadFields(confirmed).
    """
    if not operator.is_administrator:
        raise Forbidden(_("Only an administrator can do this."))
    async with act(desk, now_ms) as tx:
        customer = await lock_customer(tx, operator, number)
        if address_key(confirmed) not in customer.email_keys:
            raise BadFields({"confirmed": _("Type the address exactly as shown.")})
        found = await footprint(desk, customer)
        ids = [address.id for address in customer.addresses]
        unnamed = {"name": "", "note": "", "language": "", "merged_into": None, "brake_cleared_ms": None}
        await tx.db.execute(update(customers).where(customers.c.id.in_(ids)).values(**unnamed, erase_ms=now_ms))
        await tx.db.execute(delete(customer_words).where(customer_words.c.customer_id.in_(ids)))
        counted = {"tickets": found.tickets, "messages": found.messages + found.elsewhere, "files": found.files}
        tx.record("customer.erased", by(operator), customer=customer.id, addresses=len(ids), **counted)


async def erase_customers(desk: Desk, now_ms: int) -> int:
    """Do the next part of what was decided; return how many tickets it was. Several processes may."""
    rows = await desk.db.fetch_all(select(customers).where(customers.c.erase_ms.is_not(None)).limit(BATCH))
    done = 0
    for row in rows:
        theirs = (tickets.c.email_key == row.email_key) & (tickets.c.created_ms <= row.erase_ms)
        found = await desk.db.fetch_all(select(tickets.c.id).where(theirs).order_by(tickets.c.id).limit(BATCH))
        for ticket in found:
            done += await _erase_ticket(desk, ticket.id, row.email_key, row.erase_ms, now_ms)
        if len(found) < BATCH:
            await _finish(desk, row.id, row.email_key, row.email, row.erase_ms, now_ms)
    return done


@action
async def _erase_ticket(desk: Desk, ticket_id: int, email_key: str, until_ms: int, now_ms: int) -> bool:
    async with change(desk, ticket_id, now_ms) as tx:
        if tx.ticket.is_erased or tx.ticket.customer.email_key != email_key or tx.ticket.created_ms > until_ms:
            return False  # another process was first, or a colleague has just corrected the address
        files = await erase_content(tx, SYSTEM, "customer", figures_alone, names=False)
    for key in files:
        await desk.storage.delete(key)
    return True


async def _finish(desk: Desk, number: int, email_key: str, email: str, until_ms: int, now_ms: int) -> None:
    """What is left outside of the tickets, and at last the row that says what was to be done."""
    for ticket_id, ids in (await messages_elsewhere(desk, email_key, email, until_ms)).items():
        await _erase_messages(desk, ticket_id, ids, now_ms)
    files = await erase_traces(desk, number, email_key, email, until_ms, now_ms)
    for key in files:
        await desk.storage.delete(key)
    await _close(desk, number, email_key, now_ms)


@action
async def _erase_messages(desk: Desk, ticket_id: int, ids: list[int], now_ms: int) -> None:
    async with change(desk, ticket_id, now_ms) as tx:
        files = await blank_messages(tx, ids)
    for key in files:
        await desk.storage.delete(key)


@action
async def _close(desk: Desk, number: int, email_key: str, now_ms: int) -> None:
    """Remove the row; of somebody who has written again since then it is kept, as of somebody new."""
    async with act(desk, now_ms) as tx:
        again = await _written_again(tx, email_key)
        own = customers.c.id == number
        if again is None:
            await tx.db.execute(delete(customers).where(own))
        else:
            await tx.db.execute(update(customers).where(own).values(erase_ms=None, created_ms=again))


async def _written_again(tx: Change, email_key: str) -> int | None:
    first = select(tickets.c.created_ms).where(tickets.c.email_key == email_key).order_by(tickets.c.id).limit(1)
    found = await tx.db.fetch_val(first)
    return None if found is None else int(found)
