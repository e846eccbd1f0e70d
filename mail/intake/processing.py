"""Stored mails become messages: one letter at a time, each step repeatable, none stops the next."""

import asyncio
from dataclasses import dataclass

import structlog

from app.actions.letting_in import LET_IN
from app.actions.trying import (
    CLAIM_MS,
    TRIES,
    Envelope,
    begin_first_tries,
    begin_try,
    failed_try,
    keep,
    note_envelopes,
    put_off,
    set_aside,
)
from app.clock import MINUTE_MS, SECOND_MS
from app.database import DatabaseBusy, Record, is_momentary
from app.desk import Desk
from app.errors import StorageFull
from app.large_bytes import fetched
from app.queries.inbound import copy_of, pending_mails
from app.queries.roster import Roster, roster
from app.reasons import reason, verbatim
from mail.intake.deeds import carry_out, settle_if_done
from mail.intake.reading import READ_S, Reading, read_in_time, read_together
from mail.intake.sender_facts import facts_of, own_addresses
from mail.letter import LetterKind
from mail.threading import decide

AT_ONCE = 10  # mails whose first try is counted in one commit
BATCH_S = CLAIM_MS / SECOND_MS - 2 * READ_S  # then the claim on what is left of them is nearly over
READ_AHEAD_BYTES = 1024 * 1024  # of raw mail that is in memory as letters at once
ROSTER_S = 1.0  # so long the desk's people are taken for what they were

log = structlog.get_logger()


@dataclass
class Reader:
    """What one run through the mails that wait keeps at hand."""

    desk: Desk
    now_ms: int
    limit_s: float = READ_S
    _roster: Roster | None = None
    _roster_s: float = 0.0

    async def people(self) -> Roster:
        """Who works at the desk, read a second ago at most: a full mailbox asks for it mail after mail."""
        at_s = asyncio.get_running_loop().time()
        if self._roster is None or at_s - self._roster_s > ROSTER_S:
            self._roster, self._roster_s = await roster(self.desk), at_s
        return self._roster


async def process_pending(desk: Desk, now_ms: int) -> int:
    """Read every stored mail that is due; return how many were tried."""
    tried = 0
    reader = Reader(desk, now_ms)
    while fresh := await begin_first_tries(desk, now_ms, AT_ONCE):
        tried += await _process_in_turn(reader, fresh)
    while waiting := await pending_mails(desk, now_ms):
        for inbound_id in waiting:
            await _process(reader, inbound_id)
        tried += len(waiting)
    return tried


async def process(desk: Desk, inbound_id: int, now_ms: int, *, limit_s: float = READ_S) -> None:
    """Try to bring one stored mail to its outcome. A letter that defeats this is put off, at the third time set aside."""
    await _process(Reader(desk, now_ms, limit_s), inbound_id)


async def _process_in_turn(reader: Reader, rows: list[Record]) -> int:
    """One after the other, while the claim on them holds; the rest is due again when it has run out."""
    loop = asyncio.get_running_loop()
    ends_s = loop.time() + BATCH_S
    readings = await _read_ahead(reader, rows)
    for done, row in enumerate(rows):
        if loop.time() > ends_s:
            return done
        await _try(reader, row, 1, readings.get(row.id))
    return len(rows)


async def _read_ahead(reader: Reader, rows: list[Record]) -> dict[int, Reading]:
    """Read the mails of a batch in one visit to a thread and note what they are in one commit; the large ones later."""
    raws: dict[int, bytes] = {}
    for row in rows:
        if row.size_bytes + sum(map(len, raws.values())) <= READ_AHEAD_BYTES and row.reason != LET_IN:
            raws[row.id] = bytes(row.raw)
    own = own_addresses(reader.desk.settings)
    found = await read_together(list(raws.values()), own, reader.limit_s)
    readings = {number: one for number, one in zip(raws, found, strict=True) if one is not None}
    try:
        await note_envelopes(reader.desk, [_envelope(number, one) for number, one in readings.items()])
    except Exception as error:
        if not _is_passing(error):
            raise
        return {}  # each is read, noted and put off on its own
    return readings


async def _process(reader: Reader, inbound_id: int) -> None:
    row = await begin_try(reader.desk, inbound_id, reader.now_ms)
    if row is None:
        return
    if row.tries > TRIES:  # the last try took the process with it
        why = row.reason or reason("stopped_process")
        await set_aside(reader.desk, inbound_id, why, reader.now_ms)
        return
    await _try(reader, row, row.tries, None)


async def _try(reader: Reader, row: Record, tries: int, reading: Reading | None) -> None:
    desk, now_ms, inbound_id = reader.desk, reader.now_ms, row.id
    try:
        await _read_and_place(reader, row, tries, reading)
    except StorageFull as full:
        log.warning("intake.storage_full", inbound=inbound_id, why=str(full))
        await put_off(desk, inbound_id, "", now_ms + MINUTE_MS, uncount=True)
    except TimeoutError:
        await failed_try(desk, inbound_id, tries, reason("slow_to_read", seconds=f"{reader.limit_s:g}"), now_ms)
    except Exception as error:
        if _is_passing(error):
            await put_off(desk, inbound_id, "", now_ms + MINUTE_MS, uncount=True)
            return
        log.exception("intake.letter_failed", inbound=inbound_id)
        await failed_try(desk, inbound_id, tries, verbatim(f"{type(error).__name__}: {error}"), now_ms)


def _is_passing(error: Exception) -> bool:
    """Whether the database is at fault, and only for now."""
    return isinstance(error, DatabaseBusy) or is_momentary(error)


async def _read_and_place(reader: Reader, row: Record, tries: int, reading: Reading | None) -> None:
    desk, now_ms, inbound_id = reader.desk, reader.now_ms, int(row.id)
    is_first = tries == 1 and row.reason != LET_IN
    if not is_first and await settle_if_done(desk, inbound_id):
        return
    if reading is None:
        raw = await fetched(desk, bytes(row.raw))
        reading = await read_in_time(raw, own_addresses(desk.settings), reader.limit_s)
        await note_envelopes(desk, [_envelope(inbound_id, reading)])
    letter = reading.letter
    if letter.kind is LetterKind.BROKEN:
        await set_aside(desk, inbound_id, "; ".join(letter.flaws) or reason("no_mail"), now_ms)
    elif letter.message_id and (earlier := await copy_of(desk, inbound_id, reading.fingerprint)) is not None:
        await keep(desk, inbound_id, "duplicate", reason("same_as", number=earlier), now_ms)
    else:
        people = await reader.people()
        verdict = decide(letter, await facts_of(desk, letter, people, now_ms, let_in=row.reason == LET_IN))
        await carry_out(desk, inbound_id, letter, verdict, people, now_ms)


def _envelope(inbound_id: int, reading: Reading) -> Envelope:
    letter = reading.letter
    return Envelope(inbound_id, letter.from_email.lower(), letter.subject, letter.message_id, reading.fingerprint)
