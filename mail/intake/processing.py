"""Stored mails become messages: one letter at a time, each step repeatable, none stops the next."""

import asyncio

import structlog
from sqlalchemy import select

from app.actions.receiving import (
    CLAIM_MS,
    LET_IN,
    TRIES,
    begin_first_tries,
    begin_try,
    failed_try,
    note_envelope,
    put_off,
    set_aside,
    settle,
)
from app.clock import MINUTE_MS, SECOND_MS
from app.database import DatabaseBusy, Record, is_momentary
from app.desk import Desk
from app.errors import StorageFull
from app.large_bytes import fetched
from app.queries.inbound import pending_mails
from mail.intake.deeds import carry_out, settle_if_done
from mail.intake.reading import READ_S, read_in_time
from mail.intake.sender_facts import facts_of, own_addresses
from mail.letter import Letter, LetterKind
from mail.threading import decide
from sql.tables import inbound

AT_ONCE = 10  # mails whose first try is counted in one commit
BATCH_S = CLAIM_MS / SECOND_MS - READ_S  # then the claim on what is left of them is nearly over

log = structlog.get_logger()


async def process_pending(desk: Desk, now_ms: int) -> int:
    """Read every stored mail that is due; return how many were tried."""
    tried = 0
    while fresh := await begin_first_tries(desk, now_ms, AT_ONCE):
        tried += await _process_in_turn(desk, fresh, now_ms)
    while waiting := await pending_mails(desk, now_ms):
        for inbound_id in waiting:
            await process(desk, inbound_id, now_ms)
        tried += len(waiting)
    return tried


async def _process_in_turn(desk: Desk, rows: list[Record], now_ms: int) -> int:
    """One after the other, while the claim on them holds; the rest is due again when it has run out."""
    loop = asyncio.get_running_loop()
    ends_s = loop.time() + BATCH_S
    for done, row in enumerate(rows):
        if loop.time() > ends_s:
            return done
        await _try(desk, row, 1, now_ms, READ_S)
    return len(rows)


async def process(desk: Desk, inbound_id: int, now_ms: int, *, limit_s: float = READ_S) -> None:
    """Try to bring one stored mail to its outcome. A letter that defeats this is put off, at the third time set aside."""
    row = await begin_try(desk, inbound_id, now_ms)
    if row is None:
        return
    if row.tries > TRIES:  # the last try took the process with it
        await set_aside(desk, inbound_id, row.reason or "It stopped the process that read it.", now_ms)
        return
    await _try(desk, row, row.tries, now_ms, limit_s)


async def _try(desk: Desk, row: Record, tries: int, now_ms: int, limit_s: float) -> None:
    inbound_id: int = row.id
    try:
        await _read_and_place(desk, row, tries, now_ms, limit_s)
    except StorageFull as full:
        log.warning("intake.storage_full", inbound=inbound_id, why=str(full))
        await put_off(desk, inbound_id, "", now_ms + MINUTE_MS, uncount=True)
    except TimeoutError:
        await failed_try(desk, inbound_id, tries, f"Reading it took longer than {limit_s:g} seconds.", now_ms)
    except Exception as error:
        if isinstance(error, DatabaseBusy) or is_momentary(error):
            await put_off(desk, inbound_id, "", now_ms + MINUTE_MS, uncount=True)
            return
        log.exception("intake.letter_failed", inbound=inbound_id)
        await failed_try(desk, inbound_id, tries, f"{type(error).__name__}: {error}", now_ms)


async def _read_and_place(desk: Desk, row: Record, tries: int, now_ms: int, limit_s: float) -> None:
    inbound_id: int = row.id
    is_first = tries == 1 and row.reason != LET_IN
    if not is_first and await settle_if_done(desk, inbound_id):
        return
    raw = await fetched(desk, bytes(row.raw))
    letter, mark = await read_in_time(raw, own_addresses(desk.settings), limit_s)
    await note_envelope(
        desk,
        inbound_id,
        from_email=letter.from_email.lower(),
        subject=letter.subject,
        mime_message_id=letter.message_id,
        fingerprint=mark,
    )
    if letter.kind is LetterKind.BROKEN:
        await set_aside(desk, inbound_id, "; ".join(letter.flaws) or "It is no mail.", now_ms)
    elif letter.message_id and (earlier := await _copy_of(desk, inbound_id, mark)) is not None:
        await settle(desk, inbound_id, "duplicate", reason=f"The same as mail {earlier}.")
    else:
        await _place(desk, inbound_id, letter, now_ms, let_in=row.reason == LET_IN)


async def _place(desk: Desk, inbound_id: int, letter: Letter, now_ms: int, *, let_in: bool) -> None:
    verdict = decide(letter, await facts_of(desk, letter, now_ms, let_in=let_in))
    await carry_out(desk, inbound_id, letter, verdict, now_ms)


async def _copy_of(desk: Desk, inbound_id: int, mark: str) -> int | None:
    """The first mail that says the very same, if this is not it."""
    same = (inbound.c.fingerprint == mark) & (inbound.c.id < inbound_id) & inbound.c.outcome.not_in(("set_aside",))
    found = await desk.db.fetch_val(select(inbound.c.id).where(same).order_by(inbound.c.id).limit(1))
    return int(found) if found is not None else None
