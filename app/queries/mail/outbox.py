"""Mail waiting to be sent, in four lines, so what someone outside waits for is never behind the desk's own notices."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    BigInteger,
    BindParameter,
    CompoundSelect,
    Exists,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    union_all,
)

from app.desk import Desk
from app.nouns.outbound_mail import CARRIES_MESSAGE, TO_CUSTOMER, UNSENT, MailKind, OutboxState
from sql.tables import outbox


class OutboxLine(StrEnum):
    """What waits for its turn together; the first line goes first."""

    ANSWERS = "answers"  # what a person wrote to someone outside
    LINKS = "links"  # someone sits before a page and waits for it
    CONFIRMATIONS = "confirmations"  # what the desk says by itself to whoever wrote
    NOTICES = "notices"  # to its own operators


KINDS: Final[Mapping[OutboxLine, tuple[MailKind, ...]]] = {
    OutboxLine.ANSWERS: CARRIES_MESSAGE,
    OutboxLine.LINKS: (MailKind.LOST_CODE, MailKind.INVITATION, MailKind.PASSWORD_RESET),
    OutboxLine.CONFIRMATIONS: (MailKind.CONFIRMATION, MailKind.USE_FORM),
    OutboxLine.NOTICES: (
        MailKind.NEW_MESSAGE,
        MailKind.ASSIGNED,
        MailKind.TAKEN_AWAY,
        MailKind.MENTIONED,
        MailKind.UNDELIVERED,
        MailKind.DIGEST,
        MailKind.WEEKLY,
    ),
}


async def due_mails(desk: Desk, now_ms: int, limit: int) -> list[int]:
    """Numbers of the mails that may leave now, line by line."""
    due = await due_by_line(desk, now_ms, dict.fromkeys(OutboxLine, limit))
    return list(dict.fromkeys(outbox_id for line in OutboxLine for outbox_id in due[line]))[:limit]


async def due_by_line(
    desk: Desk, now_ms: int, rooms: Mapping[OutboxLine, int], besides: Collection[int] = ()
) -> dict[OutboxLine, list[int]]:
    """Numbers of the mails of each line that may be sent now, longest due first; at most `rooms` of each line.

    A customer's mails leave in the order of their ticket: one that waits holds up those behind it, of that ticket
    alone, unless someone had them sent ahead; a confirmation that holds up an answer goes with the answers (and is
    named in its own line too). So do those to one other person from a ticket. A mail whose sender died is due again
    when its claim has run out. It is one statement: the outbox asks at every ring of its bell.
    """
    limits = {_room(line).key: max(0, rooms.get(line, 0)) for line in OutboxLine}
    rows = await desk.db.fetch_all(_DUE_BY_LINE, {"now_ms": now_ms, "besides": tuple(besides), **limits})
    due: dict[OutboxLine, list[int]] = {line: [] for line in OutboxLine}
    for row in sorted(rows, key=lambda row: (row.turn, row.due_ms, row.id)):
        due[OutboxLine(row.line)].append(row.id)
    return {line: found[: limits[_room(line).key]] for line, found in due.items()}


async def due_together(desk: Desk, outbox_id: int, now_ms: int, limit: int, besides: Collection[int] = ()) -> list[int]:
    """Numbers of the mails that may leave now and tell of the same event as this one, of the same message; itself alone else.

    This one is among them, unless it is abandoned: such a one goes alone.
    """
    values = {"outbox_id": outbox_id, "now_ms": now_ms, "besides": tuple(besides), "room": limit}
    found = [row.id for row in await desk.db.fetch_all(_DUE_TOGETHER, values)]
    return found if outbox_id in found else [outbox_id]


def _abandoned(line: OutboxLine) -> Select[tuple[int, int]]:
    """Mails whose sender died."""
    return (
        select(outbox.c.id, outbox.c.due_ms)
        .where(outbox.c.state == OutboxState.SENDING, outbox.c.kind.in_(KINDS[line]), outbox.c.claimed_until_ms < _NOW)
        .order_by(outbox.c.due_ms, outbox.c.id)
    )


def _waiting(line: OutboxLine) -> Select[tuple[int, int]]:
    free = or_(outbox.c.kind.not_in((*TO_CUSTOMER, *CARRIES_MESSAGE)), outbox.c.ahead.is_(True), ~is_behind_another())
    return _due().where(outbox.c.kind.in_(KINDS[line]), free)


def _before_answers() -> Select[tuple[int, int]]:
    """Confirmations that hold up an answer which is due."""
    answer = outbox.alias("answer")
    waits = exists().where(
        answer.c.ticket_id == outbox.c.ticket_id,
        answer.c.id > outbox.c.id,
        answer.c.kind == MailKind.ANSWER,
        answer.c.state == OutboxState.QUEUED,
        answer.c.due_ms <= _NOW,
    )
    return _due().where(outbox.c.kind.in_((MailKind.CONFIRMATION, MailKind.LOST_CODE)), waits, ~is_behind_another())


def _due() -> Select[tuple[int, int]]:
    due = select(outbox.c.id, outbox.c.due_ms).where(outbox.c.state == OutboxState.QUEUED, outbox.c.due_ms <= _NOW)
    return due.order_by(outbox.c.due_ms, outbox.c.id)


def is_behind_another() -> Exists:
    """Whether an earlier mail to the same person of the same ticket has not left yet."""
    earlier = outbox.alias("earlier")
    return exists().where(
        and_(
            earlier.c.ticket_id == outbox.c.ticket_id,
            earlier.c.id < outbox.c.id,
            earlier.c.state.in_(UNSENT),
            or_(
                and_(outbox.c.kind.in_(TO_CUSTOMER), earlier.c.kind.in_(TO_CUSTOMER)),
                and_(outbox.c.kind == earlier.c.kind, outbox.c.recipients == earlier.c.recipients),
            ),
            # A confirmation that was queued for later, in a rush, holds up no answer.
            or_(earlier.c.tries > 0, earlier.c.due_ms <= outbox.c.due_ms),
        )
    )


def _room(line: OutboxLine) -> BindParameter[int]:
    return bindparam(f"room_{line}", type_=Integer)


def _by_line() -> CompoundSelect[tuple[str, int, int, int]]:
    """All that is due: of which line, in which turn there (what was abandoned first), since when, and its number."""
    sources = [(line, turn, ask(line)) for turn, ask in enumerate((_abandoned, _waiting)) for line in OutboxLine]
    sources.append((OutboxLine.ANSWERS, 2, _before_answers()))
    turns = []
    for line, turn, query in sources:
        due = query.where(_NOT_BESIDES).limit(_room(line)).subquery()
        line_name, turn_number = literal_column(f"'{line}'", String), literal_column(str(turn), Integer)
        turns.append(select(line_name.label("line"), turn_number.label("turn"), due.c.due_ms, due.c.id))
    return union_all(*turns)


def _together() -> Select[tuple[int, int]]:
    head = outbox.alias("head")
    same = and_(head.c.message_id == outbox.c.message_id, head.c.ticket_id == outbox.c.ticket_id)
    due = _due().join(head, and_(same, head.c.kind == outbox.c.kind))
    asked = and_(head.c.id == bindparam("outbox_id", type_=Integer), head.c.state == OutboxState.QUEUED)
    return due.where(asked, _NOT_BESIDES).limit(bindparam("room", type_=Integer))


_NOW: Final = bindparam("now_ms", type_=BigInteger)
_NOT_BESIDES: Final = outbox.c.id.not_in(bindparam("besides", expanding=True, type_=BigInteger))
_DUE_BY_LINE: Final = _by_line()
_DUE_TOGETHER: Final = _together()
