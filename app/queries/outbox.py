"""Mail that waits to leave."""

from collections.abc import Collection

from sqlalchemy import Select, and_, exists, func, or_, select

from app.desk import Desk
from sql.tables import outbox

TO_CUSTOMER = ("confirmation", "answer", "lost_code")


async def due_mails(desk: Desk, now_ms: int, limit: int, besides: Collection[int] = ()) -> list[int]:
    """Numbers of the mails that may leave now, the longest due first.

    A customer's mails leave in the order of their ticket: one that waits holds up those behind it, of that ticket
    alone. A mail whose sender died is due again when its claim has run out.
    """
    abandoned = await desk.db.fetch_all(_without(_abandoned(now_ms), besides).limit(limit))
    waiting = await desk.db.fetch_all(_without(_waiting(now_ms), besides).limit(limit))
    return [row.id for row in [*abandoned, *waiting]][:limit]


async def waiting_count(desk: Desk) -> int:
    """How many mails have not left yet, those in their undo time aside."""
    unsent = outbox.c.state.in_(("queued", "sending"))
    return int(await desk.db.fetch_val(select(func.count()).select_from(outbox).where(unsent)) or 0)


def _abandoned(now_ms: int) -> Select[tuple[int]]:
    return (
        select(outbox.c.id)
        .where(outbox.c.state == "sending", outbox.c.claimed_until_ms < now_ms)
        .order_by(outbox.c.due_ms, outbox.c.id)
    )


def _waiting(now_ms: int) -> Select[tuple[int]]:
    earlier = outbox.alias("earlier")
    held_up = exists().where(
        and_(
            earlier.c.ticket_id == outbox.c.ticket_id,
            earlier.c.id < outbox.c.id,
            earlier.c.state.in_(("queued", "sending")),
            earlier.c.kind.in_(TO_CUSTOMER),
            # A confirmation that was queued for later, in a rush, holds up no answer.
            or_(earlier.c.tries > 0, earlier.c.due_ms <= outbox.c.due_ms),
        )
    )
    return (
        select(outbox.c.id)
        .where(outbox.c.state == "queued", outbox.c.due_ms <= now_ms)
        .where(or_(outbox.c.kind.not_in(TO_CUSTOMER), ~held_up))
        .order_by(outbox.c.due_ms, outbox.c.id)
    )


def _without(query: Select[tuple[int]], besides: Collection[int]) -> Select[tuple[int]]:
    return query.where(outbox.c.id.not_in(besides)) if besides else query
