"""The whole desk in one process: pages, live console, mail. The one place that sees every room."""

from collections.abc import Mapping, Sequence

from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.routing import Mount
from starlette.types import Scope

from app.bell import Bell
from app.desk import Desk
from app.housekeeping import keep_house
from app.plugins.life import live_with_plugins
from app.queries.lists import TicketRow
from app.settings import Settings
from app.ticket import Ticket
from mail.intake.loop import run_mailbox
from mail.outbox import run_outbox
from mail.showing import came, left
from mail.simulating import Simulated, take_in
from realtime.dispatch import DrawRow
from realtime.redis_bell import RedisBell
from realtime.server import Realtime, make_realtime
from web import cookies
from web.asgi import Background, create_app
from web.mail_door import MailDoor
from web.origins import own_origins


def assemble(settings: Settings, also: Sequence[Background] = ()) -> Starlette:
    """The application that `deskbell serve` runs, with these loops beside its own."""

    def draw_row(row: TicketRow, language: str) -> str:
        drawn: str = app.state.draw_row(row, language)
        return drawn

    live = live_desk(settings, draw_row)
    bell = RedisBell(settings.redis_url) if settings.redis_url else Bell()
    loops: list[Background] = [live.run, live_with_plugins, keep_house, *also]
    if isinstance(bell, RedisBell):
        loops.append(ringing(bell))
    if settings.mail_in_web:
        loops += mail_loops()
    app = create_app(settings, background=loops, mounts=[Mount("/socket.io", live.asgi_app)], bell=bell)
    app.state.presence = live.presence
    app.state.mail_door = mail_door()
    return app


def live_desk(settings: Settings, draw_row: DrawRow) -> Realtime:
    """The Socket.IO server, told how this house knows sessions and ticket pages, and how it draws a row."""
    return make_realtime(
        session_token=_session_token,
        may_open=_may_open,
        draw_row=draw_row,
        origins=own_origins(settings.base_url),
    )


def ringing(bell: RedisBell) -> Background:
    """The loop that carries rings between processes."""

    async def carry_rings(_desk: Desk) -> None:
        await bell.run()

    return carry_rings


def mail_loops() -> list[Background]:
    """What `mail run` runs as well: the outbox and the mailbox."""
    return [run_outbox, run_mailbox]


def mail_door() -> MailDoor:
    """What the console's mail pages ask of the mail room."""
    return MailDoor(came, left, _simulate)


async def _simulate(desk: Desk, fields: Mapping[str, str], now_ms: int) -> int:
    return await take_in(desk, Simulated(**fields), now_ms)


def _session_token(scope: Scope) -> str | None:
    return cookies.session_token(HTTPConnection(scope))


def _may_open(scope: Scope, ticket: Ticket) -> bool:
    return cookies.may_open(HTTPConnection(scope), ticket)
