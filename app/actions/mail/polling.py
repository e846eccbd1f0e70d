"""How the mailbox fares: what the console shows of it, and the alarm when it cannot be read."""

from app.actions.change import act, action
from app.actions.desk.leasing import note_on_lease
from app.desk import Desk
from app.nouns.event import SYSTEM
from app.queries.desk.leases import ASKED, MAILBOX, lease_details
from app.queries.mail.health import ALARM_AFTER


@action
async def note_good_poll(desk: Desk, now_ms: int, lease: str = MAILBOX, name: str = "") -> None:
    """The mailbox was read to its end; ends the alarm."""
    async with act(desk, now_ms) as tx:
        before = await note_on_lease(desk, lease, last_good_ms=now_ms, fault="", fault_since_ms=None, misses=0)
        if before.get("misses", 0) >= ALARM_AFTER:
            tx.record("mailbox.polled", SYSTEM, fault="", name=name)


@action
async def note_failed_poll(desk: Desk, fault: str, now_ms: int, lease: str = MAILBOX, name: str = "") -> None:
    """The mailbox could not be read; the second time in a row is an alarm. `name`: which, where there are several."""
    async with act(desk, now_ms) as tx:
        before = await lease_details(desk, lease)
        misses = before.get("misses", 0) + 1
        since_ms = before.get("fault_since_ms") or now_ms
        await note_on_lease(desk, lease, fault=fault, fault_since_ms=since_ms, last_failed_ms=now_ms, misses=misses)
        if misses == ALARM_AFTER:
            tx.record("mailbox.polled", SYSTEM, fault=fault, since_ms=since_ms, name=name)


async def ask_for_poll(desk: Desk, now_ms: int) -> None:
    """Check now: whichever processes read the mailboxes look within two seconds."""
    await note_on_lease(desk, ASKED, asked_ms=now_ms)
