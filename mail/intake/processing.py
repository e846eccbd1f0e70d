"""Turning stored mails into messages: one at a time, each step repeatable, and none stops the next."""

import asyncio
from dataclasses import dataclass
from functools import partial

import structlog

from app.actions.mail.attempts import (
    CLAIM_MS,
    Envelope,
    begin_first_tries,
    begin_try,
    failed_try,
    keep,
    note_envelopes,
    put_off,
    set_aside,
)
from app.core.clock import MINUTE_MS, SECOND_MS
from app.core.errors import StorageFull
from app.credentials.trial_marks import is_trial_mail
from app.database import DatabaseBusy, is_for_now, is_momentary
from app.desk import Desk
from app.files.large_bytes import fetched
from app.nouns.inbound_mail import TRIES, InboundOutcome, StoredMail
from app.nouns.reasons import reason, verbatim
from app.queries.mail.inbound import pending_mails
from app.queries.people.roster import Roster, roster
from app.steadily import insist
from mail.intake.applying_verdicts import carry_out, record_if_placed
from mail.intake.authenticity import checked, checked_together
from mail.intake.copies import earlier_copy
from mail.intake.reading import read_in_time, read_together
from mail.intake.sender_facts import facts_of, own_addresses, with_its_from
from mail.judging.lists import written_for
from mail.judging.thread_matching import decide
from mail.letter.letter import LetterKind
from mail.mailboxes.called import mailbox_called
from mail.reader.process import READ_S, NoReader
from mail.reader.talk import LetterDefeats, LetterReading

AT_ONCE = 10  # mails whose first try is counted in one commit
BATCH_S = CLAIM_MS / SECOND_MS - 2 * READ_S  # then the claim on what is left of them is nearly over
DEFEATS = 2  # so often may one letter end the process that reads it
READ_AHEAD_BYTES = 1024 * 1024  # of raw mail of one batch that is in memory as letters; two are at once
ROSTER_S = 1.0  # so long the desk's people are taken for what they were

log = structlog.get_logger()


@dataclass
class MailRun:
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
    reader = MailRun(desk, now_ms)
    batch = await _next_batch(reader)
    while batch is not None:
        reading = asyncio.create_task(_next_batch(reader))  # by the child, while this one finds its tickets
        try:
            tried += await _place_in_turn(reader, batch)
            batch = await reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
    while waiting := await pending_mails(desk, now_ms):
        for inbound_id in waiting:
            await _process(reader, inbound_id)
        tried += len(waiting)
    return tried


async def process(desk: Desk, inbound_id: int, now_ms: int, *, limit_s: float = READ_S) -> None:
    """Try to process one stored mail. If that fails it is retried later, and set aside after the third time."""
    await _process(MailRun(desk, now_ms, limit_s), inbound_id)


@dataclass
class Batch:
    """Some mails whose first try was counted, what they say, and until when the claim on them holds."""

    mails: list[StoredMail]
    readings: dict[int, LetterReading | LetterDefeats]
    ends_s: float


async def _next_batch(reader: MailRun) -> Batch | None:
    """Claim and read the next ones; None if none waits."""
    ends_s = asyncio.get_running_loop().time() + BATCH_S
    mails = await begin_first_tries(reader.desk, reader.now_ms, AT_ONCE)
    return Batch(mails, await _read_ahead(reader, mails), ends_s) if mails else None


async def _place_in_turn(reader: MailRun, batch: Batch) -> int:
    """One after the other, while the claim on them holds; the rest is due again when it has run out."""
    for done, stored in enumerate(batch.mails):
        if asyncio.get_running_loop().time() > batch.ends_s:
            return done
        await _try(reader, stored, batch.readings.get(stored.mail.id))
    return len(batch.mails)


async def _read_ahead(reader: MailRun, mails: list[StoredMail]) -> dict[int, LetterReading | LetterDefeats]:
    """Read the mails of a batch in one visit to the child and note what they are in one commit; the large ones later."""
    raws: dict[int, bytes] = {}
    for stored in mails:
        mail = stored.mail
        if mail.size_bytes + sum(map(len, raws.values())) <= READ_AHEAD_BYTES and not mail.is_admitted:
            raws[mail.id] = stored.kept
    own = own_addresses(reader.desk.settings, (await reader.people()).groups)
    try:
        found = dict(zip(raws, await read_together(list(raws.values()), own, reader.limit_s), strict=True))
    except NoReader:
        return {}  # each is put off on its own
    readings = {number: one for number, one in found.items() if isinstance(one, LetterReading)}
    try:
        await note_envelopes(reader.desk, [_envelope(number, one, own) for number, one in readings.items()])
    except Exception as error:
        if not _is_passing(error):
            raise
        return {}  # each is read, noted and put off on its own
    asked = await checked_together(
        reader.desk, [(raws[number], with_its_from(one.letter)) for number, one in readings.items()]
    )
    for number, said in zip(readings, asked, strict=True):
        found[number] = readings[number]._replace(dmarc=said)
    return found


