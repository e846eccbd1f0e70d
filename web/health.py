"""Whether the process lives, and whether it can do its work."""

import asyncio

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.desk import Desk
from web.context import desk_of

WAIT_S = 3.0
NO_STORE = {"Cache-Control": "no-store"}
log = structlog.get_logger("health")


async def healthz(_request: Request) -> Response:
    """The process lives."""
    return JSONResponse({"status": "ok"}, headers=NO_STORE)


async def readyz(request: Request) -> Response:
    """Database and storage answer; else 503 and which of them does not.

    Mail and Redis are not asked: they do not stop the desk, and show their trouble in the console.
    """
    states = await states_of(desk_of(request))
    ready = set(states.values()) == {"ok"}
    content = {"status": "ok" if ready else "unavailable", **states}
    return JSONResponse(content, status_code=200 if ready else 503, headers=NO_STORE)


async def states_of(desk: Desk) -> dict[str, str]:
    """`ok` or `unavailable` of each."""
    checks = {"database": desk.db.fetch_val("SELECT 1"), "storage": desk.storage.check()}
    return {name: await _state(name, check) for name, check in checks.items()}


async def _state(name: str, check: object) -> str:
    try:
        await asyncio.wait_for(check, WAIT_S)  # type: ignore[arg-type] # both are coroutines
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is that it does not work
        log.warning("not ready", part=name, reason=type(error).__name__)
        return "unavailable"
    return "ok"
