"""The health line of the rail: when the mailbox was read, and asking for it now."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.leasing import lease_details
from app.desk import Desk
from app.languages import _
from web.accepts import wants_json
from web.context import desk_of, operator_of


@dataclass(frozen=True, slots=True)
class MailboxState:
    """When it was last read well (0: never, or there is none), and what is wrong now."""

    checked_ms: int
    fault: str


async def mailbox_state(desk: Desk) -> MailboxState:
    """As the mail coroutine noted it on its lease."""
    details = await lease_details(desk, "mailbox")
    return MailboxState(int(details.get("checked_ms") or 0), str(details.get("fault") or ""))


async def check(request: Request) -> Response:
    """`POST /mail/check`: read the mailbox now."""
    operator_of(request)
    desk = desk_of(request)
    if desk.settings.mailbox_url is None:
        words = _("This desk has no mailbox set.")
    else:
        desk.mail_bell.ring()
        words = _("The mailbox is being read now.")
    state = await mailbox_state(desk)
    if wants_json(request):
        return JSONResponse({"words": words, "checked_ms": state.checked_ms, "fault": state.fault})
    return RedirectResponse("/tickets", status_code=303)
