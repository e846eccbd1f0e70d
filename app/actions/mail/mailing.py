"""Mail queued inside the transaction of the action that causes it: both happen, or neither."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from app.actions.change import Change
from app.actions.mail.digests import add_to_digests, digests_due, with_one_more
from app.actions.mail.stranger_limits import room_for_stranger_ms, stranger_key
from app.core.clock import MINUTE_MS
from app.credentials.codes import new_key
from app.credentials.reply_tokens import kind_of_mail, new_message_id
from app.nouns.operator import Operator
from app.nouns.outbound_mail import MailKind, OutboxState
from app.nouns.permissions import may_see
from app.nouns.ticket import Ticket
from app.queries.people.people import operator_by_id, operators
from app.queries.people.roster import Roster
from sql.tables import operators as operators_table
from sql.tables import outbox, sessions

OFFLINE_AFTER_MS = 5 * MINUTE_MS  # no window of theirs was seen for so long: what is news to them goes by mail
KEY_CHARS = 12  # of the random part of a Message-ID
SHORT_KEY_CHARS = 8  # where the token stands before an @ too, which leaves 64 characters for all of it (RFC 5321)
_INSERT = insert(outbox)


async def queue_mail(
    tx: Change,
    *,
    kind: MailKind,
    recipients: Sequence[str],
    language: str,
    ticket_id: int | None,
    message_id: int | None = None,
    operator_id: int | None = None,
    details: Mapping[str, object] | None = None,
    due_ms: int,
    state: OutboxState = OutboxState.QUEUED,
) -> int:
    """Put a mail into the outbox; return its number. It is composed when first sent, then frozen.

    Its Message-ID is made here, so every attempt sends the same mail. `state` is QUEUED, or UNDOABLE until the
    undo time of an answer has passed. An automatic mail to a stranger beyond their limits is not queued: then 0. Beyond
    what the desk sends to all of them in a minute it is queued for later.
    """
    if kind.is_to_stranger and _from_stranger(tx):
        room_ms = await room_for_stranger_ms(tx, recipients[0])
        if room_ms is None:
            return 0
        due_ms = max(due_ms, room_ms)
    about = {"ticket_id": ticket_id, "message_id": message_id, "operator_id": operator_id}
    values = {"kind": kind, **about, "language": language, "state": state, "due_ms": due_ms}
    row = _row(tx, recipients, details or {}, **values)
    outbox_id = int(await tx.db.execute(_INSERT, row))
    tx.mails.append(row | {"id": outbox_id})
    tx.db.after_commit(tx.desk.mail_bell.ring)
    return outbox_id


async def confirm_to_customer(tx: Change, due_ms: int) -> None:
    """Confirm to the customer that the desk has the ticket, with the link to it."""
    ticket = tx.ticket
    await queue_mail(
        tx,
        kind=MailKind.CONFIRMATION,
        recipients=[ticket.customer.email],
        language=ticket.language,
        ticket_id=ticket.id,
        due_ms=due_ms,
    )


def _row(tx: Change, recipients: Sequence[str], details: Mapping[str, object], **columns: Any) -> dict[str, Any]:
    """A row of the outbox that is due now, unless `columns` say otherwise."""
    kind: MailKind = columns["kind"]
    written_to = kind_of_mail(kind)
    key_chars = SHORT_KEY_CHARS if kind is MailKind.COPY else KEY_CHARS
    return {
        "stranger_key": stranger_key(recipients[0]) if kind.is_to_stranger else None,
        "recipients": json.dumps(list(recipients), ensure_ascii=False),
        "details": json.dumps(dict(details), ensure_ascii=False),
        "mime_message_id": new_message_id(tx.desk.settings, columns["ticket_id"], new_key()[:key_chars], written_to),
        "state": OutboxState.QUEUED,
        "due_ms": tx.now_ms,
        "created_ms": tx.now_ms,
        **columns,
    }


async def tell_about_new_message(tx: Change, message_id: int, known: Roster | None = None) -> None:
    """Notify the ticket's holder by email of a new message; if it is unassigned or the holder is away, its group.

    Never someone who may not see the ticket. If nobody of the group is at the desk, all who may see the ticket are
    notified, so no message goes unnoticed. `known`: the desk's people, if they were just read.
    """
    await _tell(tx, MailKind.NEW_MESSAGE, message_id, {}, known)


async def tell_about_failure(tx: Change, message_id: int | None, server_said: str, copy_to: str = "") -> None:
    """Email those who are notified of new messages that an answer, or only `copy_to`'s copy, was not delivered, and why."""
    await _tell(tx, MailKind.UNDELIVERED, message_id, {"server_said": server_said, "copy_to": copy_to})


