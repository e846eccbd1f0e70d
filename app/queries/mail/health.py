"""How mail fares in both directions, and from when on that is an alarm: asked by the console, the log and `check`."""

from dataclasses import dataclass, replace
from typing import Any, Final

from app.config.mail_place import place_of_url
from app.config.settings import Settings
from app.core.clock import MINUTE_MS, SECOND_MS
from app.desk import Desk
from app.nouns.reasons import readable, reason
from app.queries.desk.leases import ASKED, MAILBOX, OUTBOX, details_by_lease, lease_details
from app.text.languages import _

ENVIRONMENT: Final = 0  # the number of the mailbox that the environment names
ALARM_AFTER: Final = 2  # polls in a row that failed
SILENT_POLLS: Final = 2  # that nobody made
SILENT_SENDING_MS: Final = 2 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class MailboxHealth:
    """When it was last read successfully (0: never), and what is wrong now. `exists`: whether the desk has one.

    `alarm`: it has failed for two polls, since `since_ms`. A mailbox without a running reader counts as failing.
    """

    exists: bool
    checked_ms: int = 0
    fault: str = ""
    alarm: bool = False
    since_ms: int = 0


@dataclass(frozen=True, slots=True)
class SendingHealth:
    """What keeps mail from leaving (empty: nothing), and since when; `alarm`: for two minutes."""

    fault: str = ""
    since_ms: int = 0
    alarm: bool = False


async def mailbox_health(desk: Desk, now_ms: int) -> MailboxHealth:
    """Of all mailboxes together: the worst of them, and by its name where there are several; the longest without a look."""
    found = await health_of_mailboxes(desk, now_ms)
    if not found:
        return MailboxHealth(exists=False)
    number, worst = max(found.items(), key=lambda one: (one[1].alarm, bool(one[1].fault), -one[1].checked_ms))
    if not worst.fault or len(found) == 1:
        return replace(worst, checked_ms=min(one.checked_ms for one in found.values()))
    return replace(worst, fault=f"{mailbox_names(desk.settings)[number]}: {worst.fault}")


async def health_of_mailboxes(desk: Desk, now_ms: int) -> dict[int, MailboxHealth]:
    """Each by its number, the environment's as ENVIRONMENT; those that are switched off have none."""
    leases = {one.id: one.lease for one in desk.settings.mailboxes if one.is_enabled}
    if desk.settings.mailbox_url:
        leases[ENVIRONMENT] = MAILBOX
    noted = await details_by_lease(desk, list(leases.values())) if leases else {}
    unreadable = {one.id for one in desk.settings.mailboxes if not one.url}
    return {
        number: _health_of(desk.settings, noted.get(lease, {}), now_ms, is_unreadable=number in unreadable)
        for number, lease in leases.items()
    }


def mailbox_names(settings: Settings) -> dict[int, str]:
    """What each mailbox is called, by its number; the environment's is ENVIRONMENT."""
    fixed = {ENVIRONMENT: place_of_url(settings.mailbox_url).name} if settings.mailbox_url else {}
    return fixed | {one.id: one.place.name for one in settings.mailboxes}


def _health_of(settings: Settings, noted: dict[str, Any], now_ms: int, *, is_unreadable: bool) -> MailboxHealth:
    """As the process that reads the mailbox noted it."""
    good_ms, failed_ms = (int(noted.get(name) or 0) for name in ("last_good_ms", "last_failed_ms"))
    newest_ms = max(good_ms, failed_ms)
    if is_unreadable:
        words = readable(reason("mail_password_unreadable"))
        return MailboxHealth(exists=True, checked_ms=good_ms, fault=words, alarm=True, since_ms=good_ms)
    if newest_ms and now_ms - newest_ms > SILENT_POLLS * settings.mail_interval_s * SECOND_MS + MINUTE_MS:
        words = _("The mail process is not running. Start it with: deskbell mail run")
        return MailboxHealth(exists=True, checked_ms=good_ms, fault=words, alarm=True, since_ms=newest_ms)
    return MailboxHealth(
        exists=True,
        checked_ms=good_ms,
        fault=readable(str(noted.get("fault") or "")),
        alarm=int(noted.get("misses") or 0) >= ALARM_AFTER,
        since_ms=int(noted.get("fault_since_ms") or 0),
    )


async def asked_for_poll_ms(desk: Desk) -> int:
    """When someone last asked to check the mailboxes now; 0: never."""
    return int((await lease_details(desk, ASKED)).get("asked_ms", 0))


async def sending_health(desk: Desk, now_ms: int) -> SendingHealth:
    """As the outbox noted it; without a mail server nothing is wrong."""
    if desk.settings.smtp_unreadable:
        return SendingHealth(readable(reason("mail_password_unreadable")), now_ms, alarm=True)
    noted = await lease_details(desk, OUTBOX) if desk.settings.smtp_url else {}
    if not (fault := readable(str(noted.get("fault") or ""))):
        return SendingHealth()
    since_ms = int(noted.get("since_ms") or 0)
    return SendingHealth(fault, since_ms, alarm=now_ms - since_ms > SILENT_SENDING_MS)
