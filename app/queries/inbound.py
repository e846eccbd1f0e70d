"""The ledger of mail that came: what waits, what is known, what was kept aside."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from app.desk import Desk
from app.errors import NotFound
from app.large_bytes import fetched
from sql.tables import inbound

UIDS_AT_ONCE = 200  # in one statement
_OPENED = (
    select(func.count())
    .select_from(inbound)
    .where(inbound.c.from_email == bindparam("sender"), inbound.c.received_ms > bindparam("since"))
    .where(inbound.c.outcome == "opened")
)
_COPIES = (
    select(inbound.c.id)
    .where(inbound.c.fingerprint == bindparam("mark"), inbound.c.id != bindparam("mail"))
    .where((inbound.c.id < bindparam("mail")) | inbound.c.outcome.in_(("opened", "appended", "internal")))
    .where(inbound.c.outcome != "set_aside")
    .order_by(inbound.c.id)
    .limit(1)
)


async def pending_mails(desk: Desk, now_ms: int, limit: int = 50) -> list[int]:
    """Numbers of stored mails that wait to be read, the oldest first."""
    waiting = (inbound.c.outcome == "pending") & (inbound.c.due_ms <= now_ms)
    query = select(inbound.c.id).where(waiting).order_by(inbound.c.due_ms, inbound.c.id).limit(limit)
    return [row.id for row in await desk.db.fetch_all(query)]


async def known_in(desk: Desk, mailbox: str, uids: Sequence[str]) -> dict[str, list[Any]]:
    """What the ledger has of these messages of the mailbox, by name; several rows if the server reused one."""
    columns = (inbound.c.id, inbound.c.uid, inbound.c.sha256, inbound.c.tries)
    known: dict[str, list[Any]] = {}
    for start in range(0, len(uids), UIDS_AT_ONCE):
        some = inbound.c.uid.in_(uids[start : start + UIDS_AT_ONCE])
        query = select(*columns).where(inbound.c.mailbox == mailbox, some).order_by(inbound.c.id)
        for row in await desk.db.fetch_all(query):
            known.setdefault(row.uid, []).append(row)
    return known


async def raw_mail(desk: Desk, inbound_id: int) -> bytes:
    """The mail as it came. Raises NotFound if it was never fetched, or is erased."""
    kept = await desk.db.fetch_val(select(inbound.c.raw).where(inbound.c.id == inbound_id))
    if kept is None:
        raise NotFound
    return await fetched(desk, bytes(kept))


async def copy_of(desk: Desk, inbound_id: int, fingerprint: str) -> int | None:
    """The mail that says the very same and came before, or is in a ticket already; None if there is none."""
    found = await desk.db.fetch_val(_COPIES, {"mark": fingerprint, "mail": inbound_id})
    return int(found) if found is not None else None


async def opened_since(desk: Desk, from_email: str, since_ms: int) -> int:
    """How many tickets the mails of this sender have opened since then."""
    return int(await desk.db.fetch_val(_OPENED, {"sender": from_email, "since": since_ms}) or 0)
