"""How many automatic mails strangers can make the desk send: an open form that mails whatever address is typed is a weapon.

Counted from the outbox, so that it holds over restarts and processes. Whatever came and left before, an index finds
the few rows that count.
"""

from typing import Final

from sqlalchemy import Select, bindparam, select, union_all

from app.actions.change import Held
from app.clock import DAY_MS, HOUR_MS, MINUTE_MS
from sql.tables import outbox

TO_STRANGERS: Final = ("confirmation", "use_form")  # mails that anybody can make the desk send to any address
PER_HOUR: Final = 3
PER_DAY: Final = 10
PER_MINUTE_IN_ALL: Final = 60

_TO_ONE = select(outbox.c.created_ms).where(
    outbox.c.stranger_key == bindparam("key"), outbox.c.created_ms > bindparam("since")
)
# Those that the server has put off are passed over: their next try says nothing about how many leave.
_PLANNED = outbox.c.state.in_(("sending", "sent")) | ((outbox.c.state == "queued") & (outbox.c.tries == 0))


def _newest(kind: str) -> Select[tuple[int]]:
    """When the last mails of this kind leave or left, of which one index has all."""
    lately = (outbox.c.kind == kind) & (outbox.c.due_ms > bindparam("since"))
    found = select(outbox.c.due_ms).where(lately, _PLANNED).order_by(outbox.c.due_ms.desc()).limit(PER_MINUTE_IN_ALL)
    return select(found.subquery().c.due_ms)


_OF_EACH_KIND = union_all(*(_newest(kind) for kind in TO_STRANGERS))


def stranger_key(email: str) -> str:
    """What all spellings of a stranger's address have in common."""
    return email.strip().lower()[:254]


async def may_mail_stranger(held: Held, email: str) -> bool:
    """Whether an automatic mail to this address keeps within the limits: 3 an hour, 10 a day."""
    now = held.now_ms
    rows = await held.db.fetch_all(_TO_ONE, {"key": stranger_key(email), "since": now - DAY_MS})
    return len(rows) < PER_DAY and len([row for row in rows if row.created_ms > now - HOUR_MS]) < PER_HOUR


async def room_for_strangers_ms(held: Held) -> int:
    """From when on one more mail to strangers keeps within 60 a minute: a minute after the sixtieth before it."""
    rows = await held.db.fetch_all(_OF_EACH_KIND, {"since": held.now_ms - MINUTE_MS})
    last = sorted((int(row.due_ms) for row in rows), reverse=True)[:PER_MINUTE_IN_ALL]
    return last[-1] + MINUTE_MS if len(last) == PER_MINUTE_IN_ALL else held.now_ms
