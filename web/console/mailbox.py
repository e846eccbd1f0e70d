"""The health line of the rail: when the mailbox was read, and asking for it now."""

from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.polling import ask_for_poll, mailbox_health
from app.desk import Desk
from app.languages import _
from web.accepts import wants_json
from web.context import desk_of, moment_of, operator_of


@dataclass(frozen=True, slots=True)
class MailboxState:
    """When it was last read well (0: never), and what is wrong now. `exists`: whether the desk has one at all."""

    exists: bool
    checked_ms: int
    fault: str


async def mailbox_state(desk: Desk) -> MailboxState:
    """As the mail coroutine noted it."""
    if desk.settings.mailbox_url is None:
        return MailboxState(exists=False, checked_ms=0, fault="")
    health = await mailbox_health(desk)
    return MailboxState(
        exists=True, checked_ms=int(health.get("last_good_ms") or 0), fault=str(health.get("fault") or "")
    )


async def health(request: Request) -> Response:
    """`GET /mail/health`: for the line in the rail; a good poll is no event."""
    operator_of(request)
    return JSONResponse(asdict(await mailbox_state(desk_of(request))))


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
