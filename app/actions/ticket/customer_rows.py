"""The desk's own row of a customer: there with their first ticket, gone with their last."""

from sqlalchemy import bindparam, delete, exists, insert, select, update

from app.actions.change import Change
from app.nouns.ticket import Customer
from app.search.folding import fold
from app.search.people_words import customer_words_of
from sql.tables import customer_words, customers, tickets

SORT_CHARS = 120

_KNOWN = select(customers.c.id, customers.c.name, customers.c.language).where(
    customers.c.email_key == bindparam("customer")
)
_NOTE = select(customers.c.id, customers.c.note).where(customers.c.email_key == bindparam("customer"))
_WRITTEN = select(exists().where(tickets.c.email_key == bindparam("customer")))
# Of two first tickets at once, one writes the row and the other finds it written.
_INSERT = insert(customers).prefix_with("OR IGNORE", dialect="sqlite").prefix_with("IGNORE", dialect="mysql")
_INSERT_WORD = insert(customer_words).prefix_with("OR IGNORE", dialect="sqlite").prefix_with("IGNORE", dialect="mysql")


async def note_customer(tx: Change, customer: Customer) -> str:
    """Keep a row for this address, with the first name that is known of it; return the language set for it, if any."""
    row = await tx.db.fetch_one(_KNOWN, {"customer": customer.email_key})
    if row is None:
        number = await tx.db.execute(_INSERT, _row_of(customer, tx.now_ms))
        if number:
            await _write_words(tx, number, customer.name, customer.email_key)
        return ""
    if customer.name and not row.name:
        await rename(tx, row.id, customer.name, customer.email_key)
    return str(row.language)


async def rename(tx: Change, number: int, name: str, email_key: str) -> None:
    """Give the row this name; it is found by its words from now on."""
    values = {"name": name, "sort_key": sort_key_of(name, email_key)}
    await tx.db.execute(update(customers).where(customers.c.id == number).values(values))
    await tx.db.execute(delete(customer_words).where(customer_words.c.customer_id == number))
    await _write_words(tx, number, name, email_key)


async def follow_address(tx: Change, old_key: str) -> None:
    """The change's ticket has another address than before: keep its row, and bring the note if the old one was the last."""
    await note_customer(tx, tx.ticket.customer)
    old = await tx.db.fetch_one(_NOTE, {"customer": old_key})
    if old is None or await _is_written(tx, old_key):
        return
    of_new = (customers.c.email_key == tx.ticket.customer.email_key) & (customers.c.note == "")
    await tx.db.execute(update(customers).where(of_new).values(note=old.note))
    await remove(tx, old.id)


async def forget_unless_written(tx: Change, email_key: str) -> None:
    """Remove the row of an address that no ticket has any more; its merged addresses find another first one."""
    row = await tx.db.fetch_one(_KNOWN, {"customer": email_key}) if email_key else None
    if row is not None and not await _is_written(tx, email_key):
        await remove(tx, row.id)


async def _is_written(tx: Change, email_key: str) -> bool:
    return bool(await tx.db.fetch_val(_WRITTEN, {"customer": email_key}))


async def remove(tx: Change, number: int) -> None:
    """Remove the row. Of the addresses merged into it the oldest becomes the customer's first, and keeps the note."""
    others = select(customers.c.id).where(customers.c.merged_into == number).order_by(customers.c.id)
    heir, *rest = [row.id for row in await tx.db.fetch_all(others)] or [None]
    if heir is not None:
        head = await tx.db.fetch_one(select(customers.c.note, customers.c.language).where(customers.c.id == number))
        kept = {"note": head.note, "language": head.language} if head else {}
        await tx.db.execute(update(customers).where(customers.c.id == heir).values(merged_into=None, **kept))
        await tx.db.execute(update(customers).where(customers.c.id.in_(rest)).values(merged_into=heir))
    await tx.db.execute(delete(customer_words).where(customer_words.c.customer_id == number))
    await tx.db.execute(delete(customers).where(customers.c.id == number))


def sort_key_of(name: str, email_key: str) -> str:
    """Where the customer stands in the list: by name, without one by their address."""
    return (fold(name) or email_key)[:SORT_CHARS]


def _row_of(customer: Customer, now_ms: int) -> dict[str, object]:
    key = customer.email_key
    return {
        "email_key": key,
        "email": customer.email,
        "name": customer.name,
        "sort_key": sort_key_of(customer.name, key),
        "language": "",
        "note": "",
        "created_ms": now_ms,
    }


async def _write_words(tx: Change, number: int, name: str, email_key: str) -> None:
    words = sorted(customer_words_of(name, email_key))
    await tx.db.execute_many(_INSERT_WORD, [{"word": word, "customer_id": number} for word in words])