async def _process(reader: MailRun, inbound_id: int) -> None:
    stored = await begin_try(reader.desk, inbound_id, reader.now_ms)
    if stored is None:
        return
    if stored.mail.tries > TRIES:  # the last try took the process with it
        why = stored.mail.reason or reason("stopped_process")
        await set_aside(reader.desk, inbound_id, why, reader.now_ms)
        return
    await _try(reader, stored, None)


async def _try(reader: MailRun, stored: StoredMail, reading: LetterReading | LetterDefeats | None) -> None:
    desk, now_ms, inbound_id, tries = reader.desk, reader.now_ms, stored.mail.id, stored.mail.tries
    try:
        await _read_and_place(reader, stored, reading)
    except StorageFull as full:
        log.warning("intake.storage_full", inbound=inbound_id, why=str(full))
        await put_off(desk, inbound_id, "", now_ms + MINUTE_MS, uncount=True)
    except NoReader as fault:
        log.error("intake.no_reader", why=str(fault))  # noqa: TRY400  the words are all there is to say
        await put_off(desk, inbound_id, "", now_ms + MINUTE_MS, uncount=True)
    except LetterDefeats as defeat:
        await failed_try(desk, inbound_id, tries, defeat.why, now_ms, of=DEFEATS)
    except Exception as error:
        if _is_passing(error):
            await insist(partial(put_off, desk, inbound_id, "", now_ms + MINUTE_MS, uncount=True))
            return
        log.exception("intake.letter_failed", inbound=inbound_id)
        await failed_try(desk, inbound_id, tries, verbatim(f"{type(error).__name__}: {error}"), now_ms)


def _is_passing(error: Exception) -> bool:
    """Whether the database is at fault, and only for now."""
    return isinstance(error, DatabaseBusy) or is_momentary(error) or is_for_now(error)


async def _read_and_place(reader: MailRun, stored: StoredMail, reading: LetterReading | LetterDefeats | None) -> None:
    desk, now_ms, mail = reader.desk, reader.now_ms, stored.mail
    inbound_id, is_first = mail.id, mail.tries == 1 and not mail.is_admitted
    if not is_first and await record_if_placed(desk, inbound_id):
        return
    if isinstance(reading, LetterDefeats):
        raise reading
    if reading is None:
        own = own_addresses(desk.settings, (await reader.people()).groups)
        reading = await read_in_time(await fetched(desk, stored.kept), own, reader.limit_s)
        await note_envelopes(desk, [_envelope(inbound_id, reading, own)])
    letter = reading.letter
    if letter.kind is LetterKind.BROKEN:
        await set_aside(desk, inbound_id, "; ".join(letter.flaws) or reason("no_mail"), now_ms)
    elif is_trial_mail(desk.settings, letter.message_id) and not mail.is_admitted:
        await keep(desk, inbound_id, InboundOutcome.OWN, reason("trial_mail"), now_ms)
    elif not mail.is_admitted and (earlier := await earlier_copy(desk, inbound_id, reading)) is not None:
        await keep(desk, inbound_id, InboundOutcome.DUPLICATE, reason("same_as", number=earlier), now_ms)
    else:
        people = await reader.people()
        dmarc = reading.dmarc
        if dmarc is None:
            dmarc = await checked(desk, await fetched(desk, stored.kept), with_its_from(letter))
        facts = await facts_of(desk, letter, people, now_ms, is_admitted=mail.is_admitted, dmarc=dmarc)
        verdict = decide(letter, facts)
        group_id = _group_of(desk, mail.mailbox, people)
        await carry_out(desk, inbound_id, letter, verdict, people, now_ms, group_id=group_id)


def _group_of(desk: Desk, mailbox: str, people: Roster) -> int | None:
    """The group of the mailbox that the mail came by; None where it has none, or it is gone."""
    found = mailbox_called(desk.settings, mailbox)
    group = people.group(found.group_id) if found and found.group_id is not None else None
    return group.id if group else None


def _envelope(inbound_id: int, reading: LetterReading, own: frozenset[str]) -> Envelope:
    """What the ledger shows; of a mail in our own name who wrote it, for by that the storms are counted."""
    letter = reading.letter
    writer = written_for(letter, own) if letter.from_email.lower() in own else None
    return Envelope(
        inbound_id,
        (writer.email if writer else letter.from_email).lower(),
        letter.subject,
        letter.message_id,
        reading.fingerprint,
    )
