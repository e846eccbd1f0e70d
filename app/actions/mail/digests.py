"""Bursts of notices: after the tenth to one person in ten minutes the rest come as one email, so strangers can't flood anyone."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import bindparam, func, select, update

from app.actions.change import Change
from app.core.clock import MINUTE_MS
from app.nouns.outbound_mail import MailKind, OutboxState
from sql.tables import outbox

ALONE: Final = 10  # notices of new messages to one person within SPAN_MS; the next ones are gathered
SPAN_MS: Final = 10 * MINUTE_MS
TICKETS: Final = 100  # that a digest names; of those beyond it tells the count
BEYOND: Final = "0"

_THEIRS: Final = outbox.c.operator_id.in_(bindparam("operator_ids", expanding=True))
_TOLD: Final = (
    select(outbox.c.operator_id, func.count().label("count"), func.min(outbox.c.created_ms).label("first_ms"))
    .where(_THEIRS, outbox.c.kind.in_((MailKind.NEW_MESSAGE, MailKind.DIGEST)))
    .where(outbox.c.created_ms > bindparam("since_ms"))
    .group_by(outbox.c.operator_id)
)
_WAITING: Final = (
    select(outbox.c.id, outbox.c.operator_id, outbox.c.details)
    .where(_THEIRS, outbox.c.kind == MailKind.DIGEST, outbox.c.state == OutboxState.QUEUED, outbox.c.tries == 0)
    .order_by(outbox.c.id)
    .with_for_update()  # rivals queue here
)
_COUNT: Final = (
    update(outbox).where(outbox.c.id.in_(bindparam("digests", expanding=True))).values(details=bindparam("counted"))
)


async def digests_due(tx: Change, operator_ids: Collection[int]) -> dict[int, int]:
    """Who of these people has reached the limit of notices, and when each may get the rest."""
    values = {"operator_ids": tuple(operator_ids), "since_ms": tx.now_ms - SPAN_MS}
    rows = await tx.db.fetch_all(_TOLD, values)
    return {row.operator_id: row.first_ms + SPAN_MS for row in rows if row["count"] >= ALONE}


async def add_to_digests(tx: Change, operator_ids: Collection[int]) -> set[int]:
    """Add one message of the change's ticket to the digests that wait for these people; return whose took it."""
    if not operator_ids:
        return set()
    rows = await tx.db.fetch_all(_WAITING, {"operator_ids": tuple(operator_ids)})
    alike: dict[str, list[int]] = defaultdict(list)  # who works in the same groups has the same digest
    for row in rows:
        alike[row.details].append(row.id)
    for details, digests in alike.items():
        counts = with_one_more(json.loads(details).get("tickets", {}), tx.ticket.id)
        await tx.db.execute(_COUNT, {"digests": tuple(digests), "counted": json.dumps({"tickets": counts})})
    return {int(row.operator_id) for row in rows}


def with_one_more(counts: Mapping[str, int], ticket_id: int) -> dict[str, int]:
    """How many messages on which ticket, with one more on this."""
    name = str(ticket_id) if str(ticket_id) in counts or len(counts) < TICKETS else BEYOND
    return {**counts, name: counts.get(name, 0) + 1}
