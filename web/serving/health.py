"""Whether the process lives, and whether it can do its work."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.actions.desk.probing import try_to_write
from app.database import is_away
from app.desk import Desk
from app.files.room import room_of
from web.requests.context import desk_of

WAIT_S = 3.0
NO_STORE = {"Cache-Control": "no-store"}
log = structlog.get_logger("health")


async def healthz(_request: Request) -> Response:
    """The process lives."""
    return JSONResponse({"status": "ok"}, headers=NO_STORE)


async def readyz(request: Request) -> Response:
    """Database and storage answer, and there is room on their disks; else 503 and which of them does not.

    Mail and Redis are not asked: they do not stop the desk, and show their trouble in the console.
    """
    states = await states_of(desk_of(request))
    ready = set(states.values()) == {"ok"}
    content = {"status": "ok" if ready else "unavailable", **states}
    return JSONResponse(content, status_code=200 if ready else 503, headers=NO_STORE)


async def states_of(desk: Desk) -> dict[str, str]:
    """`ok`, `unavailable` or `full` of each."""
    checks = {"database": desk.db.now_ms(), "storage": desk.storage.check()}
    states = {name: await _state(name, check) for name, check in checks.items()}
    return {**states, "disk": await _disk(desk)}


async def _disk(desk: Desk) -> str:
    """`full` while nothing can be stored. A full disk is checked again here, since without requests nothing else would."""
    if desk.db.fullness.is_on:
        with suppress(Exception):  # what it is about, `fullness` notes
            async with asyncio.timeout(WAIT_S):
                await try_to_write(desk)
    return "full" if (await room_of(desk)).is_full else "ok"


async def _state(name: str, check: Awaitable[object]) -> str:
    try:
        async with asyncio.timeout(WAIT_S):
            await check
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is that it does not work
        if not is_away(error):
            log.warning("not ready", part=name, reason=type(error).__name__)
        return "unavailable"
    return "ok"
