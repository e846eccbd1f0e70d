"""What has to be mailed, queued inside the transaction of the act that causes it: both stand, or neither."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from app.actions.change import Held
from app.actions.stranger_limits import TO_STRANGERS, may_mail_stranger, room_for_strangers_ms, stranger_key
from app.clock import MINUTE_MS
from app.codes import new_key
from app.operator import Operator
from app.permissions import may_see
from app.queries.people import operator_by_id, operators
from app.queries.roster import Roster
from app.reply_tokens import new_message_id
from app.ticket import Ticket
from sql.tables import operators as operators_table
from sql.tables import outbox, sessions

OFFLINE_AFTER_MS = 5 * MINUTE_MS  # no window of theirs was seen for so long: what is news to them goes by mail
KEY_CHARS = 12  # of the random part of a Message-ID
_INSERT = insert(outbox)


async def queue_mail(
    held: Held,
    *,
    kind: str,
    recipients: Sequence[str],
    language: str,
    ticket_id: int | None,
    message_id: int | None = None,
    operator_id: int | None = None,
    details: Mapping[str, object] | None = None,
    due_ms: int,
    state: str = "queued",
) -> int:
    """Put a mail into the outbox; return its number. It is composed when it is first sent, and then frozen.

    Its Message-ID is made here, so that every try of it is the same mail. `state` is `queued`, or `held` until the
    undo time of an answer is over. An automatic mail to a stranger beyond their limits is not queued: then 0. Beyond
    what the desk sends to all of them in a minute it is queued for later.
    """
    if kind in TO_STRANGERS and _from_stranger(held):
        if not await may_mail_stranger(held, recipients[0]):
            return 0
        due_ms = max(due_ms, await room_for_strangers_ms(held))
    about = {"ticket_id": ticket_id, "message_id": message_id, "operator_id": operator_id}
    values = {"kind": kind, **about, "language": language, "state": state, "due_ms": due_ms}
    outbox_id = int(await held.db.execute(_INSERT, _row(held, recipients, details or {}, **values)))
    held.db.after_commit(held.desk.mail_bell.ring)
    return outbox_id


def _row(held: Held, recipients: Sequence[str], details: Mapping[str, object], **columns: Any) -> dict[str, Any]:
    """A row of the outbox that is due now, unless `columns` say otherwise."""
    to_stranger = columns["kind"] in TO_STRANGERS
    return {
        "stranger_key": stranger_key(recipients[0]) if to_stranger else None,
        "recipients": json.dumps(list(recipients), ensure_ascii=False),
        "details": json.dumps(dict(details), ensure_ascii=False),
        "mime_message_id": new_message_id(held.desk.settings, columns["ticket_id"], new_key()[:KEY_CHARS]),
        "state": "queued",
        "due_ms": held.now_ms,
        "created_ms": held.now_ms,
        **columns,
    }


async def tell_about_new_message(held: Held, message_id: int, known: Roster | None = None) -> None:
    """Tell the ticket's holder by mail that a message has come; with nobody on it, or the holder away, its group.

    Never anybody who may not see the ticket. A group without anybody at the desk is all who may see the ticket:
    a message that nobody hears of is lost. `known` are the desk's people where they were read a moment ago.
    """
    await _tell(held, "new_message", message_id, {}, known)


async def tell_about_failure(held: Held, message_id: int | None, server_said: str) -> None:
    """Tell by mail those who would hear of a new message that an answer did not arrive, and why."""
    await _tell(held, "undelivered", message_id, {"server_said": server_said})


async def _tell(
    held: Held, kind: str, message_id: int | None, details: Mapping[str, object], known: Roster | None = None
) -> None:
    """Queue a notice for each who hears of a new message, all in one statement: a group has many."""
    about = {"kind": kind, "ticket_id": held.ticket.id, "message_id": message_id}
    rows = [
        _row(held, [operator.email], details, **about, operator_id=operator.id, language=operator.language)
        for operator in _who_hears(held.ticket, known.active if known else await operators(held.desk))
    ]
    if rows:
        await held.db.execute_many(_INSERT, rows)
        held.db.after_commit(held.desk.mail_bell.ring)


async def tell_person(held: Held, kind: str, operator_id: int) -> None:
    """Mail the notice `assigned` or `taken_away` to an operator who is offline; who is online sees it at once."""
    operator = await operator_by_id(held.desk, operator_id)
    if operator is None or not may_see(operator, held.ticket) or await _is_online(held, operator_id):
        return
    await queue_mail(
        held,
        kind=kind,
        recipients=[operator.email],
        language=operator.language,
        ticket_id=held.ticket.id,
        operator_id=operator.id,
        due_ms=held.now_ms,
    )


def _from_stranger(held: Held) -> bool:
    """Whether the act was caused by somebody whom the desk does not know: no operator, no program with a key."""
    return held.of_ticket is None or held.of_ticket.source not in {"operator", "api"}


def _who_hears(ticket: Ticket, active: list[Operator]) -> list[Operator]:
    allowed = [operator for operator in active if may_see(operator, ticket)]
    holder = [operator for operator in allowed if operator.id == ticket.operator_id]
    if holder and holder[0].away_since_ms is None:
        return holder
    members = [operator for operator in allowed if ticket.group_id in operator.group_ids]
    told = members or allowed
    return holder + [operator for operator in told if operator not in holder]


async def _is_online(held: Held, operator_id: int) -> bool:
    """Whether they are signed in, and were seen lately: by a request, or at a console that was open."""
    lately = held.now_ms - OFFLINE_AFTER_MS
    seen = (
        select(sessions.c.operator_id)
        .join(operators_table, operators_table.c.id == sessions.c.operator_id)
        .where(sessions.c.operator_id == operator_id, sessions.c.expires_ms > held.now_ms)
        .where((sessions.c.seen_ms > lately) | (operators_table.c.seen_ms > lately))
    )
    return await held.db.fetch_one(seen.limit(1)) is not None
