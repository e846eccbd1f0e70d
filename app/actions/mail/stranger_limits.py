"""Limits on automatic mail caused by strangers: an open form that mails any address typed into it is a weapon.

Counted from the outbox, so limits hold across restarts and processes. An index finds the few rows that count,
however much mail there is.
"""

from sqlalchemy import Integer, Select, bindparam, literal, select, union_all

from app.actions.change import Change
from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from app.nouns.outbound_mail import TO_STRANGERS, MailKind, OutboxState
from app.text.address_keys import address_key
from sql.tables import customers, outbox

TO_THEM, CLEARED = 1, 2  # what a row of _LATELY tells of; 0: of a mail to anybody

_TO_ONE = select(literal(TO_THEM).label("to_them"), outbox.c.created_ms.label("at_ms")).where(
    outbox.c.stranger_key == bindparam("key"), outbox.c.created_ms > bindparam("since_day_ms")
)
# An operator has let mails to them leave again: what was queued before does not count.
_CLEARED = select(literal(CLEARED), customers.c.brake_cleared_ms).where(
    customers.c.email_key == bindparam("key"), customers.c.brake_cleared_ms.is_not(None)
)
# Those that the server has put off are passed over: their next try says nothing about how many leave.
_PLANNED = outbox.c.state.in_((OutboxState.SENDING, OutboxState.SENT)) | (
    (outbox.c.state == OutboxState.QUEUED) & (outbox.c.tries == 0)
)


def _newest(kind: MailKind) -> Select[tuple[int, int]]:
    """When the last mails of this kind leave or left, of which one index has all."""
    lately = (outbox.c.kind == kind) & (outbox.c.due_ms > bindparam("since_minute_ms"))
    found = (
        select(outbox.c.due_ms)
        .where(lately, _PLANNED)
        .order_by(outbox.c.due_ms.desc())
        .limit(bindparam("in_all", type_=Integer))
    )
    return select(literal(0), found.subquery().c.due_ms)


_LATELY = union_all(_TO_ONE, _CLEARED, *(_newest(kind) for kind in TO_STRANGERS))


def stranger_key(email: str) -> str:
    """What all spellings of a stranger's address have in common."""
    return address_key(email)


async def room_for_stranger_ms(tx: Change, email: str) -> int | None:
    """The earliest time one more automatic mail to this address stays within the limits; None: its own limit is used up.

    The settings say how many an hour and a day to one address, and how many a minute to all together: one more waits
    until a minute after the oldest of the last that many.
    """
    now, limits = tx.now_ms, tx.desk.settings
    in_all = limits.stranger_mails_per_minute
    asked = {"key": stranger_key(email), "since_day_ms": now - DAY_MS, "since_minute_ms": now - MINUTE_MS}
    rows = await tx.db.fetch_all(_LATELY, {**asked, "in_all": in_all})
    cleared_ms = max((int(row.at_ms) for row in rows if row.to_them == CLEARED), default=0)
    theirs = [row.at_ms for row in rows if row.to_them == TO_THEM and row.at_ms > cleared_ms]
    in_hour = [at_ms for at_ms in theirs if at_ms > now - HOUR_MS]
    if len(theirs) >= limits.stranger_mails_per_day or len(in_hour) >= limits.stranger_mails_per_hour:
        return None
    last = sorted((int(row.at_ms) for row in rows if not row.to_them), reverse=True)[:in_all]
    return last[-1] + MINUTE_MS if len(last) == in_all else now