async def _tell(
    tx: Change, kind: MailKind, message_id: int | None, details: Mapping[str, object], known: Roster | None = None
) -> None:
    """Queue a notice for each person notified of a new message, in one statement, since a group has many."""
    about = {"kind": kind, "ticket_id": tx.ticket.id, "message_id": message_id}
    hearers = _who_hears(tx.ticket, known.active if known else await operators(tx.desk))
    due = await digests_due(tx, [one.id for one in hearers]) if kind is MailKind.NEW_MESSAGE else {}
    rows = [
        _row(tx, [operator.email], details, **about, operator_id=operator.id, language=operator.language)
        for operator in hearers
        if operator.id not in due
    ]
    rows += await _digests(tx, [one for one in hearers if one.id in due], due)
    if rows:
        await tx.db.execute_many(_INSERT, rows)
        tx.db.after_commit(tx.desk.mail_bell.ring)


async def _digests(tx: Change, people: Sequence[Operator], due_ms: Mapping[int, int]) -> list[dict[str, Any]]:
    """Rows for those of these people for whom no digest waits yet; the others' takes the message."""
    have = await add_to_digests(tx, [one.id for one in people])
    about = {"kind": MailKind.DIGEST, "ticket_id": None, "message_id": None}
    details = {"tickets": with_one_more({}, tx.ticket.id)}
    return [
        _row(
            tx,
            [one.email],
            details,
            **about,
            operator_id=one.id,
            language=one.language,
            due_ms=max(due_ms[one.id], tx.now_ms + MINUTE_MS),
        )
        for one in people
        if one.id not in have
    ]


async def tell_person(
    tx: Change, kind: MailKind, operator_id: int, message_id: int | None = None, due_ms: int | None = None
) -> None:
    """Email a notice of this kind to an operator who is offline; online operators see it immediately."""
    operator = await operator_by_id(tx.desk, operator_id)
    if operator is None or not may_see(operator, tx.ticket) or await _is_online(tx, operator_id):
        return
    await queue_mail(
        tx,
        kind=kind,
        recipients=[operator.email],
        language=operator.language,
        ticket_id=tx.ticket.id,
        message_id=message_id,
        operator_id=operator.id,
        due_ms=tx.now_ms if due_ms is None else due_ms,
    )


def _from_stranger(tx: Change) -> bool:
    """Whether the action was caused by a stranger: neither an operator nor a program with a key."""
    return tx.of_ticket is None or tx.of_ticket.source not in {"operator", "api"}


def _who_hears(ticket: Ticket, active: Sequence[Operator]) -> list[Operator]:
    allowed = [operator for operator in active if may_see(operator, ticket)]
    holder = [operator for operator in allowed if operator.id == ticket.operator_id]
    if holder and holder[0].away_since_ms is None:
        return holder
    members = [operator for operator in allowed if ticket.group_id in operator.group_ids]
    told = members or allowed
    return holder + [operator for operator in told if operator not in holder]


async def _is_online(tx: Change, operator_id: int) -> bool:
    """Whether they are signed in, and were seen lately: by a request, or at a console that was open."""
    lately = tx.now_ms - OFFLINE_AFTER_MS
    seen = (
        select(sessions.c.operator_id)
        .join(operators_table, operators_table.c.id == sessions.c.operator_id)
        .where(sessions.c.operator_id == operator_id, sessions.c.expires_ms > tx.now_ms)
        .where((sessions.c.seen_ms > lately) | (operators_table.c.seen_ms > lately))
    )
    return await tx.db.fetch_one(seen.limit(1)) is not None
