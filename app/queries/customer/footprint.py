"""All that the desk has of a customer, counted: what an erasure takes, and what it leaves."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.desk import Desk
from app.queries.customer.known import KnownCustomer
from app.text.address_keys import spellings_of
from sql.tables import attachments, drafts, inbound, messages, outbox, tickets


@dataclass(frozen=True, slots=True)
class Footprint:
    """How much of everything there is. Sizes in bytes."""

    tickets: int
    active: int
    messages: int
    elsewhere: int  # messages of theirs on other customers' tickets
    files: int
    files_bytes: int
    mails: int  # that came, in tickets or not
    unsent: int  # that have not left
    drafts: int


def written_as(customer: KnownCustomer) -> list[str]:
    """Every way in which the customer's addresses may be written, in lower case and as they were typed."""
    typed = {address.email for address in customer.addresses}
    return sorted(typed.union(*(spellings_of(key) for key in customer.email_keys)))


async def footprint(desk: Desk, customer: KnownCustomer) -> Footprint:
    """Counted now, over all groups: for administrators."""
    own = tickets.c.email_key.in_(customer.email_keys)
    theirs = select(tickets.c.id).where(own)
    spelled = written_as(customer)
    sizes = select(func.count(), func.coalesce(func.sum(attachments.c.size_bytes), 0))
    files = await desk.db.fetch_one(sizes.where(attachments.c.ticket_id.in_(theirs)))
    elsewhere = messages.c.author_email.in_(spelled) & messages.c.ticket_id.not_in(theirs)
    waiting = outbox.c.ticket_id.in_(theirs) & outbox.c.sent_ms.is_(None)
    return Footprint(
        tickets=await _count(desk, tickets, own),
        active=await _count(desk, tickets, own & (tickets.c.shelf == "active")),
        messages=await _count(desk, messages, messages.c.ticket_id.in_(theirs)),
        elsewhere=await _count(desk, messages, elsewhere),
        files=int(files[0]) if files else 0,
        files_bytes=int(files[1]) if files else 0,
        mails=await _count(desk, inbound, inbound.c.from_email.in_(spelled)),
        unsent=await _count(desk, outbox, waiting),
        drafts=await _count(desk, drafts, drafts.c.ticket_id.in_(theirs)),
    )


async def _count(desk: Desk, table: Any, which: Any) -> int:
    return int(await desk.db.fetch_val(select(func.count()).select_from(table).where(which)) or 0)
