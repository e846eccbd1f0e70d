"""How the mailbox fares: what the console shows of it, and the alarm when it cannot be read."""

from typing import Any

from app.actions.change import act, action
from app.actions.leasing import lease_details, note_on_lease
from app.desk import Desk
from app.event import SYSTEM

LEASE = "mailbox"
ALARM_AFTER = 2  # polls in a row that failed


@action
async def note_good_poll(desk: Desk, now_ms: int) -> None:
    """The mailbox was read to its end; ends the alarm."""
    async with act(desk, now_ms) as held:
        before = await note_on_lease(desk, LEASE, last_good_ms=now_ms, fault="", fault_since_ms=None, misses=0)
        if before.get("misses", 0) >= ALARM_AFTER:
            held.record("mailbox.polled", SYSTEM, fault="")


@action
async def note_failed_poll(desk: Desk, fault: str, now_ms: int) -> None:
    """The mailbox could not be read; the second time in a row is an alarm."""
    async with act(desk, now_ms) as held:
        before = await lease_details(desk, LEASE)
        misses = before.get("misses", 0) + 1
        since_ms = before.get("fault_since_ms") or now_ms
        await note_on_lease(desk, LEASE, fault=fault, fault_since_ms=since_ms, last_failed_ms=now_ms, misses=misses)
        if misses == ALARM_AFTER:
            held.record("mailbox.polled", SYSTEM, fault=fault, since_ms=since_ms)


async def ask_for_poll(desk: Desk, now_ms: int) -> None:
    """Check now: whichever process reads the mailbox looks within two seconds."""
    await note_on_lease(desk, LEASE, asked_ms=now_ms)


async def asked_for_poll_ms(desk: Desk) -> int:
    """When somebody last asked; 0: nobody ever."""
    return int((await lease_details(desk, LEASE)).get("asked_ms", 0))


async def mailbox_health(desk: Desk) -> dict[str, Any]:
    """`last_good_ms`, `fault` (empty: none), `fault_since_ms`, `misses`; empty before the first poll."""
    return await lease_details(desk, LEASE)
