"""The health line of the rail: when the mailbox was read, and asking for it now."""

from dataclasses import asdict, dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from app.actions.mail.polling import ask_for_poll
from app.desk import Desk
from app.files.room import MEGABYTE, room_of
from app.queries.mail.health import mailbox_health, sending_health
from app.text.languages import _
from web.requests.accepts import wants_json
from web.requests.context import desk_of, moment_of, operator_of


@dataclass(frozen=True, slots=True)
class DiskState:
    """What the disk no longer accepts (empty: everything fits), and since when it is full (0: not known to be)."""

    fault: str = ""
    since_ms: int = 0
    alarm: bool = False


async def disk_state(desk: Desk) -> DiskState:
    """How much room there is, as an alarm once strangers' files have to wait for it."""
    room = await room_of(desk)
    if room.is_full:
        return DiskState(_("Nothing can be saved until space is freed."), room.full_since_ms or 0, alarm=True)
    if room.is_short:
        words = _("%(free)d MB left. Files from strangers are refused for now; answers and email still work.")
        return DiskState(words % {"free": (room.free_bytes or 0) // MEGABYTE}, alarm=True)
    return DiskState()


async def mail_facts(desk: Desk, now_ms: int) -> dict[str, Any]:
    """Both directions and the room that they need, as the rail and the alarms draw them."""
    states = {"sending": asdict(await sending_health(desk, now_ms)), "disk": asdict(await disk_state(desk))}
    return {**asdict(await mailbox_health(desk, now_ms)), **states}


async def health(request: Request) -> Response:
    """`GET /mail/health`: for the line in the rail; a good poll is no event."""
    operator_of(request)
    return JSONResponse(await mail_facts(desk_of(request), moment_of(request)))


async def check(request: Request) -> Response:
    """`POST /mail/check`: read the mailbox now."""
    operator_of(request)
    desk = desk_of(request)
    state = await mailbox_health(desk, moment_of(request))
    if state.exists:
        await ask_for_poll(desk, moment_of(request))
    words = _("The mailbox is being checked now.") if state.exists else _("No mailbox is set up.")
    if wants_json(request):
        return JSONResponse({"words": words, **asdict(state)})
    return RedirectResponse("/tickets", status_code=303)
