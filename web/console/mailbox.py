"""The health line of the rail: when the mailbox was read, and asking for it now."""

from dataclasses import asdict, dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.leasing import lease_details
from app.actions.polling import ALARM_AFTER, ask_for_poll, mailbox_health
from app.clock import MINUTE_MS, SECOND_MS, now_ms
from app.desk import Desk
from app.languages import _
from app.queries.mail_health import OUTBOX_LEASE
from app.reasons import readable
from web.accepts import wants_json
from web.context import desk_of, moment_of, operator_of

SILENT_POLLS = 2
SILENT_SENDING_MS = 2 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class MailboxState:
    """When it was last read well (0: never), and what is wrong now. `exists`: whether the desk has one at all.

    `alarm`: it has been so for two polls, since `since_ms`. A mailbox that nobody reads is one that cannot be read.
    """

    exists: bool
    checked_ms: int = 0
    fault: str = ""
    alarm: bool = False
    since_ms: int = 0


@dataclass(frozen=True, slots=True)
class SendingState:
    """What keeps mail from leaving (empty: nothing), and since when."""

    fault: str = ""
    since_ms: int = 0
    alarm: bool = False


async def sending_state(desk: Desk) -> SendingState:
    """As the outbox noted it; an alarm once the mail server has not been reached for two minutes."""
    noted = await lease_details(desk, OUTBOX_LEASE) if desk.settings.smtp_url else {}
    since_ms = int(noted.get("since_ms") or 0)
    late = now_ms() - since_ms > SILENT_SENDING_MS
    fault = readable(str(noted.get("fault") or ""))
    return SendingState(fault, since_ms, alarm=bool(fault) and late) if fault else SendingState()


async def mailbox_state(desk: Desk) -> MailboxState:
    """As the mail coroutine noted it."""
    if desk.settings.mailbox_url is None:
        return MailboxState(exists=False)
    health = await mailbox_health(desk)
    good_ms, failed_ms = (int(health.get(name) or 0) for name in ("last_good_ms", "last_failed_ms"))
    newest_ms = max(good_ms, failed_ms)
    if newest_ms and now_ms() - newest_ms > SILENT_POLLS * desk.settings.mail_interval_s * SECOND_MS + MINUTE_MS:
        words = _("The mail process does not run. Start it: deskbell mail run")
        return MailboxState(exists=True, checked_ms=good_ms, fault=words, alarm=True, since_ms=newest_ms)
    return MailboxState(
        exists=True,
        checked_ms=good_ms,
        fault=readable(str(health.get("fault") or "")),
        alarm=int(health.get("misses") or 0) >= ALARM_AFTER,
        since_ms=int(health.get("fault_since_ms") or 0),
    )


async def mail_facts(desk: Desk) -> dict[str, Any]:
    """Both directions, as the rail and the alarms draw them."""
    return {**asdict(await mailbox_state(desk)), "sending": asdict(await sending_state(desk))}


async def health(request: Request) -> Response:
    """`GET /mail/health`: for the line in the rail; a good poll is no event."""
    operator_of(request)
    return JSONResponse(await mail_facts(desk_of(request)))


async def check(request: Request) -> Response:
    """`POST /mail/check`: read the mailbox now."""
    operator_of(request)
    desk = desk_of(request)
    state = await mailbox_state(desk)
    if state.exists:
        await ask_for_poll(desk, moment_of(request))
    words = _("The mailbox is being read now.") if state.exists else _("This desk has no mailbox set.")
    if wants_json(request):
        return JSONResponse({"words": words, **asdict(state)})
    return RedirectResponse("/tickets", status_code=303)
