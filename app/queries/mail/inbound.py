"""The ledger of mail that came: what waits, what is known, what was kept aside."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, exists, func, literal, select, union_all

from app.core.errors import NotFound
from app.desk import Desk
from app.files.large_bytes import fetched
from app.nouns.inbound_mail import IN_TICKET, InboundOutcome, KnownMail
from sql.tables import attachments, inbound, messages

UIDS_AT_ONCE = 200  # in one statement
_OPENED = (
    select(func.count())
    .select_from(inbound)
    .where(inbound.c.from_email == bindparam("sender"), inbound.c.received_ms > bindparam("since"))
    .where(inbound.c.outcome == InboundOutcome.OPENED)
)
_OPENED_BY_THEMSELVES = _OPENED.where(
    exists().where(messages.c.inbound_id == inbound.c.id, messages.c.authentication == "pass")
)
_COPY = (
    select(inbound.c.id, inbound.c.fingerprint)
    .where(inbound.c.fingerprint == bindparam("mark"), inbound.c.id != bindparam("mail"))
    .where((inbound.c.id < bindparam("mail")) | inbound.c.outcome.in_(IN_TICKET))
    .where(inbound.c.outcome != InboundOutcome.SET_ASIDE)
    .order_by(inbound.c.id)
    .limit(1)
    .subquery()
)
_SAME_NAME = (
    (inbound.c.mime_message_id == bindparam("name"))
    & (inbound.c.from_email == bindparam("sender"))
    & (inbound.c.id != bindparam("mail"))
)
_NAMESAKE = select(inbound.c.id, literal("").label("fingerprint")).where(_SAME_NAME).limit(1).subquery()
_COPY_OR_NAMESAKE = union_all(select(_COPY), select(_NAMESAKE))
_TAKEN = (
    select(inbound.c.id, messages.c.text, messages.c.id.label("message_id"))
    .select_from(inbound.join(messages, messages.c.inbound_id == inbound.c.id))
    .where(_SAME_NAME)
    .order_by(inbound.c.id)
    .limit(5)
)


async def pending_mails(desk: Desk, now_ms: int, limit: int = 50) -> list[int]:
    """Numbers of stored mails that wait to be read, the oldest first."""
    waiting = (inbound.c.outcome == InboundOutcome.PENDING) & (inbound.c.due_ms <= now_ms)
    query = select(inbound.c.id).where(waiting).order_by(inbound.c.due_ms, inbound.c.id).limit(limit)
    return [row.id for row in await desk.db.fetch_all(query)]


async def known_in(desk: Desk, mailbox: str, uids: Sequence[str]) -> dict[str, list[KnownMail]]:
    """What the ledger has of these messages of the mailbox, by name; several rows if the server reused one."""
    columns = (inbound.c.id, inbound.c.uid, inbound.c.sha256, inbound.c.tries)
    known: dict[str, list[KnownMail]] = {}
    for start in range(0, len(uids), UIDS_AT_ONCE):
        some = inbound.c.uid.in_(uids[start : start + UIDS_AT_ONCE])
        query = select(*columns).where(inbound.c.mailbox == mailbox, some).order_by(inbound.c.id)
        for row in await desk.db.fetch_all(query):
            known.setdefault(row.uid, []).append(KnownMail(row.id, row.sha256, row.tries))
    return known


async def raw_mail(desk: Desk, inbound_id: int) -> bytes:
    """The original mail. Raises NotFound if it was never fetched or has been erased."""
    kept = await desk.db.fetch_val(select(inbound.c.raw).where(inbound.c.id == inbound_id))
    if kept is None:
        raise NotFound
    return await fetched(desk, bytes(kept))


@dataclass(frozen=True, slots=True)
class Alike:
    """What the ledger has beside a mail: the very same one, and whether another one has its Message-ID and sender."""

    copy: int | None
    has_namesake: bool


async def alike(desk: Desk, inbound_id: int, fingerprint: str, message_id: str, from_email: str) -> Alike:
    """Whether a mail says the very same that came before, or is in a ticket already; and whether one has its name."""
    values = {"mark": fingerprint, "mail": inbound_id, "name": message_id, "sender": from_email}
    rows = await desk.db.fetch_all(_COPY_OR_NAMESAKE, values)
    copies = [int(row.id) for row in rows if row.fingerprint]
    return Alike(copies[0] if copies else None, has_namesake=len(rows) > len(copies))


async def taken_from(desk: Desk, inbound_id: int, message_id: str, from_email: str) -> list[tuple[int, str, set[str]]]:
    """Other mails with this Message-ID and sender that are in tickets: their numbers, what they say, their files' digests."""
    rows = await desk.db.fetch_all(_TAKEN, {"mail": inbound_id, "name": message_id, "sender": from_email})
    return [(int(row.id), str(row.text), await _files_of(desk, row.message_id)) for row in rows]


async def _files_of(desk: Desk, message_id: int) -> set[str]:
    files = select(attachments.c.sha256).where(attachments.c.message_id == message_id)
    return {row.sha256 for row in await desk.db.fetch_all(files)}


async def opened_since(desk: Desk, from_email: str, since_ms: int, *, authenticated: bool = False) -> int:
    """How many tickets the mails of this sender have opened since then; `authenticated`: those surely theirs alone."""
    query = _OPENED_BY_THEMSELVES if authenticated else _OPENED
    return int(await desk.db.fetch_val(query, {"sender": from_email, "since": since_ms}) or 0)


async def mailbox_of_ticket(desk: Desk, ticket_id: int) -> str:
    """The ledger's name of the mailbox by which the ticket was opened; empty for one that did not come by mail."""
    this = (inbound.c.ticket_id == ticket_id) & (inbound.c.outcome == InboundOutcome.OPENED)
    found = select(inbound.c.mailbox).where(this).order_by(inbound.c.id).limit(1)
    return str(await desk.db.fetch_val(found) or "")
